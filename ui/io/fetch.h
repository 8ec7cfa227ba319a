/*
 * fetch.h - moves the bytes of transfers, over HTTP, by libcurl.
 *
 * All on the loop's thread, in pieces that no key press has to wait for; only
 * names are resolved elsewhere, by the threaded resolver that Debian's libcurl
 * has built in. What a transfer has got lies in "NAME.part" in the folder for
 * downloads, and goes on from its last byte after any cut: of the link, of the
 * server, or of this program.
 */
#ifndef FETCH_H
#define FETCH_H

#include <stdint.h>

struct chat;
struct fetch;
struct loop;

/* Both are borrowed. */
struct fetch *fetch_new(struct loop *loop, struct chat *chat);
void fetch_free(struct fetch *fetch);

/* Once a turn: begins what is due, stops what is not to run. */
void fetch_turn(struct fetch *fetch);

#endif
