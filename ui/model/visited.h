/*
 * visited.h - the conversations that were open before, in their order, to go
 * back and forth in as in a browser.
 */
#ifndef VISITED_H
#define VISITED_H

#include <stddef.h>

struct conv;

#define VISITED_MAX 50

/* A zeroed one is empty. The last one but `at` was the open one. */
struct visited {
    struct conv *convs[VISITED_MAX]; /* oldest first; borrowed */
    size_t n, at;                    /* at: how many of them are before the open one, with it */
};

/* It opened, not by going back or forth: what was ahead is forgotten. */
void visited_add(struct visited *visited, struct conv *conv);

/* It is gone. */
void visited_drop(struct visited *visited, const struct conv *conv);

/* Steps back (-1) or forth (1): the one that is to open now, or NULL at the end. */
struct conv *visited_step(struct visited *visited, int by);

#endif
