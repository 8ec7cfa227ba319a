/*
 * registration.h - the end of registration: who may come in, under which name.
 */
#ifndef REGISTRATION_H
#define REGISTRATION_H

#include "command.h"

/* Goes on with registration as soon as nothing is missing any more: after each command that could
 * have been the last one. Does nothing for those who are registered. */
void registration_try(struct ctx *ctx);

/* True if the server's own password, where there is one, was given. */
bool registration_has_password(const struct ctx *ctx);

/* Makes the session one of its user's: welcome, rooms, what waited. */
void welcome(struct ctx *ctx, struct user *user);

#endif
