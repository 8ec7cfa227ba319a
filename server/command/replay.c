/* A device catches up with the log, and says how far it got (history.h). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "history.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "reply.h"

/* R8, R10 */
#define PAGE_ROWS      200
#define ROOM_ROWS      500
#define ROOM_ROWS_NEW  50 /* for a device never seen before */
#define ALL_ROOMS_ROWS 5000
#define ACK_MESSAGES   32
#define QUIET_MS       2000
#define RETRY_MS       2000

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

/* A context for the session that asked; false if it is gone. Frees asked. */
static bool asked_resume(struct asked *asked, struct ctx *ctx)
{
    struct server *server = asked->server;
    struct session *session = world_session(server->world, asked->serial);
    free(asked);
    *ctx = (struct ctx){
        .server = server, .session = session, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    return session && session->user && session->stage == SESSION_REGISTERED;
}

/* ---- acknowledgements ---- */

static bool acknowledges(const struct session *session)
{
    return session->user->account &&
           (!(session->caps & IRC_CAP_CHATHISTORY) || (session->caps & IRC_CAP_PARLOR_ACK));
}

static void ask_ack(struct server *server, struct session *session, uint64_t id)
{
    struct irc_msg msg;
    char token[24];
    snprintf(token, sizeof(token), "q%" PRIu64, id);
    irc_msg_make(&msg, NULL, "PING", token, NULL);
    struct envelope envelope = {.msg = &msg, .time_ms = server->now_ms};
    session->replay.ping_id = id;
    session->replay.unacked = 0;
    session->replay.quiet_at_ms = 0;
    deliver_session(server, session, &envelope);
}

static void advance(struct server *server, struct session *session, uint64_t id)
{
    session->replay.acked = id;
    store_ack(server->store, session->user->fold, session->device, id);
}

void history_sent(struct server *server, struct session *session, uint64_t id)
{
    struct replay *replay = &session->replay;
    if (!acknowledges(session))
        return;
    replay->newest = id;
    replay->unacked++;
    replay->quiet_at_ms = server->mono_ms + QUIET_MS;
    if (replay->unacked >= ACK_MESSAGES && replay->ping_id == 0)
        ask_ack(server, session, id);
}

/* ---- what is shown of a page ---- */

/* Own words from another device: in private, only for clients that know what to make of a line
 * from themselves. */
static bool is_shown(const struct session *session, const struct store_entry *entry)
{
    return irc_is_room(entry->conv) || (session->caps & IRC_CAP_ECHO_MESSAGE) ||
           strcmp(entry->sender, session->user->fold) != 0;
}

static size_t count_shown(const struct session *session, const struct store_page *page)
{
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++)
        n += is_shown(session, &page->entries[i]) && page->entries[i].id <= session->replay.waited;
    return n;
}

static void greet(struct ctx *ctx, size_t n, bool more)
{
    struct replay *replay = &ctx->session->replay;
    if (n == 0 || replay->greeted)
        return;
    replay->greeted = true;
    reply_notice(ctx, "While you were away: %s%zu message%s", more ? "more than " : "", n,
                 n == 1 ? "" : "s");
}

/* Entries of one conversation that follow each other. */
static size_t run_length(const struct store_page *page, size_t from)
{
    size_t n = 1;
    while (from + n < page->n &&
           strcmp(page->entries[from].conv, page->entries[from + n].conv) == 0)
        n++;
    return n;
}

static void show_run(struct ctx *ctx, const struct store_entry *entries, size_t n)
{
    const char *target = history_name(ctx_world(ctx), entries[0].conv, ctx_user(ctx));
    const char *opened = reply_batch_begin(ctx, "chathistory", target);
    char *batch = xstrdup(opened);
    for (size_t i = 0; i < n; i++) {
        if (is_shown(ctx->session, &entries[i]))
            history_show(ctx, &entries[i], 1, batch);
    }
    reply_batch_end(ctx, batch);
    free(batch);
}

static void show_page(struct ctx *ctx, const struct store_page *page)
{
    size_t n = 0;
    for (size_t i = 0; i < page->n; i += n) {
        n = run_length(page, i);
        show_run(ctx, &page->entries[i], n);
    }
}

/* ---- pages ---- */

static void page_read(void *arg, enum store_status status, const struct store_page *page);

static void ask_page(struct server *server, struct session *session)
{
    struct replay *replay = &session->replay;
    replay->retry_at_ms = 0;
    store_undelivered(server->store, session->user->fold, session->device, replay->upto, PAGE_ROWS,
                      replay->room_limit, page_read, asked_new(server, session));
}

