/*
 * tty_paint.h - a canvas on ncurses' screen: what differs from the last one.
 */
#ifndef TTY_PAINT_H
#define TTY_PAINT_H

#include <stdbool.h>

#include "buf.h"
#include "canvas.h"
#include "tty.h"

struct paint {
    enum tty_colours colours;
    struct cell *shown; /* what the terminal shows, w * h; owned */
    int w, h;
    bool anew; /* nothing is known of what it shows */
    bool cursor_hidden;
    bool links; /* the terminal is told of links */
};

void paint_clear(struct paint *paint);

/* Has ncurses write what differs, and appends to `rest` what is to be written behind it. */
void paint_canvas(struct paint *paint, const struct canvas *canvas, struct buf *rest);

#endif
