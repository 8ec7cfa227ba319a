/*
 * room_invites.h - who may pass +i, once.
 *
 * An account's invite waits for it, over restarts too; a guest's is for that
 * guest, and not for who takes the same name later.
 */
#ifndef ROOM_INVITES_H
#define ROOM_INVITES_H

#include "command.h"

void room_invites_add(struct server *server, struct room *room, const struct user *user);
bool room_invites_has(const struct room *room, const struct user *user);

/* The invite was used. */
void room_invites_remove(struct server *server, struct room *room, const struct user *user);

/* INVITE for each room that waits for the session's user, who has just come. */
void room_invites_show(struct ctx *ctx);

#endif
