#include "room_invites.h"

#include <stdlib.h>

#include "mem.h"
#include "reply.h"
#include "room_keep.h"

/* The name; a guest's with the time of its coming behind it. To free. */
static char *make_key(const struct user *user)
{
    if (user->account)
        return xstrdup(user->fold);
    return xasprintf("%s %lld", user->fold, (long long)user->created_ms);
}

void room_invites_add(struct server *server, struct room *room, const struct user *user)
{
    char *key = make_key(user);
    map_set(&room->invited, key, room);
    if (user->account)
        room_keep(server, room);
    free(key);
}

bool room_invites_has(const struct room *room, const struct user *user)
{
    char *key = make_key(user);
    bool has = map_get(&room->invited, key) != NULL;
    free(key);
    return has;
}

void room_invites_remove(struct server *server, struct room *room, const struct user *user)
{
    char *key = make_key(user);
    if (map_remove(&room->invited, key) && user->account)
        room_keep(server, room);
    free(key);
}

void room_invites_show(struct ctx *ctx)
{
    const struct user *user = ctx_user(ctx);
    MAP_FOREACH(e, &ctx_world(ctx)->rooms) {
        const struct room *room = map_value(e);
        struct irc_msg msg;
        if (!room_invites_has(room, user))
            continue;
        irc_msg_make(&msg, NULL, "INVITE", user->name, room->name, NULL);
        reply_msg(ctx, &msg);
    }
}
