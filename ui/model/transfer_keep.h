/*
 * transfer_keep.h - a transfer as a text, for the disk, and back.
 *
 * How far a download is, its unfinished file says itself; the text holds what
 * it needs to go on.
 */
#ifndef TRANSFER_KEEP_H
#define TRANSFER_KEEP_H

#include "transfer.h"

/* To free. */
char *transfer_write(const struct transfer *transfer);

/* A transfer of that network under that id, as it was left: what ran waits for its turn. NULL if
 * the text is none. */
struct transfer *transfer_read(struct network *network, const char *id, const char *text);

#endif
