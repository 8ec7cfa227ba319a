/* KICK and INVITE: who else goes, who else comes. */
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_cap.h"
#include "mem.h"
#include "named.h"
#include "reply.h"
#include "room_invites.h"
#include "room_keep.h"

/* ---- KICK ---- */

/* The member called name, or 401, 441. */
static struct member *find_target(struct ctx *ctx, const struct room *room, const char *name)
{
    const struct user *user = world_user(ctx_world(ctx), name);
    if (!user) {
        reply(ctx, ERR_NOSUCHNICK, name);
        return NULL;
    }
    struct member *member = room_member(room, user);
    if (!member)
        reply(ctx, ERR_USERNOTINCHANNEL, user->name, room->name);
    return member;
}

static void kick(struct ctx *ctx, const struct member *kicker, const char *name, const char *reason)
{
    struct room *room = kicker->room;
    struct member *target = find_target(ctx, room, name);
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    if (!target)
        return;
    if ((target->ranks & RANK_OWNER) && !(kicker->ranks & RANK_OWNER)) {
        reply_text(ctx, ERR_CHANOPRIVSNEEDED, room->name, "%s owns the room", target->user->name);
        return;
    }

    irc_msg_make(&msg, user_source(kicker->user, source, sizeof(source)), "KICK", room->name,
                 target->user->name, reason, NULL);
    if (!named_fits(ctx, &msg))
        return;
    announce_room(ctx, room, &msg, NULL);
    room_leave(ctx->server, target);
}

/* KICK <room> <nick>{,<nick>} [<reason>] */
void cmd_kick(struct ctx *ctx, const struct irc_msg *msg)
{
    bool has_reason = msg->nparams > 2 && *msg->params[2];
    const char *reason = has_reason ? msg->params[2] : ctx_user(ctx)->name;
    char *names = xstrdup(msg->params[1]);
    char *left = names;

    for (const char *name = NULL; (name = strsep(&left, ","));) {
        if (!*name)
            continue;
        /* Asked anew each time: one of the names may be the kicker's own. */
        const struct member *kicker = named_operated(ctx, msg->params[0]);
        if (!kicker)
            break;
        kick(ctx, kicker, name, reason);
    }
    free(names);
}

/* ---- INVITE ---- */

static void list_invites(struct ctx *ctx)
{
    MAP_FOREACH(e, &ctx_world(ctx)->rooms) {
        const struct room *room = map_value(e);
        if (room_invites_has(room, ctx_user(ctx)))
            reply(ctx, RPL_INVITELIST, room->name);
    }
    reply_plain(ctx, RPL_ENDOFINVITELIST);
}

static bool may_invite(const struct member *member)
{
    return !(member->room->flags & ROOM_INVITE_ONLY) || member_is_op(member);
}

/* To who is invited, and to those who could have invited as well (IRCv3 invite-notify). */
static void announce_invite(struct ctx *ctx, const struct room *room, const struct user *guest)
{
    const struct user *inviter = ctx_user(ctx);
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    irc_msg_make(&msg, user_source(inviter, source, sizeof(source)), "INVITE", guest->name,
                 room->name, NULL);
    struct envelope envelope = {.msg = &msg, .time_ms = ctx->now_ms, .sender = inviter};
    deliver_user(ctx->server, guest, &envelope);

    const struct member *member = NULL;
    envelope.caps_needed = IRC_CAP_INVITE_NOTIFY;
    DL_FOREACH2(room->members, member, room_next)
    {
        if (member->user != inviter && may_invite(member))
            deliver_user(ctx->server, member->user, &envelope);
    }
}

static void invite(struct ctx *ctx, struct room *room, const struct user *guest)
{
    room_invites_add(ctx->server, room, guest);
    reply(ctx, RPL_INVITING, guest->name, room->name);
    if (guest->present && guest->away)
        reply(ctx, RPL_AWAY, guest->name, guest->away);
    announce_invite(ctx, room, guest);
}

/* INVITE <nick> <room>; INVITE alone lists one's own invites. */
void cmd_invite(struct ctx *ctx, const struct irc_msg *msg)
{
    if (msg->nparams == 0) {
        list_invites(ctx);
        return;
    }
    if (msg->nparams == 1) {
        reply(ctx, ERR_NEEDMOREPARAMS, "INVITE");
        return;
    }

    const struct member *member = named_membership(ctx, msg->params[1]);
    if (!member)
        return;
    const struct user *guest = world_user(ctx_world(ctx), msg->params[0]);
    if (!guest)
        reply(ctx, ERR_NOSUCHNICK, msg->params[0]);
    else if (!may_invite(member))
        reply(ctx, ERR_CHANOPRIVSNEEDED, member->room->name);
    else if (room_member(member->room, guest))
        reply(ctx, ERR_USERONCHANNEL, guest->name, member->room->name);
    else
        invite(ctx, member->room, guest);
}
