/*
 * named.h - what the words of a client name, as far as it may see it.
 *
 * Look-ups that answer by themselves: NULL or false means that the numeric was
 * sent. A secret room is answered to strangers as a room that does not exist.
 */
#ifndef NAMED_H
#define NAMED_H

#include "command.h"

/* True if the user (NULL: somebody who has not registered) may know of the room. */
bool named_room_is_seen(const struct room *room, const struct user *user);

/* True if the user shows in lists to the viewer (NULL: likewise): not +i, itself, or in a room of
 * both. */
bool named_user_is_seen(const struct user *user, const struct user *viewer);

/* The room, or 403. */
struct room *named_room(struct ctx *ctx, const char *name);

/* The session's own membership of a room, or 403, 442. */
struct member *named_membership(struct ctx *ctx, const char *name);

/* The same of an op, or 403, 442, 482. */
struct member *named_operated(struct ctx *ctx, const char *name);

/* True if the message is no longer than a line may be, or 417: what somebody wrote is never cut. */
bool named_fits(struct ctx *ctx, const struct irc_msg *msg);

#endif
