/*
 * wrap.h - one text to rows of a width: by words, by characters where a word
 * is wider than a row. Widths are columns, offsets bytes.
 */
#ifndef WRAP_H
#define WRAP_H

#include <stddef.h>

/* Bytes [from, to) of the text; blanks and newlines that rows were cut at belong to none. */
struct wrap_row {
    size_t from, to;
};

/* A zeroed struct wrap is an empty one. */
struct wrap {
    struct wrap_row *rows; /* owned */
    size_t n;              /* at least 1 after wrap_text() */
    size_t cap;
};

/* Cuts text into rows: the first of first_cols, the others of cols columns (at least 1 each). */
void wrap_text(struct wrap *wrap, const char *text, int first_cols, int cols);

void wrap_clear(struct wrap *wrap);

#endif
