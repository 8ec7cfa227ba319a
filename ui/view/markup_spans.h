/*
 * markup_spans.h - finds links, names, code and spoilers in text without codes.
 */
#ifndef MARKUP_SPANS_H
#define MARKUP_SPANS_H

#include <stdbool.h>
#include <stddef.h>

#include "markup.h"

enum span_kind {
    SPAN_LINK,
    SPAN_OWN,    /* our name */
    SPAN_PERSON, /* the name of somebody of the room */
    SPAN_CODE,   /* `x` */
    SPAN_BLOCK,  /* rows between ``` and ``` */
    SPAN_SPOILER /* ||x|| */
};

/* Bytes [from, to) of a text; [inner, inner_to) of them are shown. */
struct span {
    size_t from, to;
    size_t inner, inner_to;
    enum span_kind kind;
    const struct person *person; /* of SPAN_PERSON */
};

/* The next span at or behind `at`; false if there is none. names may be NULL. */
bool markup_span(const char *text, size_t at, const struct markup_names *names, struct span *span);

#endif
