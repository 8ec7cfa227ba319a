/*
 * tty_words.h - what a client may write to a terminal: text, and the few
 * sequences that paint. All else is foul.
 */
#ifndef TTY_WORDS_H
#define TTY_WORDS_H

#include <stddef.h>

/* The first foul byte, or NULL. What is cut at the end of the bytes is not foul yet. */
const char *tty_words_find_foul(const char *bytes, size_t len);

#endif
