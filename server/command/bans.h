/*
 * bans.h - who may not come in, and who may not speak, on the whole server.
 *
 * Both are kept (spaces "ban" and "mute"), end by themselves where they have an
 * end, and hold at once for those who are here. Whoever is refused is told why
 * and until when.
 */
#ifndef BANS_H
#define BANS_H

#include "command.h"

/* What an operator wants to be banned or muted. */
struct ban_wish {
    const char *what; /* as ban_what() gave it */
    const char *setter;
    const char *reason; /* "" for none */
    int64_t until_ms;   /* wall; 0 for ever */
};

/* Whom something meets. */
struct ban_toll {
    size_t sessions; /* that are here */
    size_t accounts; /* by their names */
};

/* ---- bans ---- */

/*
 * A sentence for somebody who may not come in, or NULL. At accept only the
 * address is known; account and mask (nick!user@host) are NULL where they are
 * not. Valid until the next is asked for.
 */
const char *bans_refuse(const struct server *server, const char *address, const char *account,
                        const char *mask, int64_t now_ms);

/* The same of a name that somebody would have. */
const char *bans_refuse_name(const struct server *server, const char *name);

/* Sends a session away (465, ERROR) that may not be here; account: that it would log in as, or
 * NULL. True if it did. */
bool bans_stop(struct ctx *ctx, const char *account);

/* Bans, and sends away all whom it meets but one session (0: all). */
struct ban_toll bans_add(struct server *server, const struct ban_wish *wish, uint64_t but);

/* Whom a ban would meet. */
struct ban_toll bans_count(const struct server *server, const char *what);

/* True if a ban would meet this session, or everybody, or this machine itself; then *why says so.
 */
bool bans_is_reckless(const struct server *server, const char *what, const char *account,
                      uint64_t session, const char **why);

/* ---- mutes ---- */

/* A sentence for somebody who may not speak, or NULL. Valid until the next is asked for. */
const char *mutes_refuse(const struct server *server, const struct session *session);

/* Mutes, and tells those whom it meets. */
struct ban_toll mutes_add(struct server *server, const struct ban_wish *wish);

/* ---- both ---- */

/* Ends a ban, or a mute, whose people are told; false if there is none. */
bool bans_remove(struct server *server, const char *what);
bool mutes_remove(struct server *server, const char *what);

/* Reads a record of space "ban" or "mute"; false if it is none of these. */
bool bans_restore(struct world *world, const struct store_record *record);

/* Every second: forgets what has ended. */
void bans_tick(struct server *server);

/* "until 2026-01-02 15:04 UTC", or "for ever"; to free. */
char *bans_until(int64_t until_ms);

#endif
