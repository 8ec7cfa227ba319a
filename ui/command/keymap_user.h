/*
 * keymap_user.h - keys as the user names them: in parlor.conf, and in /bind.
 */
#ifndef KEYMAP_USER_H
#define KEYMAP_USER_H

#include "keymap.h"

/* The action of a key that does nothing. */
#define KEYMAP_NOTHING "none"

/* A key or a chord as keymap_name() would say it ("ctrl-s" is C-s, C-i is Tab); to free. NULL with
 * *cause. */
char *keymap_parse(const char *text, char **cause);

/* The same, for a file: '=', ':', '#', ';' and '[' are words there. To free. */
char *keymap_written(const char *key);

/* "pick.r" is r in "pick", "C-s" is in "input": steps *text over the context, which it returns. */
const char *keymap_context(const char **text);

/* "pick.r", as a file says it; to free. */
char *keymap_file_key(const char *context, const char *key);

/* A line of [keys]. Returns 0, or -1 with *cause. */
int keymap_read_pair(struct binds *binds, const char *key, const char *value, char **cause);

/* Is there such an action? Else -1 with *cause, which names one like it. */
int keymap_check_action(const char *name, char **cause);

/* Sets of keys for hands that know another program. */
struct keymap_preset {
    const char *name;
    const char *help;
    const struct binding *rows;
    size_t n;
};
const struct keymap_preset *keymap_presets(size_t *n);
const struct keymap_preset *keymap_preset(const char *name);

/* The keys that do an action now, in that context or any (NULL), with commas; "" for none. To
 * free. */
char *keymap_keys_of(const struct chat *chat, const char *context, const char *action);

/* The first of them; to free. NULL if there is none. */
char *keymap_key_of(const struct chat *chat, const char *action);

/* The binds changed: what stands on the screen names the new keys. */
void keymap_changed(struct chat *chat);

#endif
