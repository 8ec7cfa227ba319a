/*
 * unfold.h - what the user opened in a conversation: rows into which comings
 * and goings were folded, and text that was hidden.
 */
#ifndef UNFOLD_H
#define UNFOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "lines.h"

struct chat;
struct conv;

/* Is it one of those that are folded: joins, leaves, new names, modes? */
bool unfold_is_noise(const struct line *line);

/* Did we come or go ourselves, once? That is no news to us. */
bool unfold_is_own_past(const struct line *line);

/* Is it that, or hidden because its author is ignored? Only lines of one sort make a run. */
bool unfold_is_folded(const struct line *line);
bool unfold_are_alike(const struct line *a, const struct line *b);

/*
 * Opens what is folded or hidden at the line with this serial, or closes it
 * again. A line that somebody said and that hides nothing stands for the fold
 * behind it, else for that before it. False if there is nothing to open.
 */
bool unfold_toggle(struct chat *chat, struct conv *conv, uint64_t serial);

/* Is the hidden text of that line open? */
bool unfold_reveals(const struct conv *conv, uint64_t serial);

/* Is the run open that the line at index belongs to? */
bool unfold_is_open(const struct conv *conv, size_t index);

#endif
