#include "user.h"

#include <stdlib.h>
#include <utlist.h>

#include "irc_name.h"
#include "mem.h"
#include "room.h"
#include "session.h"

/* Appends as much as there is room for before end; returns the new end of the text. */
static char *put(char *at, const char *end, const char *text)
{
    while (*text && at < end)
        *at++ = *text++;
    return at;
}

char *user_source(const struct user *user, char *out, int size)
{
    /* Once or twice a message: a tenth of what snprintf takes. */
    const char *const parts[] = {user->name, "!", user->username, "@", user->host};
    const char *end = out + size - 1;
    char *at = out;
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        at = put(at, end, parts[i]);
    *at = '\0';
    return out;
}

char *user_cloak(const char *name)
{
    char *fold = irc_fold(name);
    char *cloak = xasprintf("user/%s", fold);
    free(fold);
    return cloak;
}

void user_count_opers(struct user *user)
{
    const struct session *session = NULL;
    user->oper = false;
    DL_FOREACH2(user->sessions, session, user_next)
    {
        user->oper |= session->oper;
    }
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

int64_t user_idle_s(const struct user *user, int64_t now_ms)
{
    return now_ms > user->active_ms ? (now_ms - user->active_ms) / 1000 : 0;
}
