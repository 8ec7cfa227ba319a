#include "lifecycle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <utlist.h>

#include "announce.h"
#include "bans.h"
#include "erase.h"
#include "expiry.h"
#include "history.h"
#include "log.h"
#include "mem.h"
#include "monitor.h"
#include "multiline_in.h"
#include "reply.h"
#include "room_keep.h"
#include "secret.h"
#include "ticket.h"
#include "tries.h"
#include "trouble.h"
#include "uploads.h"

static const char connection_lost[] = "Connection lost";

/* ---- the end of a user's presence ---- */

/* QUIT to everybody who shares a room, and to the log of each room. */
static void announce_quit(struct ctx *ctx, const struct user *user, const char *why)
{
    char source[USER_SOURCE_SIZE];
    char msgid[SECRET_MSGID_SIZE];
    struct irc_msg msg;
    irc_msg_make(&msg, user_source(user, source, sizeof(source)), "QUIT", why, NULL);
    secret_make_msgid(ctx->now_ms, msgid);

    struct envelope envelope = {
        .msg = &msg, .msgid = msgid, .time_ms = ctx->now_ms, .sender = user};
    deliver_peers(ctx->server, user, false, &envelope);
    const struct member *member = NULL;
    DL_FOREACH2(user->rooms, member, user_next)
    {
        history_event(ctx, member->room, &msg, msgid, ctx->now_ms);
    }
}

void user_leave(struct ctx *ctx, struct user *user, const char *why)
{
    struct world *world = ctx_world(ctx);
    announce_quit(ctx, user, why);
    world_set_grace(world, user, 0);
    world_set_present(world, user, false);
    monitor_went(ctx->server, user);
    xreplace(&user->away, NULL);
    if (user->account)
        return;
    while (user->rooms)
        room_leave(ctx->server, user->rooms);
    world_user_free(world, user);
}

void session_leave(struct ctx *ctx, const char *why, bool quits)
{
    struct world *world = ctx_world(ctx);
    struct user *user = ctx_user(ctx);
    if (!user)
        return;

    world_detach(world, ctx->session);
    if (user->account && !user->erasing)
        store_device_seen(ctx->server->store, user->fold, ctx->session->device, ctx->now_ms);
    if (user->sessions)
        return;

    user->last_seen_ms = ctx->now_ms;
    if (user->account && !user->erasing)
        store_seen(ctx->server->store, user->fold, ctx->now_ms);

    struct ctx nobody = *ctx;
    nobody.session = NULL;
    if (quits || !user->account || world->config->grace_ms == 0)
        user_leave(&nobody, user, why);
    else
        world_set_grace(world, user, ctx->mono_ms + world->config->grace_ms);
}

/* ---- the end of a session ---- */

void session_close(struct ctx *ctx, const char *why)
{
    session_expel(ctx, why, why);
}

void session_expel(struct ctx *ctx, const char *why, const char *ending)
{
    struct session *session = ctx->session;
    if (session->stage == SESSION_CLOSED)
        return;

    struct irc_msg msg;
    char *text = xasprintf("Closing link (%s)", why);
    irc_msg_make(&msg, NULL, "ERROR", text, NULL);
    reply_msg(ctx, &msg);
    reply_end(ctx);
    session->ending = ending;
    session->stage = SESSION_CLOSED;
    world_dirty(ctx_world(ctx), session);
    free(text);
}

void command_hangup(struct ctx *ctx, const char *why)
{
    struct session *session = ctx->session;
    const char *reason = session->ending ? session->ending : why;
    log_event(LOG_INFO, "session_closed",
              "session=%" PRIu64 " address=%s port=%d name=%s why=\"%s\"", session->serial,
              session->address, session->port, session->nick ? session->nick : "-", reason);
    session_leave(ctx, reason, false);
    world_session_free(ctx_world(ctx), session);
}

/* ---- every second ---- */

static void ping(struct ctx *ctx)
{
    struct irc_msg msg;
    const char *name = ctx_world(ctx)->config->server_name;
    irc_msg_make(&msg, NULL, "PING", name, NULL);
    struct envelope envelope = {.msg = &msg, .time_ms = ctx->now_ms};
    deliver_session(ctx->server, ctx->session, &envelope);
    ctx->session->pinged = true;
}

static void tick_session(struct ctx *ctx)
{
    const struct world_config *config = ctx_world(ctx)->config;
    const struct session *session = ctx->session;
    if (session->stage == SESSION_CLOSED)
        return;

    int64_t silent_ms = ctx->mono_ms - session->heard_ms;
    if (session->stage != SESSION_REGISTERED) {
        if (ctx->mono_ms - session->connected_ms >= config->register_ms)
            session_close(ctx, "registration timed out");
    } else if (silent_ms >= 2 * config->ping_ms) {
        session_close(ctx, "Ping timeout");
    } else if (silent_ms >= config->ping_ms && !session->pinged) {
        ping(ctx);
    }
}

static void end_grace(struct ctx *ctx)
{
    const struct world *world = ctx_world(ctx);
    while (world->grace && world->grace->grace_until_ms <= ctx->mono_ms)
        user_leave(ctx, world->grace, connection_lost);
}

void command_tick(struct server *server, int64_t now_ms, int64_t mono_ms)
{
    struct ctx ctx = {.server = server, .now_ms = now_ms, .mono_ms = mono_ms};
    DL_FOREACH(server->world->sessions, ctx.session)
    {
        tick_session(&ctx);
        tries_tick_session(&ctx);
        multiline_tick(&ctx);
        history_tick(server, ctx.session, mono_ms);
    }
    ctx.session = NULL;
    end_grace(&ctx);
    tries_tick(server, mono_ms);
    bans_tick(server);
    expiry_tick(server, now_ms, mono_ms);
    erase_tick(server, mono_ms);
    uploads_tick(server);
    token_tick(server);
    trouble_tick(server, mono_ms);
}

/* As an announcement, so that it stands where people look. */
static void tell_stop(struct ctx *ctx, const char *why)
{
    if (ctx->session->stage != SESSION_REGISTERED) {
        reply_notice(ctx, "The server stops: %s", why);
        return;
    }
    struct irc_msg msg;
    char *text = xasprintf("The server stops: %s", why);
    irc_msg_make(&msg, ctx_world(ctx)->config->server_name, "NOTICE", ctx_user(ctx)->name, text,
                 NULL);
    irc_msg_add_tag(&msg, ANNOUNCE_TAG, "");
    struct envelope envelope = {.msg = &msg, .time_ms = ctx->now_ms};
    deliver_session(ctx->server, ctx->session, &envelope);
    free(text);
}

void command_shutdown(struct server *server, const char *why, int64_t now_ms)
{
    struct ctx ctx = {.server = server, .now_ms = now_ms, .mono_ms = server->mono_ms};
    DL_FOREACH(server->world->sessions, ctx.session)
    {
        if (ctx.session->stage == SESSION_CLOSED)
            continue;
        tell_stop(&ctx, why);
        session_close(&ctx, "The server stops");
    }
}
