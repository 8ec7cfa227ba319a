/* Deliveries: one line, written once per rendering, to many sessions. */
#include <utlist.h>

#include "history.h"
#include "irc_cap.h"
#include "lagging.h"
#include "line.h"
#include "secret.h"

/* The capabilities that change a line's bytes, as bits; the last one matters to several lines. */
enum {
    RENDERS_TIME = 1,
    RENDERS_ACCOUNT = 2,
    RENDERS_TAGS = 4,
    RENDERS_LINES = 8,
    RENDERINGS = 16
};

static unsigned rendering_of(const struct envelope *envelope, uint64_t caps)
{
    return (caps & IRC_CAP_SERVER_TIME ? RENDERS_TIME : 0u) |
           (caps & IRC_CAP_ACCOUNT_TAG ? RENDERS_ACCOUNT : 0u) |
           (caps & IRC_CAP_MESSAGE_TAGS ? RENDERS_TAGS : 0u) |
           (envelope->lines && multiline_knows(caps) ? RENDERS_LINES : 0u);
}

static const uint64_t rendered_caps =
    IRC_CAP_SERVER_TIME | IRC_CAP_ACCOUNT_TAG | IRC_CAP_MESSAGE_TAGS;

/* One envelope on its way, and what was written of it so far. */
struct delivery {
    struct server *server;
    const struct envelope *envelope;
    struct extent extents[RENDERINGS]; /* len 0: not written yet */
};

static struct extent render(struct delivery *delivery, uint64_t caps)
{
    struct extent *extent = &delivery->extents[rendering_of(delivery->envelope, caps)];
    if (extent->len == 0) {
        struct world *world = delivery->server->world;
        buf_reset(&world->line);
        if (line_write_envelope(delivery->envelope, caps, &world->line))
            *extent = arena_write(world_arena(world, caps & rendered_caps), world->line.data,
                                  world->line.len);
    }
    return *extent;
}

static void deliver_one(struct delivery *delivery, struct session *session)
{
    if (!line_wanted(delivery->envelope, session))
        return;

    struct extent extent = render(delivery, session->caps);
    if (extent.len == 0 ||
        !lagging_admits(delivery->server, session, delivery->envelope, extent.len))
        return;
    line_queue_extent(delivery->server, session, extent);
    if (delivery->envelope->id)
        history_sent(delivery->server, session, delivery->envelope->id);
}

static void deliver_sessions(struct delivery *delivery, const struct user *user)
{
    struct session *session = NULL;
    DL_FOREACH2(user->sessions, session, user_next)
    {
        deliver_one(delivery, session);
    }
}

void deliver_room(struct server *server, const struct room *room, const struct envelope *envelope)
{
    struct delivery delivery = {.server = server, .envelope = envelope};
    const struct member *member = NULL;
    DL_FOREACH2(room->members, member, room_next)
    {
        deliver_sessions(&delivery, member->user);
    }
}

void deliver_user(struct server *server, const struct user *user, const struct envelope *envelope)
{
    struct delivery delivery = {.server = server, .envelope = envelope};
    deliver_sessions(&delivery, user);
}

/* Sessions of a user that this delivery has not reached yet. */
static void deliver_unvisited(struct delivery *delivery, const struct user *user)
{
    struct session *session = NULL;
    DL_FOREACH2(user->sessions, session, user_next)
    {
        if (world_visit_session(delivery->server->world, session))
            deliver_one(delivery, session);
    }
}

void deliver_peers(struct server *server, const struct user *user, bool self,
                   const struct envelope *envelope)
{
    struct delivery delivery = {.server = server, .envelope = envelope};
    world_visit(server->world);
    if (self)
        deliver_unvisited(&delivery, user);

    const struct member *own = NULL;
    DL_FOREACH2(user->rooms, own, user_next)
    {
        const struct member *member = NULL;
        DL_FOREACH2(own->room->members, member, room_next)
        {
            if (member->user != user)
                deliver_unvisited(&delivery, member->user);
        }
    }
}

void deliver_everybody(struct server *server, const struct envelope *envelope)
{
    struct delivery delivery = {.server = server, .envelope = envelope};
    struct session *session = NULL;
    DL_FOREACH(server->world->sessions, session)
    {
        deliver_one(&delivery, session);
    }
}

void deliver_session(struct server *server, struct session *session,
                     const struct envelope *envelope)
{
    struct delivery delivery = {.server = server, .envelope = envelope};
    deliver_one(&delivery, session);
}

/* ---- room events ---- */

/* To the room, and to the session that caused it as part of its answer. */
static void announce(struct ctx *ctx, const struct room *room, struct envelope *envelope)
{
    const struct session *except = envelope->except;
    const struct session *own = ctx->session;
    bool answers = own && own != except && own->user && room_member(room, own->user);
    if (!answers || own->label == NULL) {
        deliver_room(ctx->server, room, envelope);
        return;
    }
    reply_envelope(ctx, envelope);
    envelope->except = own;
    deliver_room(ctx->server, room, envelope);
    envelope->except = except;
}

void announce_room(struct ctx *ctx, struct room *room, const struct irc_msg *msg,
                   const struct session *except)
{
    const struct user *user = ctx->session ? ctx->session->user : NULL;
    char msgid[SECRET_MSGID_SIZE];
    char source[USER_SOURCE_SIZE];
    struct irc_msg bare = *msg;
    if (!bare.source && user)
        bare.source = user_source(user, source, sizeof(source));
    if (room->last_ms < ctx->now_ms)
        room->last_ms = ctx->now_ms;
    secret_make_msgid(room->last_ms, msgid);

    struct envelope envelope = {
        .msg = &bare, .msgid = msgid, .time_ms = room->last_ms, .sender = user, .except = except};
    history_event(ctx, room, &bare, msgid, room->last_ms);
    announce(ctx, room, &envelope);
}
