/*
 * edit_word.h - where words and rows begin and end in a text, as readline
 * counts them: a word is letters and digits, everything beyond ASCII included.
 *
 * All are byte offsets into NUL-terminated text.
 */
#ifndef EDIT_WORD_H
#define EDIT_WORD_H

#include <stddef.h>

/* Start of the word before offset (or that offset is in). */
size_t word_start_before(const char *text, size_t offset);

/* End of the word after offset (or that offset is in). */
size_t word_end_after(const char *text, size_t offset);

/* Start of what stands between white space before offset (C-w). */
size_t blank_start_before(const char *text, size_t offset);

/* Start and end of the row (between newlines) that offset is in. */
size_t row_start(const char *text, size_t offset);
size_t row_end(const char *text, size_t offset);

#endif
