/*
 * tty_raw.h - rows in which terminals disagree about widths, as bytes.
 *
 * ncurses trusts its own table of widths. Where a cluster is doubtful, the row
 * is written once more from there on, and the cursor is placed anew behind
 * each such cluster: a wrong guess then costs a gap, never the row.
 */
#ifndef TTY_RAW_H
#define TTY_RAW_H

#include <stdbool.h>
#include <wchar.h>

#include "buf.h"
#include "canvas.h"
#include "tty.h"

/* Characters of a cell that ncurses can take, with the NUL. */
#define RAW_WIDE_MAX 6

/* The cell as ncurses wants it; false if it cannot draw it in as many columns as it takes. */
bool raw_to_wide(const struct cell *cell, wchar_t *wide);

/* Appends row y from its first doubtful cell on; nothing if there is none. */
void raw_append(struct buf *out, const struct canvas *canvas, int y, enum tty_colours colours);

#endif
