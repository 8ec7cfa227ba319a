#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "keymap.h"
#include "mem.h"

static bool open_picked(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    struct conv *conv = chat_nth(chat, (int)strtol(row->value, NULL, 10));
    chat_dialog(chat, NULL);
    if (conv)
        chat_open(chat, conv);
    return false;
}

static int by_last_look(const void *a, const void *b)
{
    const struct conv *x = *(const struct conv *const *)a;
    const struct conv *y = *(const struct conv *const *)b;
    return x->opened_ms == y->opened_ms ? 0 : x->opened_ms > y->opened_ms ? -1 : 1;
}

static void add_conv(struct chat *chat, struct dialog *dialog, const struct conv *conv)
{
    int n = 1;
    for (const struct conv *c = chat->convs; c != conv; c = c->next)
        n++;
    char *value = xasprintf("%d", n);
    char *detail = conv->mentions ? xasprintf("@%u", conv->mentions)
                   : conv->unread ? xasprintf("%u new", conv->unread)
                                  : xstrdup(conv->kind == CONV_CONSOLE ? "server" : "");
    dialog_add(dialog, conv->name, detail, value);
    free(detail);
    free(value);
}

/* Rooms and people, those looked at last first; the open one is of no use here. */
void action_switcher(struct chat *chat)
{
    size_t n = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next)
        n++;
    const struct conv **convs = xcalloc(n + 1, sizeof(const struct conv *));
    n = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next)
        convs[n++] = conv;
    qsort(convs, n, sizeof(const struct conv *), by_last_look);

    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Go to", "type to find · Enter open · Esc close", open_picked);
    for (size_t i = 0; i < n; i++) {
        if (convs[i] != chat->current)
            add_conv(chat, dialog, convs[i]);
    }
    free(convs);
    chat->hints_used |= 1;
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

/* All keys of an action, with commas; to free. */
static char *keys_of(const char *action)
{
    size_t n = 0;
    const struct binding *bindings = keymap_bindings(&n);
    char *keys = xstrdup("");
    for (size_t i = 0; i < n; i++) {
        if (strcmp(bindings[i].action, action) != 0)
            continue;
        char *more = xasprintf("%s%s%s", keys, *keys ? ", " : "", bindings[i].key);
        free(keys);
        keys = more;
    }
    return keys;
}

static void add_keys(struct dialog *dialog)
{
    size_t n = 0;
    const struct action *actions = action_table(&n);
    dialog_add_heading(dialog,
                       "Keys (C is Ctrl, M is Alt; Esc and then a key is Alt and that key)");
    for (size_t i = 0; i < n; i++) {
        char *keys = keys_of(actions[i].name);
        if (*keys)
            dialog_add(dialog, keys, actions[i].help, NULL);
        free(keys);
    }
}

static void add_commands(struct dialog *dialog)
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    dialog_add_heading(dialog, "Commands");
    for (size_t i = 0; i < n; i++)
        dialog_add(dialog, commands[i].usage, commands[i].help, NULL);
}

void action_help(struct chat *chat)
{
    struct dialog *dialog =
        dialog_new(DIALOG_TEXT, "Help", "type to search · arrows scroll · Esc close", NULL);
    add_commands(dialog);
    add_keys(dialog);
    chat->hints_used |= 4;
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}
