#include "room_enter.h"

#include <stdio.h>
#include <utlist.h>

#include "history.h"
#include "irc_cap.h"
#include "marker.h"
#include "mode.h"
#include "persist.h"
#include "reply.h"
#include "room_keep.h"
#include "room_names.h"
#include "secret.h"

/* To everyone in the room, and to this session as part of its answer. */
static void tell(struct ctx *ctx, const struct room *room, struct envelope *envelope)
{
    envelope->except = ctx->session;
    deliver_room(ctx->server, room, envelope);
    envelope->except = NULL;
    reply_envelope(ctx, envelope);
}

/* Who has extended-join reads the account and the real name as well, in the same event. */
static void announce_join(struct ctx *ctx, struct room *room)
{
    const struct user *user = ctx_user(ctx);
    char source[USER_SOURCE_SIZE];
    char msgid[SECRET_MSGID_SIZE];
    struct irc_msg msg;
    if (room->last_ms < ctx->now_ms)
        room->last_ms = ctx->now_ms;
    secret_make_msgid(room->last_ms, msgid);
    user_source(user, source, sizeof(source));

    struct envelope envelope = {
        .msg = &msg, .msgid = msgid, .time_ms = room->last_ms, .sender = user};
    envelope.caps_needed = IRC_CAP_EXTENDED_JOIN;
    irc_msg_make(&msg, source, "JOIN", room->name, user->account ? user->name : "*", user->realname,
                 NULL);
    tell(ctx, room, &envelope);
    envelope.caps_needed = 0;
    envelope.caps_unwanted = IRC_CAP_EXTENDED_JOIN;
    irc_msg_make(&msg, source, "JOIN", room->name, NULL);
    tell(ctx, room, &envelope);
    history_event(ctx, room, &msg, msgid, room->last_ms);
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

static void add_ranks(struct mode_changes *changes, const struct member *member)
{
    for (const char *letter = "qov"; *letter; letter++) {
        const struct mode *mode = mode_find(*letter);
        const struct mode_request given = {.letter = *letter, .mode = mode, .add = true};
        if (member->ranks & mode->bit)
            mode_changes_add(changes, &given, member->user->name);
    }
}

void room_show_ranks(struct ctx *ctx, const struct member *member)
{
    struct mode_changes changes = {0};
    struct buf letters = {0};
    struct irc_msg msg;
    if (!member->ranks)
        return;

    add_ranks(&changes, member);
    irc_msg_make(&msg, ctx_world(ctx)->config->server_name, "MODE", member->room->name, NULL);
    mode_changes_write(&changes, 0, IRC_LINE_MAX, &msg, &letters);
    struct envelope envelope = {.msg = &msg, .time_ms = ctx->now_ms, .except = ctx->session};
    deliver_room(ctx->server, member->room, &envelope);
    mode_changes_clear(&changes);
    buf_clear(&letters);
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
