#include "presence.h"

#include "history.h"
#include "irc_cap.h"
#include "mem.h"
#include "monitor.h"
#include "reply.h"
#include "room_enter.h"

void presence_come_back(struct ctx *ctx, struct user *user)
{
    struct irc_msg msg;
    char source[USER_SOURCE_SIZE];
    if (!user->away)
        return;

    xreplace(&user->away, NULL);
    irc_msg_make(&msg, user_source(user, source, sizeof(source)), "AWAY", NULL);
    struct envelope envelope = {
        .msg = &msg, .time_ms = ctx->now_ms, .sender = user, .caps_needed = IRC_CAP_AWAY_NOTIFY};
    deliver_peers(ctx->server, user, false, &envelope);
    monitor_spread(ctx->server, user, &envelope);
}

void presence_announce(struct ctx *ctx, const struct member *member, const char *msgid)
{
    const struct user *user = member->user;
    struct irc_msg msg;
    char source[USER_SOURCE_SIZE];
    user_source(user, source, sizeof(source));
    struct envelope envelope = {.msg = &msg,
                                .msgid = msgid,
                                .time_ms = ctx->now_ms,
                                .sender = user,
                                .caps_unwanted = IRC_CAP_EXTENDED_JOIN,
                                .except = ctx->session};
    irc_msg_make(&msg, source, "JOIN", member->room->name, NULL);
    deliver_room(ctx->server, member->room, &envelope);
    history_event(ctx, member->room, &msg, msgid, ctx->now_ms);
    envelope.caps_unwanted = 0;
    envelope.caps_needed = IRC_CAP_EXTENDED_JOIN;
    irc_msg_make(&msg, source, "JOIN", member->room->name, user->account ? user->name : "*",
                 user->realname, NULL);
    deliver_room(ctx->server, member->room, &envelope);
    room_show_ranks(ctx, member);
}

void presence_show(struct ctx *ctx, const struct member *member, const char *msgid)
{
    const struct user *user = member->user;
    struct irc_msg msg;
    char source[USER_SOURCE_SIZE];
    bool extended = (ctx->session->caps & IRC_CAP_EXTENDED_JOIN) != 0;
    const char *account = extended ? user->name : NULL;
    user_source(user, source, sizeof(source));
    irc_msg_make(&msg, source, "JOIN", member->room->name, account, user->realname, NULL);
    struct envelope envelope = {
        .msg = &msg, .msgid = msgid, .time_ms = ctx->now_ms, .sender = user};
    reply_envelope(ctx, &envelope);
    room_show(ctx, member->room);
}
