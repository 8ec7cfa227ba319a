#include "named.h"

#include "reply.h"

bool named_room_is_seen(const struct room *room, const struct user *user)
{
    return !(room->flags & ROOM_SECRET) || (user && room_member(room, user));
}

bool named_user_is_seen(const struct user *user, const struct user *viewer)
{
    return !user->invisible || (viewer && (user == viewer || user_shares_room(user, viewer)));
}

struct room *named_room(struct ctx *ctx, const char *name)
{
    struct room *room = world_room(ctx_world(ctx), name);
    if (room && named_room_is_seen(room, ctx_user(ctx)))
        return room;
    reply(ctx, ERR_NOSUCHCHANNEL, name);
    return NULL;
}

struct member *named_membership(struct ctx *ctx, const char *name)
{
    struct room *room = named_room(ctx, name);
    if (!room)
        return NULL;
    struct member *member = room_member(room, ctx_user(ctx));
    if (!member)
        reply(ctx, ERR_NOTONCHANNEL, room->name);
    return member;
}

struct member *named_operated(struct ctx *ctx, const char *name)
{
    struct member *member = named_membership(ctx, name);
    if (!member || member_is_op(member))
        return member;
    reply(ctx, ERR_CHANOPRIVSNEEDED, member->room->name);
    return NULL;
}

bool named_fits(struct ctx *ctx, const struct irc_msg *msg)
{
    struct buf line = {0};
    irc_msg_write(msg, &line);
    bool fits = line.len <= IRC_LINE_MAX;
    buf_clear(&line);
    if (!fits)
        reply_plain(ctx, ERR_INPUTTOOLONG);
    return fits;
}
