#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "keymap_user.h"
#include "mem.h"

#define PRESET "preset"

/* ---- the list ---- */

static bool edit_row(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    char *text = xasprintf("/bind %s", row->value);
    edit_set(chat->edit, text);
    chat->changed |= CHANGE_INPUT;
    free(text);
    return true;
}

static void add_row(struct dialog *dialog, const char *context, const char *key, const char *action,
                    bool own)
{
    const struct action *known = action_find(action);
    char *detail = xasprintf("%s%s%s%s", own ? "* " : "", action, known ? " - " : "",
                             known ? known->help : "");
    char *value = keymap_file_key(context, key);
    dialog_add(dialog, key, detail, value);
    free(value);
    free(detail);
}

static const char *const titles[] = {"The line you type", "Lists", "A picked message", "Search",
                                     "vi's commands"};

static void add_context(const struct chat *chat, struct dialog *dialog, size_t at)
{
    size_t n = 0;
    const char *context = keymap_contexts[at];
    const struct binding *table = keymap_bindings(&n);
    const struct keymap_preset *preset = keymap_preset(chat->binds.preset);
    dialog_add_heading(dialog, titles[at]);
    for (size_t i = 0; i < chat->binds.n; i++) {
        const struct bind *bind = &chat->binds.items[i];
        if (strcmp(bind->context, context) == 0)
            add_row(dialog, context, bind->key, bind->action, true);
    }
    for (size_t i = 0; preset && i < preset->n; i++) {
        const struct binding *row = &preset->rows[i];
        if (strcmp(row->context, context) == 0 && !binds_find(&chat->binds, context, row->key))
            add_row(dialog, context, row->key, row->action, false);
    }
    for (size_t i = 0; i < n; i++) {
        const char *now = keymap_bound(chat, context, table[i].key);
        if (strcmp(table[i].context, context) == 0 && strcmp(now, table[i].action) == 0 &&
            !binds_find(&chat->binds, context, table[i].key))
            add_row(dialog, context, table[i].key, now, false);
    }
}

static void list_keys(struct chat *chat)
{
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Keys", "Enter bind anew · * yours · Esc close", edit_row);
    dialog->wide = true;
    for (size_t i = 0; i < keymap_contexts_count(); i++)
        add_context(chat, dialog, i);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

/* ---- one key ---- */

static void keep(struct chat *chat, const char *context, const char *key, const char *action)
{
    char *name = keymap_file_key(context, key);
    option_keep(chat, "keys", name, action);
    free(name);
    keymap_changed(chat);
}

static void drop(struct chat *chat, const char *context, const char *key)
{
    if (!binds_drop(&chat->binds, context, key)) {
        chat_complain(chat, "You have not bound %s", key);
        return;
    }
    keep(chat, context, key, NULL);
    const char *now = keymap_bound(chat, context, key);
    chat_notice(chat, now ? "%s is %s again" : "%s does nothing again", key, now);
}

static void bind(struct chat *chat, const char *context, const char *key, const char *action)
{
    char *cause = NULL;
    if (keymap_check_action(action, &cause) != 0) {
        chat_complain(chat, "%s", cause);
        free(cause);
        return;
    }
    binds_set(&chat->binds, context, key, action);
    keep(chat, context, key, action);
    chat_notice(chat, "%s is %s now", key, action);
}

static void show(struct chat *chat, const char *context, const char *key)
{
    const char *now = keymap_bound(chat, context, key);
    const struct action *action = now ? action_find(now) : NULL;
    if (action)
        chat_notice(chat, "%s is %s: %s", key, now, action->help);
    else
        chat_notice(chat, "%s does nothing", key);
}

static void use_preset(struct chat *chat, const char *name)
{
    const struct keymap_preset *preset = keymap_preset(name);
    if (!preset) {
        chat_complain(chat, "There is no preset %s: default, weechat, irssi, vi", name);
        return;
    }
    bool none = preset->n == 0;
    xreplace(&chat->binds.preset, none ? NULL : name);
    chat->normal = false;
    option_keep(chat, "keys", PRESET, none ? NULL : name);
    keymap_changed(chat);
    chat_notice(chat, "Keys: %s. %s", name, preset->help);
}

/* The last word, cut off; the keys of a chord stand before it. NULL if there is one word only. */
static char *cut_last(char *args)
{
    char *blank = strrchr(args, ' ');
    if (!blank)
        return NULL;
    *blank = '\0';
    return blank + 1;
}

/* KEYS alone when all of it are keys; else the last word is the action. */
static void bind_or_show(struct chat *chat, char *args, bool off)
{
    char *cause = NULL;
    const char *rest = args;
    const char *context = keymap_context(&rest);
    char *key = keymap_parse(rest, &cause);
    char *action = NULL;
    if (!key && !off && (action = cut_last(args))) {
        free(cause);
        cause = NULL;
        key = keymap_parse(rest, &cause);
    }
    if (!key)
        chat_complain(chat, "%s", cause);
    else if (off)
        drop(chat, context, key);
    else if (action)
        bind(chat, context, key, action);
    else
        show(chat, context, key);
    free(key);
    free(cause);
}

void command_bind(struct chat *chat, char *args)
{
    bool off = strncmp(args, "-d ", 3) == 0;
    if (off)
        args += 3 + strspn(args + 3, " ");
    if (!*args)
        list_keys(chat);
    else if (strncmp(args, PRESET " ", sizeof(PRESET)) == 0)
        use_preset(chat, args + sizeof(PRESET));
    else
        bind_or_show(chat, args, off);
}
