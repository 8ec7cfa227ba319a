/*
 * transfers_keep.h - between transfers and the archive: what was on its way
 * goes on at the next start.
 */
#ifndef TRANSFERS_KEEP_H
#define TRANSFERS_KEEP_H

#include "archive.h"
#include "chat.h"

/* Those of a network as they were left. */
void transfers_load(struct archive *archive, struct chat *chat, struct network *network);

/* Those that changed, within a transaction; true if there were any. */
bool transfers_save(struct archive *archive, const struct chat *chat);

/* The transaction is done. */
void transfers_saved(struct chat *chat);

#endif
