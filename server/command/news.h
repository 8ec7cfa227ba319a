/*
 * news.h - other settings while people are connected: who asked for it is told
 * of capabilities that come, go, or have another value (CAP NEW, CAP DEL), and
 * everybody of other limits (005).
 */
#ifndef NEWS_H
#define NEWS_H

#include "command.h"

struct news;

/* Before the settings change: what each session was told so far. */
struct news *news_before(struct server *server);

/* They have changed, in the same turn: tells what is different, and frees. */
void news_tell(struct news *news);

/* All capabilities with their values, as this session sees them, with spaces between; to free.
 * Of cmd_cap.c. */
char *cap_words(const struct ctx *ctx);

#endif
