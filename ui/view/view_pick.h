/*
 * view_pick.h - what the row above the input says about messages: the letters
 * for the picked one, what is being answered or changed, who is typing.
 */
#ifndef VIEW_PICK_H
#define VIEW_PICK_H

#include "chat.h"

/* The letters, as many as fit into cols; to free; NULL if nothing is being picked. */
char *pick_hint(const struct chat *chat, int cols);

/* "Answering carol: deploy done · Esc drops it", what is answered as far as it fits into cols; to
 * free; NULL for plain text. */
char *compose_hint(const struct chat *chat, int cols);

/* "bob is typing…"; to free; NULL if nobody is. */
char *typing_hint(const struct chat *chat);

#endif
