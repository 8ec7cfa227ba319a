/*
 * linear_words.h - lines, people and keys in words, without signs.
 */
#ifndef LINEAR_WORDS_H
#define LINEAR_WORDS_H

#include "chat.h"

/* A text of ours without signs: "C-s sort · Esc close" is "Control-s sort, Escape close"; to free.
 */
char *linear_plain(const char *text);

/* What is spoken of a line, without place and time: "bob says hello"; to free. */
char *linear_line(const struct conv *conv, const struct line *line);

/* What was said, without codes; what hides is named only; to free. */
char *linear_text(const char *text);

/* A reaction's name: "thumbs up"; to free. */
char *linear_reaction(const char *value);

/* "3 unread, 1 mention"; "" for none; to free. */
char *linear_unread(unsigned unread, unsigned mentions);

/* "bob, operator, away"; to free. */
char *linear_person(const struct person *person);

#endif
