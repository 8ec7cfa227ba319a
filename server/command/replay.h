/*
 * replay.h - the parts of catching up (history.h): acknowledgements, what is
 * shown of a page, and the pages.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "command.h"

/* ---- acknowledgements (replay_ack.c) ---- */

/* Asks the session to say when it has everything up to id. */
void replay_ask_ack(struct server *server, struct session *session, uint64_t id);

/* Its device has everything up to id. */
void replay_advance(struct server *server, struct session *session, uint64_t id);

/* ---- what is shown of a page (replay_show.c) ---- */

/*
 * Sends what of the page is for this session, with what there is to say about
 * it. Of a page that is long in bytes only the first entries are shown: upto
 * and more are changed to say so. Returns how many lines of the log were sent.
 */
size_t replay_show(struct ctx *ctx, struct store_page *page);

/* The newest of a room's entries, at most so many bytes. */
void replay_show_room(struct ctx *ctx, const struct store_entry *entries, size_t n, size_t bytes);

/* Bytes that an entry takes, about, as a line with all tags. */
size_t replay_cost(const struct store_entry *entry);

#endif
