/*
 * choices.h - what Tab goes through: candidates for the word at the cursor.
 */
#ifndef CHOICES_H
#define CHOICES_H

#include <stddef.h>

/* A zeroed struct choices is an empty one. */
struct choices {
    char **items; /* owned; best first */
    size_t n;
    size_t at;       /* the one that stands in the input */
    size_t from, to; /* bytes of the input that it takes */
};

void choices_add(struct choices *choices, const char *item);
void choices_clear(struct choices *choices);

#endif
