/*
 * marker.h - how far somebody has read a conversation (draft/read-marker).
 *
 * An account's markers live in memory, with the user, and in the store; a
 * guest's in memory only.
 */
#ifndef MARKER_H
#define MARKER_H

#include "command.h"

/* MARKREAD for a conversation that the session was just shown; target is what it calls it. To
 * accounts, with draft/read-marker. */
void marker_show(struct ctx *ctx, const char *conv, const char *target);

/* At start: what the store knows. */
void marker_restore(struct world *world, const char *account, const char *conv, int64_t read_ms);

#endif
