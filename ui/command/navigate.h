/*
 * navigate.h - going about between conversations and within one.
 */
#ifndef NAVIGATE_H
#define NAVIGATE_H

#include "keymap.h"

/* Rows of a page, with one that stays. */
int navigate_page(const struct chat *chat);

/* Goes to a conversation, and there to where what is unread begins, if that is not seen. */
void navigate_open(struct chat *chat, struct conv *conv);

/* Makes the list of rooms, or of people, so wide, and keeps it. */
void navigate_set_side(struct chat *chat, bool users, int cols);

/* A key in the copy view. */
void navigate_bare_press(struct chat *chat, const struct key *key);

#endif
