/*
 * jump.h - goes to a line that was said at any time, wherever it is kept.
 */
#ifndef JUMP_H
#define JUMP_H

#include "chat.h"

/*
 * Opens the conversation and shows the line with this msgid ("" or NULL: the
 * one of that time). It may be known by time_ms (0: not) and have to be
 * fetched, from the archive or the server, with all that was said since.
 */
void jump_to(struct chat *chat, struct conv *conv, const char *msgid, int64_t time_ms);

/* The same; then it is the picked one (pick.h). */
void jump_pick(struct chat *chat, struct conv *conv, const char *msgid);

/* Once a turn: shows the line if it is here by now. True: older lines of the open conversation are
 * wanted; if the archive has none, jump_ask() asks the server. */
bool jump_turn(struct chat *chat);
void jump_ask(struct chat *chat);

/* Leaves it off; false if none is on. */
bool jump_drop(struct chat *chat);

/* Puts a line of the open conversation into the middle of the pane. */
void jump_show(struct chat *chat, size_t index);

#endif
