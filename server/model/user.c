#include "user.h"

#include <stdio.h>
#include <utlist.h>

#include "room.h"

char *user_source(const struct user *user, char *out, int size)
{
    snprintf(out, (size_t)size, "%s!%s@%s", user->name, user->username, user->host);
    return out;
}

bool user_shares_room(const struct user *a, const struct user *b)
{
    const struct member *member = NULL;
    DL_FOREACH2(a->rooms, member, user_next)
    {
        if (room_member(member->room, b))
            return true;
    }
    return false;
}
