/*
 * emoji.h - emoji by the short names that people type: ":tada:".
 */
#ifndef EMOJI_H
#define EMOJI_H

#include <stdbool.h>
#include <stddef.h>

struct emoji {
    const char *name; /* "tada", without colons; static */
    const char *text; /* static */
};

/* All there are, sorted by name. */
size_t emoji_count(void);
struct emoji emoji_at(size_t i);

/* The emoji of that name (len bytes), with or without its colons; NULL if there is none. */
const char *emoji_named(const char *name, size_t len);

/* Is it one of them? */
bool emoji_is(const char *text, size_t len);

/* Those whose names begin with part, then those of which a later word does; returns how many were
 * put to out. */
size_t emoji_search(const char *part, size_t len, struct emoji *out, size_t max);

#endif
