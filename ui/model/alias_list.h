/*
 * alias_list.h - commands of the user's own: a word for a longer line.
 */
#ifndef ALIAS_LIST_H
#define ALIAS_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct alias {
    char *name; /* without slash; owned */
    char *text; /* "/msg bob $*"; owned */
};

/* A zeroed one is empty. */
struct aliases {
    struct alias *items; /* by name; owned */
    size_t n;
};

/* Text NULL forgets it; false if there was none. */
bool aliases_set(struct aliases *aliases, const char *name, const char *text);

/* Its text, or NULL. */
const char *aliases_find(const struct aliases *aliases, const char *name);

/* Forgets all. */
void aliases_clear(struct aliases *aliases);

/* What stands for the words behind a $. */
struct alias_words {
    const char *args; /* $*, $1 .. $9, $2- */
    const char *nick; /* $nick */
    const char *room; /* $room */
};

/* The line that an alias stands for; without any $ in it, what was typed behind goes to its end.
 * "$$" is "$". To free. */
char *alias_expand(const char *text, const struct alias_words *words);

#endif
