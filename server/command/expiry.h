/*
 * expiry.h - the log loses what is too old (R15), a slice at a time, while
 * nobody needs the disk. After a jump of the wall clock nothing expires for a
 * day, unused names neither.
 */
#ifndef EXPIRY_H
#define EXPIRY_H

#include "command.h"

/* Every second. */
void expiry_tick(struct server *server, int64_t now_ms, int64_t mono_ms);

#endif
