/*
 * expel.h - somebody is sent away: off the server, or out of a room.
 */
#ifndef EXPEL_H
#define EXPEL_H

#include "command.h"

/*
 * Closes all sessions of a user but one (0: all), which are told why; others
 * see it leave at once ("Kicked: why"). A guest is freed. Returns how many
 * sessions were closed.
 */
size_t expel_user(struct server *server, struct user *user, const char *why, uint64_t but);

/* Takes a member out of its room in the name of the server; the member is freed. */
void expel_member(struct server *server, struct member *member, const char *why);

#endif
