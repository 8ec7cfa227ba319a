/*
 * world.h - all users, sessions and rooms, their indexes, and what becomes of
 * the rest when one goes.
 */
#ifndef WORLD_H
#define WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "ban_list.h"
#include "mail.h"
#include "map.h"
#include "room.h"
#include "serials.h"
#include "session.h"
#include "tally.h"
#include "user.h"

/* How long the log is kept; 0 for ever. */
struct retention {
    int64_t messages_ms;
    int64_t events_ms;
    int64_t undelivered_ms; /* private messages that somebody has not had, at least */
    int room_rows;          /* messages of one room, the newest */
};

/* What the operator set; read by the handlers, owned by the program. */
struct world_config {
    const char *server_name;  /* "parlor.local": source of numerics */
    const char *network;      /* NETWORK= in 005 */
    const char *motd;         /* text with newlines, NULL for none */
    const char *password;     /* server password (PASS), NULL for none */
    const char *default_room; /* "#lobby": where everyone is put on a first visit; NULL for none */
    bool guests;              /* names that nobody claimed may be used */
    bool look_around;         /* strangers may ask who is here before they choose a name */
    bool claim_on_pass;       /* PASS with a free name claims it */
    bool plaintext_auth;      /* secrets may cross the network in the clear */
    int64_t grace_ms;         /* before QUIT is announced for a lost connection */
    int64_t register_ms;      /* to finish registration */
    int64_t sts_duration_ms;  /* how long clients keep to TLS once told; 0: they are told nothing */
    int sts_port;             /* the port for TLS that others are told of */
    int64_t ping_ms;          /* silence before the server asks */
    int rooms_max;            /* per user */
    int bans_max;             /* per room */
    int history_max;          /* rows per CHATHISTORY */
    int64_t redact_ms;        /* in which one may take back what one said */
    int password_iterations;  /* SCRAM, for typed passwords */
    int claims_per_hour;      /* names that one network may claim; 0 for no limit */
    int claims_per_day;       /* likewise */
    int claims_everywhere;    /* in ten minutes, by all networks; 0 for no limit */
    int wrong_passwords;      /* in a minute, for one account from one network; 0 for no limit */
    char *const *operators;   /* "alice" or "alice: kick ban", noperators of them */
    size_t noperators;
    char *const *operator_passwords; /* "alice secret", noperator_passwords of them */
    size_t noperator_passwords;
    int64_t unused_expiry_ms; /* unused names are free again; 0 for never */
    const char *exports;      /* folder for what accounts export; NULL for none */
    size_t sendq_max;         /* bytes waiting for one session before it lags, or is cut off */
    size_t sendq_total;       /* bytes waiting for all sessions before the slowest is cut off */
    struct mail_limits mail;  /* what may wait for who is away */
    struct retention retention;
    struct throttle_rate flood;
};

/* One arena per rendering: the set of capabilities that changes a line's bytes. */
#define WORLD_RENDERINGS 32

struct world {
    const struct world_config *config;
    struct map users;      /* fold -> struct user: accounts, and guests that are here */
    struct map skeletons;  /* skeleton -> struct user, accounts only */
    struct map rooms;      /* fold -> struct room */
    struct map watched;    /* fold -> who wants to hear of it (watch.h) */
    struct map certs;      /* fingerprint of a certificate -> struct user, accounts only */
    struct ban_list bans;  /* who may not come in */
    struct ban_list mutes; /* who may not speak: names and addresses */
    struct buf sentence;   /* why somebody is refused, until the next is */
    char *motd;          /* set while the server runs, in place of the file's; owned; NULL: none */
    struct map tokens;   /* hash of a token -> struct token (ticket.h), one allocation each */
    struct map blocked;  /* SHA-256 of a file that nobody may upload -> anything */
    struct tally claims; /* by network, and "*" for all */
    struct tally failures; /* wrong passwords by "network account" */
    int64_t unused_at_ms;  /* monotonic: when unused names are looked for again */
    struct serials by_serial;
    struct session *sessions; /* all, DL by next */
    struct session *dirty;    /* with something to send, DL by dirty_next */
    struct user *grace;       /* users whose grace period runs, DL by grace_next, earliest first */
    uint64_t next_serial;
    uint64_t published; /* highest id that was delivered live */
    int64_t latest_ms;  /* wall: of the newest stored message, by its time */
    uint32_t visit;     /* number of the present delivery, see session->visit */
    int nsessions, nregistered, npresent, npresent_max;
    int64_t started_ms;   /* wall */
    int64_t expire_at_ms; /* monotonic: when the next old entries are deleted; 0: not known yet */
    int64_t clocks_ms;    /* wall less monotonic clock, as it was then */
    bool is_expiring;
    bool degraded;          /* the store could not write what it was given last (R4) */
    bool is_trying;         /* the store was asked whether it can now */
    unsigned unwritten;     /* writes that failed since it was last told */
    int64_t failure_due_ms; /* monotonic: when failures are told again */
    size_t outbox_bytes;    /* memory of what waits in all sessions' outboxes between turns */
    struct arena arena;     /* lines for one session */
    struct buf line;        /* one that is being written: its memory is kept */
    struct {
        uint64_t caps;
        struct arena arena;
    } renderings[WORLD_RENDERINGS];
    int nrenderings;
    unsigned char pepper[SCRAM_KEY_BYTES]; /* for scram_fake() */
};

