/*
 * tty_link.h - links as terminals know them (OSC 8), behind ncurses' back.
 */
#ifndef TTY_LINK_H
#define TTY_LINK_H

#include <stdbool.h>

#include "buf.h"
#include "canvas.h"
#include "tty.h"

/* Does one of n cells lead somewhere? */
bool link_in_row(const struct cell *row, int n);

/* Appends the cells of row y that lead somewhere, each with its link, wherever the cursor is. What
 * was cut in two has one id, so that both parts are one link. */
void link_append(struct buf *out, const struct canvas *canvas, int y, enum tty_colours colours);

#endif
