/*
 * query.h - what to look for, as people type it: words, "quoted words", -word,
 * from:bob in:#tea after:2026-11-20 before:7d has:link.
 *
 * Words are found within words, in whatever case unless they have capitals.
 */
#ifndef QUERY_H
#define QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lines.h"

enum query_has { QUERY_LINK = 1 << 0, QUERY_FILE = 1 << 1, QUERY_REACTION = 1 << 2 };

/* One word or quoted text. */
struct query_word {
    char *text; /* owned */
    char *fold; /* folded, if case does not matter; NULL; owned */
    bool plain; /* of one byte a character: looked for without folding the line */
};

/* A zeroed one asks for nothing. */
struct query {
    struct query_word *words, *nots; /* owned */
    size_t nwords, nnots;
    char *from, *in;        /* NULL for any; owned */
    int64_t from_ms, to_ms; /* from on, before */
    unsigned has;           /* enum query_has */
};

/* Now, as the user's clock shows it. */
struct query_clock {
    int64_t now_ms;
    int utc_offset_s;
};

/* Reads what was typed. 0, or -1 with *cause (to free) and an empty query. */
int query_parse(struct query *query, const char *typed, struct query_clock clock, char **cause);
void query_clear(struct query *query);

/* Does it ask for anything? */
bool query_is_empty(const struct query *query);

/* Is the line meant? Files, reactions and rooms are not looked at. */
bool query_matches(const struct query *query, const struct line *line);

/* Is the conversation of this name meant? "tea" means #tea too. */
bool query_means(const struct query *query, const char *name);

/* Bytes [*from, *to) of the first word of it in text, at or behind `at`; false if there is none. */
bool query_span(const struct query *query, const char *text, size_t at, size_t *from, size_t *to);

#endif
