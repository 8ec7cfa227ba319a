#include "about.h"

#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "irc_name.h"
#include "mem.h"

/* Bytes of a msgid that is looked for: no other is one. */
#define MSGID_MAX 64

/* ---- where ---- */

static bool find_room(struct ctx *ctx, const char *name, struct about_place *place)
{
    const struct user *user = ctx_user(ctx);
    const struct room *room = world_room(ctx_world(ctx), name);
    const struct member *member = room ? room_member(room, user) : NULL;
    if (!room || (!member && !place->operates))
        return false;
    place->conv = xstrdup(room->fold);
    place->shown = room->name;
    place->rules = place->operates || member_is_op(member);
    if (place->operates)
        return true;
    if (!user->account)
        place->not_before = member->joined_ms;
    else if (!history_is_public(room))
        place->member = user->fold;
    return true;
}

/* What guests say in private is not kept. */
static bool find_pair(struct ctx *ctx, const char *name, struct about_place *place)
{
    const struct user *user = ctx_user(ctx);
    const struct user *other = world_user(ctx_world(ctx), name);
    if (!user->account || !other || !other->account)
        return false;
    place->conv = history_pair(user->fold, other->fold);
    place->shown = other->name;
    place->rules = place->operates;
    place->member = user->fold;
    return true;
}

bool about_find(struct ctx *ctx, const char *name, struct about_place *place)
{
    return irc_is_room(name) ? find_room(ctx, name, place) : find_pair(ctx, name, place);
}

bool about_is_msgid(const char *text)
{
    return *text && *text != ':' && strlen(text) <= MSGID_MAX && !strpbrk(text, " \t");
}

/* ---- who hears of it ---- */

static void deliver_to_pair(struct server *server, const char *conv,
                            const struct envelope *envelope)
{
    const char *space = strchr(conv, ' ');
    char *first = xstrndup(conv, space ? (size_t)(space - conv) : 0);
    const struct user *a = world_user(server->world, first);
    const struct user *b = space ? world_user(server->world, space + 1) : NULL;
    if (a)
        deliver_user(server, a, envelope);
    if (b && b != a)
        deliver_user(server, b, envelope);
    free(first);
}

static struct room *room_of(const struct server *server, const char *conv)
{
    return irc_is_room(conv) ? world_room(server->world, conv) : NULL;
}

void about_published(struct server *server, const struct store_entry *entry)
{
    struct room *room = room_of(server, entry->conv);
    history_published(server->world, entry);
    if (room && room->last_ms < entry->time_ms)
        room->last_ms = entry->time_ms;
}

void about_deliver(struct server *server, const char *conv, const struct envelope *envelope)
{
    const struct room *room = room_of(server, conv);
    if (room)
        deliver_room(server, room, envelope);
    else
        deliver_to_pair(server, conv, envelope);
}
