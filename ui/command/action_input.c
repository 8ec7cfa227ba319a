#include <stdlib.h>

#include "action.h"
#include "command.h"
#include "mem.h"
#include "secret.h"

/* Key of a conversation in what was typed before: the same room on another server is another. */
static char *recall_key(const struct conv *conv)
{
    return xasprintf("%s:%d/%s", conv->network->host, conv->network->port, conv->fold);
}

void action_enter(struct chat *chat)
{
    if (edit_is_empty(chat->edit))
        return;

    struct conv *conv = chat->current;
    char *text = xstrdup(edit_text(chat->edit));
    char *key = conv ? recall_key(conv) : xstrdup("");
    /* The command may open another conversation: nothing must stay here as its draft. */
    edit_set(chat->edit, "");
    bool secret = command_is_secret(conv, text);
    if (!command_enter(chat, text))
        edit_set(chat->edit, text);
    else if (secret)
        recall_reset(chat->recall);
    else
        recall_add(chat->recall, key, text);
    free(key);
    secret_free(text);
}

static void recalled(struct chat *chat, const char *text)
{
    if (text)
        edit_set(chat->edit, text);
}

void action_recall_older(struct chat *chat)
{
    if (!chat->current)
        return;
    char *key = recall_key(chat->current);
    recalled(chat, recall_older(chat->recall, key, edit_text(chat->edit)));
    free(key);
}

void action_recall_newer(struct chat *chat)
{
    if (!chat->current)
        return;
    char *key = recall_key(chat->current);
    recalled(chat, recall_newer(chat->recall, key));
    free(key);
}

void action_recall_older_all(struct chat *chat)
{
    recalled(chat, recall_older(chat->recall, NULL, edit_text(chat->edit)));
}

void action_recall_newer_all(struct chat *chat)
{
    recalled(chat, recall_newer(chat->recall, NULL));
}

static bool bring_back(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    edit_set(chat->edit, row->value);
    chat->changed |= CHANGE_INPUT;
    return true;
}

void action_recall_search(struct chat *chat)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "What was typed",
                                       "type to find · Enter bring back · Esc close", bring_back);
    const char *text = NULL;
    for (size_t i = 0; (text = recall_get(chat->recall, i)); i++)
        dialog_add(dialog, text, NULL, text);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}
