/*
 * markup_spans.h - finds links and a name in text without codes.
 */
#ifndef MARKUP_SPANS_H
#define MARKUP_SPANS_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes [from, to) of a text. */
struct span {
    size_t from, to;
    bool link; /* else it is the name */
};

/* The next span at or behind `at`; false if there is none. nick may be NULL. */
bool markup_span(const char *text, size_t at, const char *nick, struct span *span);

#endif
