/*
 * view_fold.h - comings and goings in words, many of them in one row.
 */
#ifndef VIEW_FOLD_H
#define VIEW_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "lines.h"

/* Is it one of those that are folded: joins, leaves, new names? */
bool fold_is_noise(const struct line *line);

/* The sign before it: "→", "←", "·". */
const char *fold_sign(const struct line *line);

/* "dave joined"; of lines [first, last], as many as fit into cols, and how many more; to free.
 * One alone tells its reason. */
char *fold_text(const struct lines *lines, size_t first, size_t last, int cols);

#endif
