#include "keymap_user.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "action.h"
#include "buf.h"
#include "mem.h"

const char *keymap_context(const char **text)
{
    for (size_t i = 0; i < keymap_contexts_count(); i++) {
        const char *name = keymap_contexts[i];
        size_t len = strlen(name);
        if (strncmp(*text, name, len) == 0 && (*text)[len] == '.' && (*text)[len + 1]) {
            *text += len + 1;
            return name;
        }
    }
    return keymap_contexts[0];
}

char *keymap_file_key(const char *context, const char *key)
{
    char *written = keymap_written(key);
    bool plain = strcmp(context, keymap_contexts[0]) == 0;
    char *text = xasprintf("%s%s%s", plain ? "" : context, plain ? "" : ".", written);
    free(written);
    return text;
}

/* So many letters are the same at the beginning. */
static size_t likeness(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    return n;
}

int keymap_check_action(const char *name, char **cause)
{
    size_t n = 0;
    const struct action *actions = action_table(&n);
    const char *like = NULL;
    size_t most = 2;
    if (strcmp(name, KEYMAP_NOTHING) == 0 || action_find(name))
        return 0;
    for (size_t i = 0; i < n; i++) {
        size_t same = likeness(actions[i].name, name);
        if (same > most) {
            most = same;
            like = actions[i].name;
        }
    }
    *cause = like ? xasprintf("there is no action %s: did you mean %s?", name, like)
                  : xasprintf("there is no action %s: /bind lists them", name);
    return -1;
}

static int read_preset(struct binds *binds, const char *name, char **cause)
{
    if (!keymap_preset(name)) {
        struct buf names = {0};
        size_t n = 0;
        const struct keymap_preset *presets = keymap_presets(&n);
        for (size_t i = 0; i < n; i++)
            buf_printf(&names, "%s%s", i ? ", " : "", presets[i].name);
        *cause = xasprintf("preset: \"%s\" is not one of %s", name, buf_text(&names));
        buf_clear(&names);
        return -1;
    }
    xreplace(&binds->preset, name);
    return 0;
}

int keymap_read_pair(struct binds *binds, const char *key, const char *value, char **cause)
{
    if (strcasecmp(key, "preset") == 0)
        return read_preset(binds, value, cause);

    const char *rest = key;
    char *why = NULL;
    const char *context = keymap_context(&rest);
    char *name = keymap_parse(rest, cause);
    if (!name)
        return -1;
    if (binds_find(binds, context, name))
        *cause = xasprintf("%s: is bound already, to %s", key, binds_find(binds, context, name));
    else if (keymap_check_action(value, &why) != 0)
        *cause = xasprintf("%s: %s", key, why);
    else
        binds_set(binds, context, name, value);
    free(why);
    free(name);
    return *cause ? -1 : 0;
}

/* ---- what keys do now ---- */

struct keys {
    const struct chat *chat;
    const char *context; /* NULL: any */
    const char *action;
    struct buf text;
};

static void add_key(struct keys *keys, const char *context, const char *key, const char *action)
{
    if (strcmp(action, keys->action) != 0 || (keys->context && strcmp(context, keys->context) != 0))
        return;
    buf_printf(&keys->text, "%s%s", keys->text.len ? ", " : "", key);
}

/* A row of ours that the user, or the preset, has not bound to something else. */
static void add_ours(struct keys *keys, const struct binding *row)
{
    const char *now = keymap_bound(keys->chat, row->context, row->key);
    if (now && strcmp(now, row->action) == 0 &&
        !binds_find(&keys->chat->binds, row->context, row->key))
        add_key(keys, row->context, row->key, row->action);
}

char *keymap_keys_of(const struct chat *chat, const char *context, const char *action)
{
    struct keys keys = {chat, context, action, {0}};
    const struct keymap_preset *preset = keymap_preset(chat->binds.preset);
    size_t n = 0;
    const struct binding *table = keymap_bindings(&n);
    for (size_t i = 0; i < chat->binds.n; i++) {
        const struct bind *bind = &chat->binds.items[i];
        add_key(&keys, bind->context, bind->key, bind->action);
    }
    for (size_t i = 0; preset && i < preset->n; i++)
        add_ours(&keys, &preset->rows[i]);
    for (size_t i = 0; i < n; i++) {
        const char *other =
            preset ? keymap_bound_in(preset->rows, preset->n, table[i].context, table[i].key)
                   : NULL;
        if (!other)
            add_ours(&keys, &table[i]);
    }
    return buf_detach(&keys.text);
}

char *keymap_key_of(const struct chat *chat, const char *action)
{
    char *keys = keymap_keys_of(chat, NULL, action);
    size_t len = strcspn(keys, ",");
    /* The key is a comma itself. */
    if (len == 0 && *keys)
        len = 1;
    char *first = len > 0 ? xstrndup(keys, len) : NULL;
    free(keys);
    return first;
}
