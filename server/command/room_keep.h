/*
 * room_keep.h - which rooms outlive a restart, and when a room ends.
 *
 * A room is kept in the store while it has a member with an account; a room of
 * guests only lives as long as they stay. The default room never ends.
 */
#ifndef ROOM_KEEP_H
#define ROOM_KEEP_H

#include "command.h"

/* Puts the room as it now is into the store, if it is to be kept. */
void room_keep(struct server *server, const struct room *room);

/* Ends a membership (PART, KICK) for ever; room_end_if_empty() comes with it. */
void room_leave(struct server *server, struct member *member);

/* After a member went: forgets a room that is not to be kept, frees it if nobody is left. */
void room_end_if_empty(struct server *server, struct room *room);

#endif
