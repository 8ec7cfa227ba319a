/*
 * room_names.h - who is in a room, as numerics 353 and 366.
 */
#ifndef ROOM_NAMES_H
#define ROOM_NAMES_H

#include "command.h"

/* Present members, with the prefixes and hosts that the session's capabilities ask for. */
void room_names(struct ctx *ctx, const struct room *room);

/* "@+" of a member as the session wants it (multi-prefix); out holds 4 bytes. Returns out. */
char *room_names_prefix(const struct ctx *ctx, const struct member *member, char *out);

#endif
