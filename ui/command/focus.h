/*
 * focus.h - the lists beside the messages while they have the keys: moving,
 * filtering, choosing (client.md, 3.2, rules 1 and 6).
 */
#ifndef FOCUS_H
#define FOCUS_H

#include "chat.h"

/* Is it one of the two lists? */
bool focus_is_list(const struct chat *chat);

/* Gives the keys to the people of the open room, with what is typed so far; false if their pane is
 * not shown. */
bool focus_people(struct chat *chat, const char *typed);

/* Goes so many rows down (up: negative) in the list that has the keys; takes what is picked there.
 */
void focus_move(struct chat *chat, int by);
void focus_choose(struct chat *chat);

/* Clears what was typed, then goes back to the input. */
void focus_leave(struct chat *chat);

/* What can be done with somebody, as a list. */
void focus_person(struct chat *chat, const char *nick);

/* Opens or closes a server's part of the list. */
void focus_fold(struct chat *chat, struct network *network);

#endif
