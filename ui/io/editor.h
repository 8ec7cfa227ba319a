/*
 * editor.h - what is typed, or a file, edited by the user's own program ($VISUAL, else $EDITOR).
 *
 * The program has the terminal until it ends; meanwhile the links go on, and
 * nothing is painted.
 */
#ifndef EDITOR_H
#define EDITOR_H

#include <stdbool.h>

#include "chat.h"
#include "loop.h"

struct editor; /* private */

/* Calls ended when the terminal is ours again. */
struct editor *editor_new(struct loop *loop, struct chat *chat, loop_fn *ended, void *arg);

/* Without a program that still runs. */
void editor_free(struct editor *editor);

/* Gives the text of the input, or the file chat->edit_path, to the program. False, with a
 * complaint, if that cannot be. */
bool editor_begin(struct editor *editor);

/* Has it the terminal? */
bool editor_is_open(const struct editor *editor);

#endif
