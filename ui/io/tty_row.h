/*
 * tty_row.h - lines, and below them one row that is typed into, on a terminal
 * of which nothing is known: backspace, carriage return and newline are all
 * that is sent. Pure: bytes are appended.
 */
#ifndef TTY_ROW_H
#define TTY_ROW_H

#include <stddef.h>

#include "buf.h"

/* What stands in the row. A zeroed one is empty. */
struct tty_row {
    char *text;    /* NULL: nothing; owned */
    size_t cursor; /* in bytes */
};

void tty_row_clear(struct tty_row *row);

/* Lines, each with its '\n', take the row's place; the row is to be shown anew. */
void tty_row_say(struct tty_row *row, struct buf *out, const char *lines);

/* Shows text with the cursor there: writes from the first place on that differs. */
void tty_row_show(struct tty_row *row, struct buf *out, const char *text, size_t cursor);

/* The row is left as it is; what comes begins below it. */
void tty_row_leave(struct tty_row *row, struct buf *out);

#endif
