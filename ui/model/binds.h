/*
 * binds.h - keys as the user bound them; they come before those of the
 * program's tables (ui/command/keymap.h).
 */
#ifndef BINDS_H
#define BINDS_H

#include <stdbool.h>
#include <stddef.h>

struct bind {
    char *context; /* "input", "list" ...; owned */
    char *key;     /* "C-s", "C-x e"; owned */
    char *action;  /* "none": the key does nothing; owned */
};

/* A zeroed one is empty. */
struct binds {
    struct bind *items; /* owned */
    size_t n;
    char *preset; /* "vi"; NULL: the keys of the program; owned */
};

/* Keys that stand on the screen as hints; NULL: those of the program; "": there is none. Owned. */
struct key_names {
    char *find, *lead, *help;
    char *led;                   /* what the leader leads to: "a unread · 1-9 room" */
    char *choose, *leave, *next; /* in lists: NULL: Enter, Esc, Tab */
};

/* Binds a key, anew if it was. */
void binds_set(struct binds *binds, const char *context, const char *key, const char *action);

/* Forgets a key; false if the user had not bound it. */
bool binds_drop(struct binds *binds, const char *context, const char *key);

/* What the user bound a key to, or NULL. */
const char *binds_find(const struct binds *binds, const char *context, const char *key);

/* Forgets all, the preset too. */
void binds_clear(struct binds *binds);

/* Those of the program hold again. */
void key_names_clear(struct key_names *names);

#endif
