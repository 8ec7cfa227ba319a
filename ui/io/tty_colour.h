/*
 * tty_colour.h - a theme's colours as those that a terminal has.
 */
#ifndef TTY_COLOUR_H
#define TTY_COLOUR_H

#include <stdint.h>

#include "buf.h"
#include "canvas.h"
#include "tty.h"

/*
 * The nearest colour there is: 0xrrggbb with TTY_COLOURS_RGB, else a number
 * below 256, 16 or 8; -1 for the terminal's own. With few, what was readable
 * stays so: text never gets the colour of its ground.
 */
int32_t colour_fg(struct style style, enum tty_colours colours);
int32_t colour_bg(struct style style, enum tty_colours colours);

/* Appends the escape sequence that sets a style, and nothing else, from any state. */
void colour_append(struct buf *out, struct style style, enum tty_colours colours);

#endif
