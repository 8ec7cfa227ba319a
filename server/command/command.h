/*
 * command.h - from a line to its handler: the table of what clients may say.
 *
 * Handlers hold only meaning. What many rows need (rights, arity, order) stands
 * in command_run(). Handlers know no sockets and no clock.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "irc_msg.h"
#include "store.h"
#include "world.h"

/* Passwords are derived off the loop; the program lends this to the handlers. */
struct hasher;

struct service_kind;
struct sharing;

/*
 * Runs work(job) on the hashing thread, then done(job) on the loop. Returns 0,
 * or -1 if too many jobs wait (the client is told to try again).
 */
typedef int hasher_run_fn(struct hasher *hasher, void (*work)(void *job), void (*done)(void *job),
                          void *job);

/* What the program lends to operators' commands (operate.h), and those that have not ended. */
struct operate_host;
struct operation;
struct audit;

struct uploads;
struct digests;

/* The server, as handlers see it. One per program; outlives all sessions. */
struct server {
    struct world *world;
    struct store *store;
    struct hasher *hasher;
    hasher_run_fn *hash;
    struct uploads *uploads; /* NULL: nothing can be uploaded here */
    int64_t now_ms;          /* wall; set by the io layer at the begin of each turn */
    int64_t mono_ms;         /* monotonic; likewise */
    const struct operate_host *host;
    void *host_arg;
    struct operation *operations; /* utlist DL */
    struct audit *audit;          /* audit.h; NULL: nothing is written */
    struct digests *digests;      /* digests.h; NULL: no sums of files */
    struct sharing *sharing;      /* sharing.h; NULL: no files here */
};

/* What a handler works with: valid while it runs. Asynchronous answers make a new one
 * (job_resume() in job.h). */
struct ctx {
    struct server *server;
    struct session *session;
    int64_t now_ms; /* wall */
    int64_t mono_ms;
    const struct service_kind *service; /* who is spoken to (services.h); NULL: NickServ */
};

/* Shorthands. */
static inline struct world *ctx_world(const struct ctx *ctx)
{
    return ctx->server->world;
}
static inline struct user *ctx_user(const struct ctx *ctx)
{
    return ctx->session->user;
}

/* What it costs the session: how soon its next line is read. */
static inline void ctx_pay(struct ctx *ctx, int tokens)
{
    throttle_take(&ctx->session->flood, &ctx_world(ctx)->config->flood, tokens, ctx->mono_ms);
}

typedef void command_fn(struct ctx *ctx, const struct irc_msg *msg);

enum command_flag {
    COMMAND_EARLY = 1 << 0,      /* allowed before registration too */
    COMMAND_EARLY_ONLY = 1 << 1, /* allowed only before: later 462 */
    COMMAND_PIPELINES = 1 << 2,  /* may run while this session's messages wait for the disk */
    COMMAND_OPER = 1 << 3,       /* 481 for others */
    COMMAND_LASTS = 1 << 4,      /* goes to the log: waits while the session reads on from there */
    COMMAND_KEEPS = 1 << 5,      /* an account's is kept: refused while the disk takes nothing */
    COMMAND_KEEPS_2 = 1 << 6,    /* the same with a second parameter */
    COMMAND_LOOK = 1 << 7,       /* allowed before registration if strangers may look around */
    COMMAND_SAYS = 1 << 8,       /* others read what follows: refused to who is muted */
    COMMAND_SAYS_2 = 1 << 9,     /* the same with a second parameter */
    COMMAND_REASON = 1 << 10,    /* others read what is more than it needs: dropped of who is */
};

struct command {
    const char *name;
    command_fn *run;
    size_t params_min;
    unsigned flags;
    int cost; /* flood tokens */
};

/* The row of a command (any case), or NULL. The table is sorted by name. */
const struct command *command_find(const char *name);
const struct command *command_table(size_t *n);

/* What became of a line. */
enum command_result {
    COMMAND_DONE,
    COMMAND_WAIT, /* not run: the session is parked or must be empty first; give the same line again
                     after session_ready */
};

/*
 * Runs one line (overwritten, even on COMMAND_WAIT only if it was run).
 * NULL is a line that was too long (417). The caller stops reading the session while
 * session_is_waiting(), and goes on afterwards with the line that had to wait.
 */
enum command_result command_line(struct ctx *ctx, char *line, size_t len);

/* True while the session's next line must wait: parked, too many messages in flight, or closed. */
bool session_is_waiting(const struct session *session);

/* Milliseconds for which the session's next lines should wait because it was too quick; 0 for none.
 * Nobody is cut off for being quick (SAFERATE). */
int64_t session_flood_delay(const struct server *server, struct session *session, int64_t mono_ms);

/* What could be sent of the session's outbox was sent: the io layer says so after each attempt.
 * Sessions may be closed by it, and are among the dirty ones then. */
void session_flushed(struct server *server, struct session *session);

/* Every second: registration time-outs, pings, the grace period, quiet acknowledgements. */
void command_tick(struct server *server, int64_t now_ms, int64_t mono_ms);

/* The connection is gone; why as it will be announced ("Connection reset by peer"). Frees the
 * session. */
void command_hangup(struct ctx *ctx, const char *why);

/* The server stops: says so to everybody (NOTICE, ERROR); sessions become SESSION_CLOSED. */
void command_shutdown(struct server *server, const char *why, int64_t now_ms);

/* Builds the world from the store at start; makes the default room. Returns 0, or -1 with *cause.
 */
int command_load(struct server *server, int64_t now_ms, char **cause);

/* ---- one row each in the table; files cmd_*.c ---- */
command_fn cmd_authenticate, cmd_away, cmd_batch, cmd_cap, cmd_chathistory, cmd_files, cmd_help,
    cmd_info, cmd_invite, cmd_ison, cmd_isupport, cmd_join, cmd_kick, cmd_list, cmd_lusers,
    cmd_markread, cmd_mode, cmd_monitor, cmd_motd, cmd_names, cmd_nick, cmd_nickserv, cmd_notice,
    cmd_part, cmd_pass, cmd_ping, cmd_pong, cmd_privmsg, cmd_redact, cmd_quit, cmd_register,
    cmd_search, cmd_setname, cmd_tagmsg, cmd_time, cmd_token, cmd_topic, cmd_user, cmd_userhost,
    cmd_version, cmd_who, cmd_whois, cmd_whowas;

/* Operators only, but OPER. */
command_fn cmd_die, cmd_kill, cmd_oper, cmd_rehash, cmd_wallops;

#endif
