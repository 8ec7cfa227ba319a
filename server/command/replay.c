/* A device catches up with the log (history.h). */
#include "replay.h"

#include <inttypes.h>
#include <stdlib.h>
#include <utlist.h>

#include "history.h"
#include "irc_cap.h"
#include "log.h"
#include "mailbox.h"
#include "mem.h"
#include "reply.h"

/* R10 */
#define PAGE_ROWS      200
#define ROOM_ROWS      500
#define ROOM_ROWS_NEW  50 /* for a device never seen before */
#define ALL_ROOMS_ROWS 5000
#define RETRY_MS       2000
#define TELL_MS        60000

/* A question to the store; the session may be gone when the answer comes. */
struct asked {
    struct server *server;
    uint64_t serial;
    uint64_t published; /* when it was asked */
};

static struct asked *asked_new(struct server *server, const struct session *session)
{
    struct asked *asked = xnew(struct asked);
    asked->server = server;
    asked->serial = session->serial;
    asked->published = server->world->published;
    return asked;
}

/*
 * A context for the session that asked; false if it is gone, or if there is no
 * answer: then it is asked for again later. Frees asked.
 */
static bool asked_resume(struct asked *asked, enum store_status status, struct ctx *ctx)
{
    struct server *server = asked->server;
    struct session *session = world_session(server->world, asked->serial);
    free(asked);
    if (!session || !session->user || session->stage != SESSION_REGISTERED)
        return false;
    *ctx = (struct ctx){
        .server = server, .session = session, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    session->replay.asking = false;
    if (status == STORE_OK || status == STORE_DAMAGED)
        return true;
    session->replay.retry_at_ms = ctx->mono_ms + RETRY_MS;
    return false;
}

/* ---- pages ---- */

static void page_read(void *arg, enum store_status status, const struct store_page *read);

/* Who lags has said nothing since: what is from its own device, another session of that said. */
static void ask_page(struct server *server, struct session *session)
{
    struct replay *replay = &session->replay;
    const char *device = replay->lagging ? "" : session->device;
    replay->asking = true;
    replay->retry_at_ms = 0;
    store_undelivered(server->store, session->user->fold, device, replay->upto, PAGE_ROWS,
                      replay->room_limit, page_read, asked_new(server, session));
}

void history_read_on(struct server *server, struct session *session)
{
    const struct replay *replay = &session->replay;
    if (replay->running && !replay->asking && replay->retry_at_ms == 0 && session->user &&
        session->stage == SESSION_REGISTERED)
        ask_page(server, session);
}

/* From here on it hears what is said. */
static void go_live(struct ctx *ctx)
{
    struct replay *replay = &ctx->session->replay;
    if (replay->lagging)
        replay->own_upto = replay->upto;
    replay->running = replay->lagging = false;
    replay->newest = replay->upto;
}

/* What came meanwhile was not delivered to this session: the log has it. */
static void go_on(struct ctx *ctx, bool more)
{
    struct replay *replay = &ctx->session->replay;
    if (more || replay->upto < ctx_world(ctx)->published)
        ask_page(ctx->server, ctx->session);
    else
        go_live(ctx);
}

/* What was sent is asked after; what was not for this session counts as had. */
static void ask_ack(struct ctx *ctx, bool shown)
{
    const struct replay *replay = &ctx->session->replay;
    if (shown && replay->lagging && replay->ping_id)
        history_sent(ctx->server, ctx->session, replay->upto); /* after the answer to that one */
    else if (shown)
        replay_ask_ack(ctx->server, ctx->session, replay->upto);
    else if (!shown && !replay->lagging && replay->upto > replay->acked && replay->ping_id == 0)
        replay_advance(ctx->server, ctx->session, replay->upto);
}

static void page_read(void *arg, enum store_status status, const struct store_page *read)
{
    struct ctx ctx;
    uint64_t published = ((struct asked *)arg)->published;
    if (!asked_resume(arg, status, &ctx))
        return;

    struct store_page page = *read;
    struct replay *replay = &ctx.session->replay;
    bool shown = replay_show(&ctx, &page) > 0;
    bool complete = !page.more && page.upto < published;
    replay->upto = complete ? published : page.upto;
    /* The next one follows the acknowledgement; who lags has to take this one first. */
    replay->paused = shown && page.more && !replay->lagging;
    ask_ack(&ctx, shown);
    if (!replay->paused && !(shown && replay->lagging))
        go_on(&ctx, page.more);
}

/* ---- a device never seen before: what was last said in its rooms, though others had it ---- */

static void room_read(void *arg, enum store_status status, const struct store_entry *entries,
                      size_t n, bool more)
{
    (void)more;
    struct ctx ctx;
    if (!asked_resume(arg, STORE_OK, &ctx) || status != STORE_OK)
        return;
    const struct member *member = NULL;
    size_t nrooms = 0;
    size_t old = 0;
    DL_COUNT2(ctx_user(&ctx)->rooms, member, nrooms, user_next);
    while (old < n && entries[old].id <= ctx.session->replay.upto)
        old++;
    replay_show_room(&ctx, entries, old, 2 * ctx_world(&ctx)->config->sendq_max / (nrooms + 1));
}

/* Reads are answered in order: the first page comes behind these. */
static void ask_rooms(struct server *server, const struct session *session)
{
    const struct user *user = session->user;
    const struct member *member = NULL;
    DL_FOREACH2(user->rooms, member, user_next)
    {
        struct store_history query = {.conv = member->room->fold,
                                      .account = user->fold,
                                      .range = STORE_LATEST,
                                      .a.time_ms = -1,
                                      .limit = session->replay.room_limit};
        store_history(server->store, &query, room_read, asked_new(server, session));
    }
}

/* ---- the begin ---- */

static size_t room_limit(const struct user *user, bool known)
{
    const struct member *member = NULL;
    size_t nrooms = 0;
    DL_COUNT2(user->rooms, member, nrooms, user_next);
    size_t limit = known ? ROOM_ROWS : ROOM_ROWS_NEW;
    size_t share = nrooms > 0 ? ALL_ROOMS_ROWS / nrooms : limit;
    if (share < limit)
        limit = share;
    return limit > 0 ? limit : 1;
}

static void cursor_read(void *arg, enum store_status status, bool known, uint64_t acked_id)
{
    struct ctx ctx;
    if (!asked_resume(arg, status, &ctx))
        return;

    struct session *session = ctx.session;
    struct replay *replay = &session->replay;
    /* Another session of this device may have had since what was said after this one came. */
    uint64_t from = acked_id < replay->waited ? acked_id : replay->waited;
    replay->upto = replay->acked = from;
    replay->room_limit = room_limit(session->user, known);
    if (!known) {
        replay_advance(ctx.server, session, acked_id);
        ask_rooms(ctx.server, session);
    }
    ask_page(ctx.server, session);
}

static void ask_cursor(struct server *server, struct session *session)
{
    session->replay.asking = true;
    session->replay.retry_at_ms = 0;
    store_cursor(server->store, session->user->fold, session->device, cursor_read,
                 asked_new(server, session));
}

void history_attach(struct ctx *ctx)
{
    struct session *session = ctx->session;
    if (!ctx_user(ctx)->account)
        return;
    if (session->caps & IRC_CAP_CHATHISTORY) {
        mailbox_had(ctx->server, ctx_user(ctx), UINT64_MAX);
        return;
    }
    session->replay.running = true;
    session->replay.waited = store_last_id(ctx->server->store);
    ask_cursor(ctx->server, session);
}

/* ---- being slow ---- */

/* Who is just too slow lags again and again. */
static void tell_lag(const struct server *server, struct session *session)
{
    session->replay.told_ms = server->mono_ms;
    log_event(LOG_INFO, "lagging", "session=%" PRIu64 " name=%s bytes=%zu total=%zu",
              session->serial, session->user->name, session->outbox.bytes,
              server->world->outbox_bytes);
}

void history_lag(struct server *server, struct session *session, uint64_t id)
{
    struct replay *replay = &session->replay;
    if (replay->running)
        return;
    if (replay->told_ms == 0 || server->mono_ms - replay->told_ms >= TELL_MS)
        tell_lag(server, session);
    replay->running = replay->lagging = true;
    replay->upto = id - 1;
    replay->room_limit = 0;
}

/* ---- every second ---- */

void history_tick(struct server *server, struct session *session, int64_t mono_ms)
{
    const struct replay *replay = &session->replay;
    if (!session->user || session->stage != SESSION_REGISTERED)
        return;
    if (replay->retry_at_ms > 0 && mono_ms >= replay->retry_at_ms) {
        if (replay->lagging || replay->room_limit > 0)
            ask_page(server, session);
        else
            ask_cursor(server, session);
    }
    if (replay->quiet_at_ms > 0 && mono_ms >= replay->quiet_at_ms && replay->ping_id == 0)
        replay_ask_ack(server, session, replay->newest);
}
