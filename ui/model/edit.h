/*
 * edit.h - the line being typed: moves, words, kill and yank, undo. Pure.
 *
 * Text is UTF-8 and may hold newlines; the cursor stands between grapheme
 * clusters, as a byte offset.
 */
#ifndef EDIT_H
#define EDIT_H

#include <stdbool.h>
#include <stddef.h>

struct edit; /* private */

struct edit *edit_new(void);
void edit_free(struct edit *edit);

/* The text, and the cursor in bytes. Borrowed until the next change. */
const char *edit_text(const struct edit *edit);
size_t edit_cursor(const struct edit *edit);
bool edit_is_empty(const struct edit *edit);

/* Replaces all, cursor at the end; undo goes back. */
void edit_set(struct edit *edit, const char *text);

/* Replaces bytes [from, to) and puts the cursor behind what came in. */
void edit_replace(struct edit *edit, size_t from, size_t to, const char *text);

/* Types text (sanitised here: control characters but newline and mIRC codes are dropped). */
void edit_insert(struct edit *edit, const char *text);

/* All of these return false if there was nothing to do (client.md 3.2, rule 1). */
typedef bool edit_fn(struct edit *edit);
edit_fn edit_left, edit_right, edit_word_left, edit_word_right, edit_home, edit_end;
edit_fn edit_up, edit_down; /* within several lines, keeping the column */
edit_fn edit_backspace, edit_delete;
edit_fn edit_kill_end, edit_kill_start, edit_kill_word_left, edit_kill_word_right,
    edit_kill_blank_left;         /* C-k C-u M-BS M-d C-w */
edit_fn edit_yank, edit_yank_pop; /* C-y, M-y */
edit_fn edit_transpose, edit_transpose_words, edit_undo, edit_redo;
edit_fn edit_capitalize; /* M-c: the word */
edit_fn edit_clear;

#endif
