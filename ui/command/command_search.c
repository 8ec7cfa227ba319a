/* Looking for what was said, and having it forgotten. */
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "mem.h"
#include "results_list.h"

void command_search(struct chat *chat, char *args)
{
    results_open(chat, args);
    if (*args && !chat->dialog->error)
        results_ask_servers(chat);
}

/* The conversation that the question is about: its row's value is its name. */
static bool forget(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    struct conv *conv = chat->current;
    if (!conv || !row->value || strcmp(row->value, conv->name) != 0)
        return true;
    chat_clear(chat, conv);
    conv->since = 0;
    chat->seek.forget = conv;
    chat_notice(chat, "What was said in %s is deleted from this machine", conv->name);
    return true;
}

void command_history(struct chat *chat, char *args)
{
    const char *word = command_word(&args);
    if (!word) {
        action_recall_search(chat);
        return;
    }
    if (strcmp(word, "-delete") != 0) {
        command_lacks(chat, "history");
        return;
    }
    struct conv *conv = chat->current;
    if (*args)
        conv = conv ? chat_conv(chat, conv->network, args) : NULL;
    if (!conv) {
        chat_complain(chat, "There is no conversation called %s", args);
        return;
    }
    chat_open(chat, conv);
    char *title = xasprintf("Delete what was said in %s?", conv->name);
    char *yes = xasprintf("Delete what this machine keeps of %s", conv->name);
    struct dialog *dialog = dialog_new(DIALOG_ASK, title, "Enter choose · Esc leave it", forget);
    dialog_add_text(dialog, "It goes from this machine for good.");
    dialog_add_text(dialog, "The server keeps its own copy, and others theirs.");
    dialog_add(dialog, yes, NULL, conv->name);
    dialog_add(dialog, "Keep it", NULL, NULL);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    free(yes);
    free(title);
}

/* /log export FILE */
void command_log(struct chat *chat, char *args)
{
    const char *word = command_word(&args);
    if (!word || strcmp(word, "export") != 0 || !*args) {
        command_lacks(chat, "log");
        return;
    }
    chat->seek.export = chat->current;
    xreplace(&chat->seek.export_path, args);
}
