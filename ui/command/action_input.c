#include <stdlib.h>
#include <string.h>

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

void command_begin(struct chat *chat, const char *name)
{
    bool many = false;
    const struct command *command = command_find(name + 1, &many);
    if (!command || !(command->flags & COMMAND_ARGS)) {
        command_enter(chat, name);
        chat->changed |= CHANGE_INPUT;
        return;
    }

    char *text = xasprintf("%s ", name);
    char *key = chat->current ? recall_key(chat->current) : xstrdup("");
    const char *typed = edit_text(chat->edit);
    if (*typed && !command_is_secret(chat->current, typed))
        recall_add(chat->recall, key, typed);
    edit_set(chat->edit, text);
    chat->changed |= CHANGE_INPUT;
    free(key);
    free(text);
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

/* "#tea"; where it is not open any more, as it is written in the key; to free. */
static char *place_name(const struct chat *chat, const char *place)
{
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        char *key = recall_key(conv);
        bool same = strcmp(key, place) == 0;
        free(key);
        if (same)
            return xstrdup(conv->name);
    }
    const char *slash = strchr(place, '/');
    return xstrdup(slash ? slash + 1 : place);
}

void action_recall_search(struct chat *chat)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "What was typed",
                                       "type to find · Enter bring back · Esc close", bring_back);
    const char *text = NULL;
    for (size_t i = 0; (text = recall_get(chat->recall, i)); i++) {
        char *place = place_name(chat, recall_place(chat->recall, i));
        dialog_add(dialog, text, place, text);
        free(place);
    }
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}
