/*
 * highlight_words.h - words that call us beside our name (client.md, row 94):
 * "deploy, release*, /build [0-9]+ failed/, -builder".
 *
 * Set off by commas: a word, one with * for any letters, a regular expression
 * (POSIX, extended) between slashes; all without regard to case. What begins
 * with - is of no interest, whatever else is said: a word, or who says it.
 */
#ifndef HIGHLIGHT_WORDS_H
#define HIGHLIGHT_WORDS_H

#include <stdbool.h>

struct highlight_words; /* private */

/* NULL with *cause (to free), if there is an expression that is none. */
struct highlight_words *highlight_words_new(const char *list, char **cause);
void highlight_words_free(struct highlight_words *words);

/* Does what nick says call us, beside our name? words may be NULL. */
bool highlight_words_call(const struct highlight_words *words, const char *nick, const char *text);

/* Is it of no interest, even with our name? */
bool highlight_words_exclude(const struct highlight_words *words, const char *nick,
                             const char *text);

/* The list with an entry more, or without it; to free. NULL: it was there, or was not. */
char *highlight_words_with(const char *list, const char *entry);
char *highlight_words_without(const char *list, const char *entry);

#endif
