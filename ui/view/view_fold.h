/*
 * view_fold.h - comings and goings in words, many of them in one row.
 */
#ifndef VIEW_FOLD_H
#define VIEW_FOLD_H

#include <stddef.h>

#include "chat.h"

/* The sign before it: "→", "←", "·". */
const char *fold_sign(const struct line *line);

/* Is the line at index told of at all? What JOINS_NONE hides, and our own comings and goings that
 * are past, are not, but where it was opened. */
bool fold_tells(const struct chat *chat, const struct conv *conv, size_t index);

/* The first of lines [first, last] that is told of; last + 1 if none is. */
size_t fold_first(const struct chat *chat, const struct conv *conv, size_t first, size_t last);

/*
 * "dave joined"; of lines [first, last], as many as fit into cols, and how many more; to free. One
 * alone tells its reason. With JOINS_SMART those who said nothing around it are only counted, until
 * it is opened.
 */
char *fold_text(const struct chat *chat, const struct conv *conv, size_t first, size_t last,
                int cols);

#endif
