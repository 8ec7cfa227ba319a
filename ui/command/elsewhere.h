/*
 * elsewhere.h - what other clients call otherwise, or have and we have not.
 */
#ifndef ELSEWHERE_H
#define ELSEWHERE_H

#include <stddef.h>

/* For a word of theirs: the line that does it here, begun with a slash ($1, $* as in aliases), or a
 * sentence that says what to do instead; NULL if it is none. */
const char *elsewhere_find(const char *word);

/* All such words, by number; NULL behind the last. */
const char *elsewhere_word(size_t i);

#endif
