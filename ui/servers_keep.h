/*
 * servers_keep.h - the servers that are remembered: where they are, who one is
 * there, and whether they are connected to at the start.
 */
#ifndef SERVERS_KEEP_H
#define SERVERS_KEEP_H

#include "archive.h"
#include "chat.h"

/* Remembers a server, or what changed of it; a new one comes behind the others. */
void servers_keep(struct archive *archive, const struct network *network);

/* It is remembered no more; what was said there stays. */
void servers_forget(struct archive *archive, const struct network *network);

/*
 * Adds all that are remembered, in their order: those that are to be connected
 * to at the start begin to. name is what to be called there, NULL: as it was.
 * The one where one was last is open. Returns how many there are.
 */
size_t servers_load(struct archive *archive, struct chat *chat, const char *name);

#endif
