/*
 * attach.h - a guest proved to be an account: its session becomes one of the
 * account's, and the guest is no more (server.md, 4.1 rule 7).
 */
#ifndef ATTACH_H
#define ATTACH_H

#include "command.h"

/*
 * To the guest's peers it is a new name (NICK), or, if the account is here
 * already, the guest goes (QUIT). What the guest had joined, the account joins,
 * unless it may not; the session is shown the account's other rooms.
 */
void attach_begin(struct ctx *ctx, struct user *account);

/* Invites, and what waited for this device. */
void attach_catch_up(struct ctx *ctx);

#endif