/* An empty world; config is borrowed. world_free() frees all that is in it; NULL is no world. */
struct world *world_new(const struct world_config *config, int64_t wall_ms);
void world_free(struct world *world);

/* ---- sessions ---- */

/* A new connection; address is copied. */
struct session *world_session_new(struct world *world, const char *address, bool private_path,
                                  int64_t mono_ms);

/* The session with this serial, or NULL if it is gone. */
struct session *world_session(const struct world *world, uint64_t serial);

/* Forgets a session: leaves its user (who is not told to anybody here) and frees it. */
void world_session_free(struct world *world, struct session *session);

/* Counts anew what the session's outbox costs. */
void world_count_outbox(struct world *world, struct session *session);

/* Puts the session among those to flush at the end of the turn. */
void world_dirty(struct world *world, struct session *session);

/* Ties a session to its user. */
void world_attach(struct world *world, struct session *session, struct user *user);

/* Takes it from its user again, if it has one (who is not told to anybody here). */
void world_detach(struct world *world, struct session *session);

/* ---- users ---- */

/* By any spelling of the name; NULL if there is none. */
struct user *world_user(const struct world *world, const char *name);

/* The same, only if it is an account that anybody may log in to: none that is being erased. */
struct user *world_account(const struct world *world, const char *name);

/* The same, only if others see it. */
struct user *world_present_user(const struct world *world, const char *name);

/* A new account or guest; the name must be free. */
struct user *world_user_new(struct world *world, const char *name, bool account, int64_t now_ms);

/* Who owns a name that is or looks like this one; NULL if nobody. */
struct user *world_name_owner(const struct world *world, const char *name);

/* Gives a user a new name (guests; accounts only another spelling); memberships follow. */
void world_user_rename(struct world *world, struct user *user, const char *name);

/* Makes a guest an account (it claimed its name); makes it a guest again (the claim failed). */
void world_user_claim(struct world *world, struct user *user);
void world_user_unclaim(struct world *world, struct user *user);

/* Removes a user from all rooms and frees it; it must have no sessions. */
void world_user_free(struct world *world, struct user *user);

/* Present or not, counted. */
void world_set_present(struct world *world, struct user *user, bool present);

/* Starts or (until_ms 0) stops the grace period. */
void world_set_grace(struct world *world, struct user *user, int64_t until_ms);

/* ---- rooms ---- */

/* By any spelling of the name, NULL if there is none; a new one, whose name must be free. */
struct room *world_room(const struct world *world, const char *name);
struct room *world_room_new(struct world *world, const char *name, int64_t now_ms);

/* Frees a room and its member rows. */
void world_room_free(struct world *world, struct room *room);

/* ---- deliveries ---- */

/* A new delivery: world_visit_session() says true once per session and delivery. */
void world_visit(struct world *world);
bool world_visit_session(struct world *world, struct session *session);

/* The arena of a rendering; beyond WORLD_RENDERINGS different ones share the last. */
struct arena *world_arena(struct world *world, uint64_t caps);

/* Rewinds all arenas; once a turn, after flushing. */
void world_rewind(struct world *world);

#endif
