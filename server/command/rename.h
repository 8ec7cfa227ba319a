/*
 * rename.h - somebody is called otherwise from now on: by its own wish, or an
 * operator's.
 */
#ifndef RENAME_H
#define RENAME_H

#include "command.h"

/* Gives a user a name that it may have, and tells all who see it. The session may be NULL. */
void rename_user(struct ctx *ctx, struct user *user, const char *name);

#endif
