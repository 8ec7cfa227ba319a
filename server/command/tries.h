/*
 * tries.h - how often somebody may try: wrong passwords, and claims of names.
 *
 * Counted by network (an IPv4 address, or the /64 of an IPv6 one), over all its
 * connections, on the monotonic clock. All people of this machine share one
 * address: claims are not counted there, passwords are.
 */
#ifndef TRIES_H
#define TRIES_H

#include "command.h"
#include "irc_num.h"

/* Bytes for a network's name, with NUL. */
#define TRIES_NETWORK_SIZE 48

/* "192.0.2.7", "2001:db8:0:1::/64", "local". Returns out. */
const char *tries_network(const char *address, char out[TRIES_NETWORK_SIZE]);

/* False while this network has guessed too often at this account. */
bool tries_may_guess(const struct ctx *ctx, const char *account);

/* The same of somebody who has no session; and one more wrong password from there. */
bool tries_may_guess_from(const struct server *server, const char *address, const char *account);
void tries_count_wrong(struct server *server, const char *address, const char *account);

/*
 * Answers a wrong password (num; text NULL for the numeric's own) and counts
 * it. Who has guessed too often is answered late and cut off. counted: it is
 * one more, and not one that was refused unseen.
 */
void tries_wrong(struct ctx *ctx, const char *account, bool counted, enum irc_num num,
                 const char *text);

/* False while this network, or all of them together, have claimed too many names; else counts one
 * more. */
bool tries_take_claim(struct ctx *ctx);

/* A name could not be had. After ten of them the connection is closed; true if it goes on. */
bool tries_claim_failed(struct ctx *ctx);

/* Every second: late answers; forgets what is too old to count. */
void tries_tick_session(struct ctx *ctx);
void tries_tick(struct server *server, int64_t mono_ms);

#endif
