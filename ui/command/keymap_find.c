#include <string.h>

#include "action.h"
#include "keymap.h"
#include "keymap_user.h"

const char *const keymap_contexts[] = {"input", "list", "pick", "search", "normal"};

size_t keymap_contexts_count(void)
{
    return sizeof(keymap_contexts) / sizeof(*keymap_contexts);
}

/* The contexts in which a key is looked for, the nearest first. */
struct chain {
    const char *names[3];
    size_t n;
};

static struct chain chain_of(const struct chat *chat)
{
    struct chain chain = {.n = 0};
    if (chat->dialog && chat->dialog->context)
        chain.names[chain.n++] = chat->dialog->context;
    if (chat->dialog || chat->focus == FOCUS_ROOMS || chat->focus == FOCUS_USERS)
        chain.names[chain.n++] = "list";
    else if (chat->focus == FOCUS_PICK)
        chain.names[chain.n++] = "pick";
    else if (chat->focus == FOCUS_FIND)
        chain.names[chain.n++] = "search";
    else if (chat->normal && chat->focus == FOCUS_INPUT)
        chain.names[chain.n++] = "normal";
    chain.names[chain.n++] = "input";
    return chain;
}

const char *keymap_present(const struct chat *chat)
{
    return chain_of(chat).names[0];
}

const char *keymap_bound_in(const struct binding *rows, size_t n, const char *context,
                            const char *key)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].key, key) == 0 && strcmp(rows[i].context, context) == 0)
            return rows[i].action;
    }
    return NULL;
}

const char *keymap_bound(const struct chat *chat, const char *context, const char *key)
{
    size_t n = 0;
    const struct binding *table = keymap_bindings(&n);
    const struct keymap_preset *preset = keymap_preset(chat->binds.preset);
    const char *found = binds_find(&chat->binds, context, key);
    if (!found && preset)
        found = keymap_bound_in(preset->rows, preset->n, context, key);
    return found ? found : keymap_bound_in(table, n, context, key);
}

/* Does it need the line being typed, without editing it? */
static bool is_of_the_line(const struct action *action)
{
    static const char *const names[] = {
        "enter",        "complete",         "complete-back",    "newline",     "recall-older",
        "recall-newer", "recall-older-all", "recall-newer-all", "how-to-quit",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strcmp(names[i], action->name) == 0)
            return true;
    }
    return false;
}

/* What of an action of the input works where something else has the keys; NULL if nothing. */
static const struct action *elsewhere(const struct chat *chat, const struct action *action)
{
    bool typed = action_edit(chat) != chat->edit;
    if (chat->dialog)
        return action->edit || strcmp(action->name, "redraw") == 0 ||
                       strcmp(action->name, "suspend") == 0 || strcmp(action->name, "help") == 0
                   ? action
                   : NULL;
    if (chat->normal && chat->focus == FOCUS_INPUT)
        return action;
    if (action->edit && !typed)
        action = action->otherwise ? action_find(action->otherwise) : NULL;
    return action && !is_of_the_line(action) ? action : NULL;
}

/* A form's fields have these keys. */
static bool fits_dialog(const struct chat *chat, const char *action)
{
    static const char *const far[] = {"list-page-up", "list-page-down", "list-first", "list-last"};
    if (!chat->dialog || chat->dialog->kind != DIALOG_FORM)
        return true;
    for (size_t i = 0; i < sizeof(far) / sizeof(*far); i++) {
        if (strcmp(far[i], action) == 0)
            return false;
    }
    return true;
}

const struct action *keymap_find(const struct chat *chat, const char *key, bool *bound)
{
    struct chain chain = chain_of(chat);
    for (size_t i = 0; i < chain.n; i++) {
        const char *name = keymap_bound(chat, chain.names[i], key);
        *bound = name && fits_dialog(chat, name);
        if (!*bound)
            continue;
        const struct action *action = action_find(name);
        return action && i > 0 && i + 1 == chain.n ? elsewhere(chat, action) : action;
    }
    return NULL;
}

static bool begins_chord(const char *chord, const char *key, size_t len)
{
    return strncmp(chord, key, len) == 0 && chord[len] == ' ';
}

static bool rows_begin(const struct binding *rows, size_t n, const char *context, const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 0; i < n; i++) {
        if (begins_chord(rows[i].key, key, len) && strcmp(rows[i].context, context) == 0)
            return true;
    }
    return false;
}

bool keymap_is_prefix(const struct chat *chat, const char *key)
{
    size_t n = 0;
    size_t len = strlen(key);
    struct chain chain = chain_of(chat);
    const struct binding *table = keymap_bindings(&n);
    const struct keymap_preset *preset = keymap_preset(chat->binds.preset);
    for (size_t c = 0; c < chain.n; c++) {
        if (rows_begin(table, n, chain.names[c], key) ||
            (preset && rows_begin(preset->rows, preset->n, chain.names[c], key)))
            return true;
        for (size_t i = 0; i < chat->binds.n; i++) {
            if (begins_chord(chat->binds.items[i].key, key, len) &&
                strcmp(chat->binds.items[i].context, chain.names[c]) == 0)
                return true;
        }
    }
    return false;
}
