#include "room.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_name.h"
#include "mem.h"
#include "session.h"
#include "user.h"

struct member *room_member(const struct room *room, const struct user *user)
{
    return map_get(&room->by_user, user->fold);
}

struct member *room_add(struct room *room, struct user *user, unsigned ranks)
{
    struct member *member = xnew(struct member);
    member->room = room;
    member->user = user;
    member->ranks = ranks;
    DL_APPEND2(room->members, member, room_prev, room_next);
    DL_APPEND2(user->rooms, member, user_prev, user_next);
    map_set(&room->by_user, user->fold, member);
    room->nmembers++;
    return member;
}

void room_remove(struct member *member)
{
    struct room *room = member->room;
    map_remove(&room->by_user, member->user->fold);
    DL_DELETE2(room->members, member, room_prev, room_next);
    DL_DELETE2(member->user->rooms, member, user_prev, user_next);
    room->nmembers--;
    free(member);
}

/* ---- bans ---- */

/* "$a:mask" bans accounts (ACCOUNTEXTBAN). */
static bool bans_account(const char *mask, const struct user *user)
{
    return strncmp(mask, "$a:", 3) == 0 && user->account && irc_mask_match(mask + 3, user->fold);
}

static bool bans_address(const char *mask, const struct user *user)
{
    const struct session *session = NULL;
    DL_FOREACH2(user->sessions, session, user_next)
    {
        char *source = xasprintf("%s!%s@%s", user->name, user->username, session->address);
        bool match = irc_mask_match(mask, source);
        free(source);
        if (match)
            return true;
    }
    return false;
}

bool room_is_banned(const struct room *room, const struct user *user)
{
    char source[USER_SOURCE_SIZE];
    user_source(user, source, sizeof(source));
    const struct ban *ban = NULL;
    DL_FOREACH(room->bans, ban)
    {
        if (irc_mask_match(ban->mask, source) || bans_account(ban->mask, user) ||
            bans_address(ban->mask, user))
            return true;
    }
    return false;
}

static struct ban *find_ban(const struct room *room, const char *mask)
{
    struct ban *ban = NULL;
    DL_FOREACH(room->bans, ban)
    {
        if (irc_name_equal(ban->mask, mask))
            return ban;
    }
    return NULL;
}

bool room_ban(struct room *room, const char *mask, const char *setter, int64_t now_ms)
{
    if (find_ban(room, mask))
        return false;

    struct ban *ban = xnew(struct ban);
    ban->mask = xstrdup(mask);
    ban->setter = xstrdup(setter);
    ban->set_ms = now_ms;
    DL_APPEND(room->bans, ban);
    room->nbans++;
    return true;
}

bool room_unban(struct room *room, const char *mask)
{
    struct ban *ban = find_ban(room, mask);
    if (!ban)
        return false;

    DL_DELETE(room->bans, ban);
    room->nbans--;
    free(ban->mask);
    free(ban->setter);
    free(ban);
    return true;
}

/* ---- rights ---- */

bool member_is_op(const struct member *member)
{
    return (member->ranks & (RANK_OWNER | RANK_OP)) != 0;
}

bool room_may_speak(const struct room *room, const struct user *user)
{
    const struct member *member = room_member(room, user);
    if (member && member->ranks)
        return true;
    if (!member && (room->flags & ROOM_NO_EXTERNAL))
        return false;
    return !(room->flags & ROOM_MODERATED) && !room_is_banned(room, user);
}

size_t room_present_count(const struct room *room)
{
    const struct member *member = NULL;
    size_t n = 0;
    DL_FOREACH2(room->members, member, room_next)
    {
        if (member->user->present)
            n++;
    }
    return n;
}

char *rank_prefixes(unsigned ranks, bool all, char *out)
{
    static const struct {
        unsigned rank;
        char prefix;
    } prefixes[] = {
        {RANK_OWNER, '~'},
        {RANK_OP,    '@'},
        {RANK_VOICE, '+'}
    };

    size_t n = 0;
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
        if ((ranks & prefixes[i].rank) && (all || n == 0))
            out[n++] = prefixes[i].prefix;
    }
    out[n] = '\0';
    return out;
}

void room_set_topic(struct room *room, const char *topic, const char *setter, int64_t now_ms)
{
    xreplace(&room->topic, topic && *topic ? topic : NULL);
    xreplace(&room->topic_setter, setter);
    room->topic_ms = now_ms;
}
