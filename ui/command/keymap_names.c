/* Keys that stand on the screen as hints. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "keymap_user.h"
#include "mem.h"

static void name_key(const struct chat *chat, const char *action, char **slot)
{
    *slot = keymap_key_of(chat, action);
    if (!*slot)
        *slot = xstrdup("");
}

static bool does(const struct chat *chat, const char *context, const char *key, const char *action)
{
    const char *now = keymap_bound(chat, context, key);
    return now && strcmp(now, action) == 0;
}

/* Of several keys the one that people find first. */
static void prefer(const struct chat *chat, const char *key, const char *action, char **slot)
{
    if (does(chat, "input", key, action))
        xreplace(slot, key);
}

/* In lists: only when it is another one. */
static void name_list_key(const struct chat *chat, const char *usual, const char *action,
                          char **slot)
{
    char *keys = does(chat, "list", usual, action) ? NULL : keymap_keys_of(chat, "list", action);
    if (keys)
        keys[strcspn(keys, ",")] = '\0';
    *slot = keys;
}

/* Behind "M-"; NULL: no such key does it. To free. */
static char *led_key(const struct chat *chat, const char *action)
{
    char *keys = keymap_keys_of(chat, "input", action);
    char *rest = NULL;
    char *found = NULL;
    for (char *key = strtok_r(keys, ", ", &rest); key && !found; key = strtok_r(NULL, ", ", &rest))
        if (strncmp(key, "M-", 2) == 0 && key[2])
            found = xstrdup(key + 2);
    free(keys);
    return found;
}

/* "a unread · 1-9 room · ...": what the key behind the leader does. */
static char *led_text(const struct chat *chat)
{
    static const struct {
        const char *action, *usual, *shown, *what; /* shown instead of the usual key */
    } rows[] = {
        {"next-unread", "M-a",   NULL,  "unread"},
        {"room-1",      "M-1",   "1-9", "room"  },
        {"pick",        "M-s",   NULL,  "pick"  },
        {"unread-line", "M-u",   NULL,  "new"   },
        {"help",        "M-?",   NULL,  "help"  },
        {"newest",      "M-Esc", "Esc", "newest"},
    };
    struct buf text = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        bool usual = does(chat, "input", rows[i].usual, rows[i].action);
        char *key = usual ? xstrdup(rows[i].shown ? rows[i].shown : rows[i].usual + 2)
                          : led_key(chat, rows[i].action);
        if (key)
            buf_printf(&text, "%s%s %s", text.len ? " · " : "", key, rows[i].what);
        free(key);
    }
    return buf_detach(&text);
}

void keymap_changed(struct chat *chat)
{
    struct key_names *names = &chat->key_names;
    key_names_clear(names);
    name_key(chat, "switcher", &names->find);
    prefer(chat, "C-k", "kill-end", &names->find);
    name_key(chat, "leader", &names->lead);
    prefer(chat, "Esc", "leader", &names->lead);
    name_key(chat, "help", &names->help);
    names->led = led_text(chat);
    name_list_key(chat, "Enter", "list-choose", &names->choose);
    name_list_key(chat, "Esc", "list-leave", &names->leave);
    name_list_key(chat, "Tab", "list-next", &names->next);
    chat->changed |= CHANGE_ALL;
}
