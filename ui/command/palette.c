#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "keymap_user.h"
#include "mem.h"

/* What the value of an action's row begins with; a command's begins with its slash. */
#define ROW_ACTION '>'

static bool run_picked(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    char *value = xstrdup(row->value);
    (void)dialog;
    chat_dialog(chat, NULL);
    chat_focus(chat, FOCUS_INPUT);
    if (*value == ROW_ACTION)
        action_run(chat, action_find(value + 1));
    else
        command_begin(chat, value);
    free(value);
    return false;
}

static void add_commands(struct dialog *dialog)
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        char *value = xasprintf("/%s", commands[i].name);
        dialog_add(dialog, value, commands[i].help, value);
        free(value);
    }
}

/* What edits needs the line being typed: it is no use here. */
static void add_actions(const struct chat *chat, struct dialog *dialog)
{
    size_t n = 0;
    const struct action *actions = action_table(&n);
    for (size_t i = 0; i < n; i++) {
        char *key = keymap_key_of(chat, actions[i].name);
        if (actions[i].edit || !key) {
            free(key);
            continue;
        }
        char *label = xasprintf("%s  %s", actions[i].name, key);
        char *value = xasprintf("%c%s", ROW_ACTION, actions[i].name);
        dialog_add(dialog, label, actions[i].help, value);
        free(label);
        free(value);
        free(key);
    }
}

void action_palette(struct chat *chat)
{
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Do", "type to find · Enter do it · Esc close", run_picked);
    add_commands(dialog);
    add_actions(chat, dialog);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}
