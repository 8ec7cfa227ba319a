#include "room_enter.h"

#include <stdio.h>
#include <utlist.h>

#include "irc_cap.h"
#include "marker.h"
#include "persist.h"
#include "reply.h"
#include "room_keep.h"
#include "room_names.h"

static void announce_join(struct ctx *ctx, struct room *room)
{
    const struct user *user = ctx_user(ctx);
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    irc_msg_make(&msg, user_source(user, source, sizeof(source)), "JOIN", room->name,
                 user->account ? user->name : "*", user->realname, NULL);
    announce_room(ctx, room, &msg, NULL);
}

/* Never to the user itself: that was told with 306 (IRCv3 away-notify). */
static void announce_away(struct ctx *ctx, const struct room *room)
{
    const struct user *user = ctx_user(ctx);
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    if (!user->away)
        return;

    irc_msg_make(&msg, user_source(user, source, sizeof(source)), "AWAY", user->away, NULL);
    struct envelope envelope = {
        .msg = &msg, .time_ms = ctx->now_ms, .sender = user, .caps_needed = IRC_CAP_AWAY_NOTIFY};
    const struct member *member = NULL;
    DL_FOREACH2(room->members, member, room_next)
    {
        if (member->user != user && member->user->present)
            deliver_user(ctx->server, member->user, &envelope);
    }
}

/* Each device opens the room, whichever of them joined it. */
static void show_to_all(struct ctx *ctx, struct room *room)
{
    struct session *session = NULL;
    room_show(ctx, room);
    DL_FOREACH2(ctx_user(ctx)->sessions, session, user_next)
    {
        struct ctx other = *ctx;
        other.session = session;
        if (session != ctx->session && session->stage == SESSION_REGISTERED)
            room_show(&other, room);
    }
}

void room_enter(struct ctx *ctx, struct room *room, unsigned ranks)
{
    struct member *member = room_add(room, ctx_user(ctx), ranks);
    member->joined_ms = ctx->now_ms;
    room_keep(ctx->server, room);
    member_save(ctx->server, member);
    announce_join(ctx, room);
    announce_away(ctx, room);
    show_to_all(ctx, room);
}

static void show_topic(struct ctx *ctx, const struct room *room)
{
    char seconds[21];
    if (!room->topic)
        return;
    snprintf(seconds, sizeof(seconds), "%lld", (long long)(room->topic_ms / 1000));
    reply(ctx, RPL_TOPIC, room->name, room->topic);
    reply(ctx, RPL_TOPICWHOTIME, room->name, room->topic_setter, seconds);
}

void room_show(struct ctx *ctx, struct room *room)
{
    show_topic(ctx, room);
    marker_show(ctx, room->fold, room->name);
    if (!(ctx->session->caps & IRC_CAP_NO_IMPLICIT_NAMES))
        room_names(ctx, room);
}
