/* JOIN and PART. */
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_name.h"
#include "mem.h"
#include "named.h"
#include "reply.h"
#include "room_enter.h"
#include "room_invites.h"
#include "room_keep.h"

/* ---- JOIN ---- */

/* Why somebody may not come in, as a numeric; 0: may. */
static int refusal(const struct room *room, const struct user *user, const char *key)
{
    if (room_is_banned(room, user))
        return ERR_BANNEDFROMCHAN;
    if ((room->flags & ROOM_INVITE_ONLY) && !room_invites_has(room, user))
        return ERR_INVITEONLYCHAN;
    if (room->key && (!key || strcmp(key, room->key) != 0))
        return ERR_BADCHANNELKEY;
    if (room->limit > 0 && room_present_count(room) >= (size_t)room->limit)
        return ERR_CHANNELISFULL;
    return 0;
}

static void enter_existing(struct ctx *ctx, struct room *room, const char *key)
{
    const struct user *user = ctx_user(ctx);
    int numeric = refusal(room, user, key);
    if (numeric) {
        reply(ctx, (enum irc_num)numeric, room->name);
        return;
    }
    room_invites_remove(ctx->server, room, user);
    room_enter(ctx, room, 0);
}

static void enter_new(struct ctx *ctx, const char *name)
{
    struct room *room = world_room_new(ctx_world(ctx), name, ctx->now_ms);
    room->flags = ROOM_NO_EXTERNAL | ROOM_TOPIC_OPS;
    room_enter(ctx, room, RANK_OWNER | RANK_OP);
}

static int room_count(const struct user *user)
{
    const struct member *member = NULL;
    int n = 0;
    DL_COUNT2(user->rooms, member, n, user_next);
    return n;
}

static void join(struct ctx *ctx, const char *name, const char *key)
{
    const struct user *user = ctx_user(ctx);
    struct room *room = world_room(ctx_world(ctx), name);

    if (!irc_room_valid(name))
        reply(ctx, irc_is_room(name) ? ERR_BADCHANMASK : ERR_NOSUCHCHANNEL, name);
    else if (room && room_member(room, user))
        return;
    else if (room_count(user) >= ctx_world(ctx)->config->rooms_max)
        reply(ctx, ERR_TOOMANYCHANNELS, name);
    else if (room)
        enter_existing(ctx, room, key);
    else
        enter_new(ctx, name);
}

static void leave_all(struct ctx *ctx);

/* JOIN <room>{,<room>} [<key>{,<key>}]; JOIN 0 leaves all rooms. */
void cmd_join(struct ctx *ctx, const struct irc_msg *msg)
{
    if (strcmp(msg->params[0], "0") == 0) {
        leave_all(ctx);
        return;
    }

    char *names = xstrdup(msg->params[0]);
    char *keys = xstrdup(msg->nparams > 1 ? msg->params[1] : NULL);
    char *names_left = names;
    char *keys_left = keys;
    for (const char *name = NULL; (name = strsep(&names_left, ","));) {
        const char *key = strsep(&keys_left, ",");
        if (*name)
            join(ctx, name, key);
    }
    free(names);
    free(keys);
}

/* ---- PART ---- */

static void leave(struct ctx *ctx, struct member *member, const char *reason)
{
    char source[USER_SOURCE_SIZE];
    struct irc_msg part;

    irc_msg_make(&part, user_source(member->user, source, sizeof(source)), "PART",
                 member->room->name, reason, NULL);
    if (!named_fits(ctx, &part))
        return;
    announce_room(ctx, member->room, &part, NULL);
    room_leave(ctx->server, member);
}

static void leave_all(struct ctx *ctx)
{
    struct member *member = NULL;
    struct member *next = NULL;
    DL_FOREACH_SAFE2(ctx_user(ctx)->rooms, member, next, user_next)
    {
        leave(ctx, member, NULL);
    }
}

/* PART <room>{,<room>} [<reason>] */
void cmd_part(struct ctx *ctx, const struct irc_msg *msg)
{
    char *names = xstrdup(msg->params[0]);
    char *left = names;
    for (const char *name = NULL; (name = strsep(&left, ","));) {
        struct member *member = *name ? named_membership(ctx, name) : NULL;
        if (member)
            leave(ctx, member, msg->nparams > 1 ? msg->params[1] : NULL);
    }
    free(names);
}
