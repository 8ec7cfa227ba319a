/*
 * hits.h - marks the words that are looked for.
 */
#ifndef HITS_H
#define HITS_H

#include "item.h"

/* Where the words of chat->seek.shown stand in a line's text, it looks so. */
void hits_mark(struct markup *body, const struct sheet *sheet, const struct line *line);

#endif
