/*
 * alias.h - commands of the user's own (/alias), for those who read and run
 * them.
 */
#ifndef ALIAS_H
#define ALIAS_H

#include "chat.h"

/* A line of [aliases]. Returns 0, or -1 with *cause. */
int alias_read_pair(struct aliases *aliases, const char *name, const char *text, char **cause);

/* What to do for a word of the user's own, with what was typed behind it; NULL if it is none. To
 * free. */
char *alias_line(const struct chat *chat, const char *word, const char *args);

/* The same for a word of other clients (elsewhere.h). */
char *alias_line_elsewhere(const struct chat *chat, const char *word, const char *args);

#endif
