#include "user.h"

#include <stdio.h>
#include <utlist.h>

#include "room.h"
#include "session.h"

char *user_source(const struct user *user, char *out, int size)
{
    snprintf(out, (size_t)size, "%s!%s@%s", user->name, user->username, user->host);
    return out;
}

int user_session_count(const struct user *user)
{
    const struct session *session = NULL;
    int n = 0;
    DL_COUNT2(user->sessions, session, n, user_next);
    return n;
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
