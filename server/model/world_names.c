/* Users and rooms of the world, by name. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_name.h"
#include "mem.h"
#include "world.h"

/* ---- users ---- */

struct user *world_user(const struct world *world, const char *name)
{
    char fold[IRC_NICK_SIZE];
    if (strlen(name) > IRC_NICK_MAX)
        return NULL;
    return map_get(&world->users, irc_fold_to(name, fold, sizeof(fold)));
}

struct user *world_account(const struct world *world, const char *name)
{
    struct user *user = world_user(world, name);
    return user && user->account && !user->erasing ? user : NULL;
}

struct user *world_present_user(const struct world *world, const char *name)
{
    struct user *user = world_user(world, name);
    return user && user->present ? user : NULL;
}

struct user *world_user_new(struct world *world, const char *name, bool account, int64_t now_ms)
{
    struct user *user = xnew(struct user);
    user->name = xstrdup(name);
    user->fold = irc_fold(name);
    user->username = xstrdup(name);
    user->realname = xstrdup(name);
    user->host = user_cloak(name);
    user->created_ms = now_ms;
    map_set(&world->users, user->fold, user);
    if (account)
        world_user_claim(world, user);
    return user;
}

struct user *world_name_owner(const struct world *world, const char *name)
{
    struct user *user = world_user(world, name);
    if (user && user->account)
        return user;
    char *skeleton = irc_nick_skeleton(name);
    user = map_get(&world->skeletons, skeleton);
    free(skeleton);
    return user;
}

static void drop_skeleton(struct world *world, const struct user *user)
{
    char *skeleton = irc_nick_skeleton(user->fold);
    if (map_get(&world->skeletons, skeleton) == user)
        map_remove(&world->skeletons, skeleton);
    free(skeleton);
}

void world_user_rename(struct world *world, struct user *user, const char *name)
{
    char *fold = irc_fold(name);
    xreplace(&user->name, name);
    if (strcmp(fold, user->fold) == 0) {
        free(fold);
        return;
    }
    assert(!user->account);
    struct member *member = NULL;
    DL_FOREACH2(user->rooms, member, user_next)
    {
        map_remove(&member->room->by_user, user->fold);
        map_set(&member->room->by_user, fold, member);
    }
    map_remove(&world->users, user->fold);
    map_set(&world->users, fold, user);
    free(user->fold);
    user->fold = fold;
}

void world_user_claim(struct world *world, struct user *user)
{
    char *skeleton = irc_nick_skeleton(user->fold);
    if (!map_get(&world->skeletons, skeleton))
        map_set(&world->skeletons, skeleton, user);
    free(skeleton);
    user->account = true;
}

void world_user_unclaim(struct world *world, struct user *user)
{
    drop_skeleton(world, user);
    user->account = false;
}

void world_user_free(struct world *world, struct user *user)
{
    assert(!user->sessions);
    while (user->rooms)
        room_remove(user->rooms);
    world_set_present(world, user, false);
    world_set_grace(world, user, 0);
    drop_skeleton(world, user);
    map_remove(&world->users, user->fold);
    mail_clear(world, user);
    free(user->name);
    free(user->fold);
    free(user->username);
    free(user->host);
    free(user->realname);
    free(user->away);
    stamps_clear(&user->markers);
    free(user);
}

void world_set_present(struct world *world, struct user *user, bool present)
{
    if (user->present == present)
        return;
    user->present = present;
    world->npresent += present ? 1 : -1;
    if (world->npresent > world->npresent_max)
        world->npresent_max = world->npresent;
}

static void stop_grace(struct world *world, struct user *user)
{
    if (!user->grace_until_ms)
        return;
    DL_DELETE2(world->grace, user, grace_prev, grace_next);
    user->grace_until_ms = 0;
}

void world_set_grace(struct world *world, struct user *user, int64_t until_ms)
{
    stop_grace(world, user);
    user->grace_until_ms = until_ms;
    /* The period is the same for all, so the end of the list is where the latest belongs. */
    if (until_ms)
        DL_APPEND2(world->grace, user, grace_prev, grace_next);
}

/* ---- rooms ---- */

struct room *world_room(const struct world *world, const char *name)
{
    char fold[IRC_ROOM_SIZE];
    if (strlen(name) > IRC_ROOM_MAX)
        return NULL;
    return map_get(&world->rooms, irc_fold_to(name, fold, sizeof(fold)));
}

struct room *world_room_new(struct world *world, const char *name, int64_t now_ms)
{
    struct room *room = xnew(struct room);
    room->name = xstrdup(name);
    room->fold = irc_fold(name);
    room->created_ms = now_ms;
    map_set(&world->rooms, room->fold, room);
    return room;
}

void world_room_free(struct world *world, struct room *room)
{
    map_remove(&world->rooms, room->fold);
    while (room->members)
        room_remove(room->members);
    while (room->bans)
        room_unban(room, room->bans->mask);
    map_clear(&room->by_user);
    map_clear(&room->invited);
    free(room->name);
    free(room->fold);
    free(room->topic);
    free(room->topic_setter);
    free(room->key);
    free(room);
}
