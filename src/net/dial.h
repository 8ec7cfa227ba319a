/*
 * dial.h - connecting to a host by name, without blocking the loop.
 *
 * Names are resolved by libevent's evdns; "unix:PATH" and addresses need no
 * resolving. All addresses of a name are tried in turn.
 */
#ifndef DIAL_H
#define DIAL_H

struct dial;
struct loop;

/* Called once: fd is a connected socket to take over, or -1 and why is a sentence ("refused on port
 * 6667; ..."). */
typedef void dial_fn(void *arg, int fd, const char *why);

/* Begins; gives up after 10 s. host is a name, an address or "unix:PATH". */
struct dial *dial_new(struct loop *loop, const char *host, int port, dial_fn *fn, void *arg);

/* Gives up without calling fn; after fn was called it frees only (at once, or in fn: a resolver may
 * hang on it). NULL is fine. */
void dial_free(struct dial *dial);

#endif
