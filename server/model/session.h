/*
 * session.h - one connection: its stage of registration, capabilities, device
 * and what waits to be sent.
 *
 * Asynchronous answers name a session by its serial and look it up again
 * (world_session()): it may be gone by then.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "login_state.h"
#include "outbox.h"
#include "stamps.h"
#include "throttle.h"

struct user;
struct batch_in;
struct watch;
struct sending; /* of the command layer */

/* Bytes of a batch's reference, with NUL. */
#define SESSION_BATCH_SIZE 12

enum session_stage {
    SESSION_NEW,        /* NICK, USER, CAP END or a login are missing */
    SESSION_WAITING,    /* the end of registration waits for the store or the hash */
    SESSION_REGISTERED, /* 001 was sent */
    SESSION_CLOSED      /* to be closed when its outbox is sent; nothing is read any more */
};

/* Where catching up from the log has got to (server.md, R8, R10, R11). */
struct replay {
    bool running;  /* reading pages; live stored messages are skipped, for the log has them */
    bool lagging;  /* running because it was too slow: the next page follows when all was sent */
    bool asking;   /* the store was asked for a page */
    bool paused;   /* a page was sent and its PONG is awaited */
    uint64_t upto; /* all ids up to here were sent or are not for this device */
    uint64_t own_upto;   /* the same for what other sessions of this device said */
    uint64_t acked;      /* PONG was received for this */
    uint64_t ping_id;    /* outstanding PING :q<id>; 0 for none */
    uint64_t newest;     /* newest id sent to this session */
    int unacked;         /* stored messages since the last PING */
    int64_t quiet_at_ms; /* monotonic: when 2 s of quiet ask for a PING; 0 for never */
    int64_t retry_at_ms; /* monotonic: when a page that could not be read is asked for again; 0 */
    int64_t told_ms;     /* monotonic: when it was logged that it lags; 0 for never */
    size_t room_limit;   /* lines that one room may send, the newest ones */
    bool greeted;        /* it was said that something waited */
    uint64_t waited;     /* newest id when the session came; what is newer did not wait for it */
};

struct session {
    uint64_t serial;
    struct session *serial_next; /* of world->by_serial */
    void *link;                  /* the io layer's client; not looked into here */
    struct user *user;           /* NULL until the end of registration */
    uint64_t caps;               /* enum irc_cap bits that are on */
    enum session_stage stage;
    int cap_version;    /* highest CAP LS version */
    bool cap_pending;   /* CAP LS or REQ without END: registration waits */
    bool private_path;  /* loopback, unix socket or TLS: secrets may cross it */
    bool named;         /* TLS, asked for by one of our names (SNI): STS may be told */
    bool oper;          /* it said OPER */
    bool parked;        /* one question at a time: its next lines wait */
    bool pinged;        /* the server's own PING is unanswered */
    bool dirty;         /* in world->dirty */
    uint32_t visit;     /* last delivery that reached it; see world->visit */
    uint8_t failures;   /* wrong passwords on this connection */
    uint8_t claims;     /* names that it tried to claim and did not get */
    char *nick;         /* asked for with NICK; owned */
    char *username;     /* owned; until the end of registration: its user has it then */
    char *realname;     /* the same */
    char *address;      /* peer's, owned */
    int port;           /* peer's; 0: it has none */
    const char *here;   /* address at which it reached us; of the link; NULL: a Unix socket */
    const char *called; /* name of ours that it asked for over TLS; of the link; NULL: none */
    bool tls;
    char *shelf;     /* folder that Files listed last; owned; NULL: none yet */
    char *cert_full; /* SHA-256 of the client's certificate, lower-case hex; owned; NULL: none */
    char *cert_key;  /* the same of its SubjectPublicKeyInfo, which survives a renewal */
    char *account;   /* folded: logged in as, before and after registration; owned */
    char *device;    /* label; owned; "" until logged in */
    char *proof;     /* label of the device's secret that it logged in with; owned; NULL:
                        a password, or a code that works once */
    struct login_state *login; /* owned; NULL when nothing of it is needed */
    char *label;               /* of the command being answered (labeled-response); owned */
    struct buf held;           /* labelled answers so far, as lines: one or a batch, see reply.h */
    int held_lines;
    unsigned batch_serial;          /* for batch references */
    char batch[SESSION_BATCH_SIZE]; /* reference of the batch begun last */
    unsigned held_batch;            /* serial of a batch that the held answer begins with, or 0 */
    int held_batch_end;             /* held lines when that batch ended */
    struct batch_in *batch_in;      /* a message of several lines that is not whole; owned */
    int in_flight;                  /* messages handed to the store that are not answered yet */
    int nwatches;
    struct sending *sending; /* newest of those messages; not owned */
    struct stamps told;      /* monotonic: when it was said that this user is away (R16) */
    struct stamps typed;     /* monotonic: when +typing last went to this target (2.12) */
    struct watch *watches;   /* names it wants to hear of; utlist DL by session_next (watch.h) */
    struct replay replay;
    struct throttle flood;
    int64_t connected_ms; /* monotonic */
    int64_t heard_ms;     /* monotonic: last line from it */
    struct outbox outbox;
    size_t asked_bytes;  /* of what waits in it: answers, at most */
    size_t outbox_bytes; /* memory that waits in it, as counted in world->outbox_bytes */
    uint8_t pages;       /* of history that it asked for without a cost, see cmd_history.c */
    bool blocked;        /* it left something at the end of its last turn */
    const char *ending; /* why we closed it, static text; NULL: the other end did, or its network */
    struct session *dirty_prev, *dirty_next;
    struct session *user_prev, *user_next; /* user->sessions */
    struct session *prev, *next;           /* world->sessions */
};

#endif
