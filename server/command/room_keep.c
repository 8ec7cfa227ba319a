#include "room_keep.h"

#include <utlist.h>

#include "irc_name.h"
#include "persist.h"

static bool is_default(const struct server *server, const struct room *room)
{
    const char *name = server->world->config->default_room;
    return name && irc_name_equal(name, room->name);
}

static bool is_kept(const struct server *server, const struct room *room)
{
    const struct member *member = NULL;
    DL_FOREACH2(room->members, member, room_next)
    {
        if (member->user->account)
            return true;
    }
    return is_default(server, room);
}

void room_keep(struct server *server, const struct room *room)
{
    if (is_kept(server, room))
        room_save(server, room);
}

static void end_if_empty(struct server *server, struct room *room)
{
    if (is_kept(server, room))
        return;
    room_forget(server, room);
    if (!room->members)
        world_room_free(server->world, room);
}

void room_leave(struct server *server, struct member *member)
{
    struct room *room = member->room;
    member_forget(server, member);
    room_remove(member);
    end_if_empty(server, room);
}
