/*
 * outbox_keep.h - between the networks' queues and the archive: what was said
 * and has no answer yet outlives the program.
 */
#ifndef OUTBOX_KEEP_H
#define OUTBOX_KEEP_H

#include "archive.h"
#include "chat.h"

/* What was left of the last time on this network, and the conversations where it was said; it is
 * not shown yet. */
void outbox_load(struct archive *archive, struct chat *chat, struct network *network);

/* Writes what changed, within a transaction; false if nothing had. */
bool outbox_save(struct archive *archive, const struct chat *chat);

/* The transaction is done. */
void outbox_saved(struct chat *chat);

#endif
