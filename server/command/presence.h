/*
 * presence.h - somebody who was away is here: what others see, and what the new
 * session is shown.
 */
#ifndef PRESENCE_H
#define PRESENCE_H

#include "command.h"

/* JOIN with ranks to the others in one room of the session's user, and to the room's log: accounts
 * are members while they are away. */
void presence_announce(struct ctx *ctx, const struct member *member, const char *msgid);

/* The session is in its user's room already, and is told so: JOIN, topic, names. msgid: of the
 * event that the others see; NULL if nothing happened for them. */
void presence_show(struct ctx *ctx, const struct member *member, const char *msgid);

/* A user who was away says that it is here. */
void presence_come_back(struct ctx *ctx, struct user *user);

#endif
