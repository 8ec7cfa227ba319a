/*
 * room_enter.h - how somebody comes into a room, and what they are shown of it.
 */
#ifndef ROOM_ENTER_H
#define ROOM_ENTER_H

#include "command.h"

/*
 * Makes the session's user a member (it is none yet), for ever if it has an
 * account; tells everyone in the room; shows the room to all sessions of the
 * user. ranks: enum rank.
 */
void room_enter(struct ctx *ctx, struct room *room, unsigned ranks);

/* MODE with the ranks of a member who came back, to all but the session: JOIN does not tell them.
 */
void room_show_ranks(struct ctx *ctx, const struct member *member);

/* Topic, read marker and names, for a session that has just come or come back. */
void room_show(struct ctx *ctx, struct room *room);

#endif