static void tell_skipped(struct ctx *ctx)
{
    size_t skipped = ctx->session->replay.skipped;
    if (skipped > 0)
        reply_notice(ctx,
                     "%zu older message%s in rooms %s left out here; "
                     "CHATHISTORY LATEST <room> * 500 fetches them",
                     skipped, skipped == 1 ? "" : "s", skipped == 1 ? "was" : "were");
}

/* From here on it hears what is said. */
static void go_live(struct ctx *ctx)
{
    struct replay *replay = &ctx->session->replay;
    replay->running = false;
    replay->newest = replay->upto;
    tell_skipped(ctx);
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

static void page_read(void *arg, enum store_status status, const struct store_page *page)
{
    struct ctx ctx;
    uint64_t published = ((struct asked *)arg)->published;
    if (!asked_resume(arg, &ctx))
        return;

    struct session *session = ctx.session;
    struct replay *replay = &session->replay;
    if (status != STORE_OK) {
        replay->retry_at_ms = ctx.mono_ms + RETRY_MS;
        return;
    }
    size_t shown = count_shown(session, page);
    bool complete = !page->more && page->upto < published;
    replay->skipped += page->skipped;
    replay->upto = complete ? published : page->upto;
    greet(&ctx, shown, page->more);
    if (shown > 0)
        show_page(&ctx, page);
    replay->paused = shown > 0 && page->more;
    if (shown > 0)
        ask_ack(ctx.server, session, replay->upto);
    else if (replay->upto > replay->acked && replay->ping_id == 0)
        advance(ctx.server, session, replay->upto);
    if (!replay->paused)
        go_on(&ctx, page->more);
}

/* ---- a device never seen before: what was last said in its rooms, though others had it ---- */

static void room_read(void *arg, enum store_status status, const struct store_entry *entries,
                      size_t n, bool more)
{
    (void)more;
    struct ctx ctx;
    if (!asked_resume(arg, &ctx) || status != STORE_OK)
        return;
    size_t old = 0;
    while (old < n && entries[old].id <= ctx.session->replay.upto)
        old++;
    if (old > 0)
        show_run(&ctx, entries, old);
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
    if (!asked_resume(arg, &ctx))
        return;

    struct session *session = ctx.session;
    struct replay *replay = &session->replay;
    if (status != STORE_OK) {
        replay->retry_at_ms = ctx.mono_ms + RETRY_MS;
        return;
    }
    /* Another session of this device may have had since what was said after this one came. */
    uint64_t from = acked_id < replay->waited ? acked_id : replay->waited;
    replay->upto = replay->acked = from;
    replay->room_limit = room_limit(session->user, known);
    if (!known) {
        advance(ctx.server, session, acked_id);
        ask_rooms(ctx.server, session);
    }
    ask_page(ctx.server, session);
}

static void ask_cursor(struct server *server, struct session *session)
{
    session->replay.retry_at_ms = 0;
    store_cursor(server->store, session->user->fold, session->device, cursor_read,
                 asked_new(server, session));
}

void history_attach(struct ctx *ctx)
{
    struct session *session = ctx->session;
    if (!ctx_user(ctx)->account || (session->caps & IRC_CAP_CHATHISTORY))
        return;
    session->replay.running = true;
    session->replay.waited = store_last_id(ctx->server->store);
    ask_cursor(ctx->server, session);
}

void history_acked(struct ctx *ctx, uint64_t id)
{
    struct session *session = ctx->session;
    struct replay *replay = &session->replay;
    if (id == 0 || id != replay->ping_id || !session->user)
        return;

    replay->ping_id = 0;
    advance(ctx->server, session, id);
    if (replay->paused) {
        replay->paused = false;
        ask_page(ctx->server, session);
    } else if (replay->unacked >= ACK_MESSAGES) {
        ask_ack(ctx->server, session, replay->newest);
    }
}

static void tick(struct server *server, struct session *session, int64_t mono_ms)
{
    const struct replay *replay = &session->replay;
    if (!session->user || session->stage != SESSION_REGISTERED)
        return;
    if (replay->retry_at_ms > 0 && mono_ms >= replay->retry_at_ms) {
        if (replay->room_limit > 0)
            ask_page(server, session);
        else
            ask_cursor(server, session);
    }
    if (replay->quiet_at_ms > 0 && mono_ms >= replay->quiet_at_ms && replay->ping_id == 0)
        ask_ack(server, session, replay->newest);
}

void history_tick(struct server *server, int64_t mono_ms)
{
    struct session *session = NULL;
    DL_FOREACH(server->world->sessions, session)
    {
        tick(server, session, mono_ms);
    }
}
