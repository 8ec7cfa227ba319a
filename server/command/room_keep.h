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

/* Ends a membership (PART, KICK) for ever; the room is forgotten or freed where it then must be. */
void room_leave(struct server *server, struct member *member);

#endif
