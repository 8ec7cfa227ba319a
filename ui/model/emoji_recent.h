/*
 * emoji_recent.h - the emoji that were used last (chat->recent_emoji): they are offered first.
 */
#ifndef EMOJI_RECENT_H
#define EMOJI_RECENT_H

#include "emoji.h"

struct chat;

/* One was given as a reaction, or written: it is the first now. */
void emoji_used(struct chat *chat, const char *text);

/* Puts those that were used lately before the others, as they stand. */
void emoji_recent_first(const struct chat *chat, struct emoji *found, size_t n);

#endif
