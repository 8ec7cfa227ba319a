/*
 * erase.h - the end of an account (server.md, R19): its owner dropped it, or it
 * was claimed and never used.
 */
#ifndef ERASE_H
#define ERASE_H

#include "command.h"

/* counts: NULL if it did not work. */
typedef void erase_done_fn(struct server *server, void *arg, const struct store_erased *counts);

/*
 * Closes the account's sessions but one (NULL: all), lets the store erase it,
 * runs done (may be NULL), and takes it from the world. Nobody logs in
 * meanwhile.
 */
void erase_account(struct server *server, struct user *user, const struct session *but,
                   erase_done_fn *done, void *arg);

/* Once an hour: names that were claimed, never used and left are free again. */
void erase_tick(struct server *server, int64_t mono_ms);

#endif
