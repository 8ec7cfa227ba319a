#include "trouble.h"

#include <utlist.h>

#include "log.h"
#include "persist.h"
#include "reply.h"

/* How often it is told that writes still fail. */
#define TELL_MS 60000

/* After the first write that went well, the rest is given this time to do so too. */
#define SAVE_MS 2000

static void tell_operators(struct server *server, const char *text)
{
    struct irc_msg msg;
    irc_msg_make(&msg, server->world->config->server_name, "NOTICE", "*", text, NULL);
    const struct envelope envelope = {.msg = &msg, .time_ms = server->now_ms};
    MAP_FOREACH(e, &server->world->users) {
        const struct user *user = map_value(e);
        if (user->oper)
            deliver_user(server, user, &envelope);
    }
}

static void tell_failures(struct world *world, int64_t mono_ms)
{
    log_event(LOG_ERROR, "store_failed", "writes=%u effect=\"messages are refused\"",
              world->unwritten);
    world->unwritten = 0;
    world->failure_due_ms = mono_ms + TELL_MS;
}

static void note_failure(struct server *server)
{
    struct world *world = server->world;
    world->unwritten++;
    if (world->degraded)
        return;
    world->degraded = world->is_unsaved = true;
    tell_failures(world, server->mono_ms);
    tell_operators(server, "The disk takes no more: messages are refused until it does");
}

static void note_success(struct server *server)
{
    struct world *world = server->world;
    if (!world->degraded)
        return;
    world->degraded = false;
    world->failure_due_ms = server->mono_ms + SAVE_MS;
    log_event(LOG_WARN, "store_recovered", "writes_lost=%u", world->unwritten);
    world->unwritten = 0;
    tell_operators(server, "The disk takes what is said again");
}

void trouble_note(struct server *server, enum store_status status)
{
    if (status == STORE_FAILED)
        note_failure(server);
    else if (status == STORE_OK)
        note_success(server);
}

/* What changed meanwhile changed here only. */
static void save_all(struct server *server)
{
    MAP_FOREACH(e, &server->world->rooms) {
        const struct room *room = map_value(e);
        const struct member *member = NULL;
        room_save(server, room);
        DL_FOREACH2(room->members, member, room_next)
        {
            member_save(server, member);
        }
    }
    MAP_FOREACH(e, &server->world->users) {
        const struct user *user = map_value(e);
        MAP_FOREACH(mark, &user->markers.by_name) {
            if (user->account)
                store_mark(server->store, user->fold, map_key(mark),
                           stamps_get(&user->markers, map_key(mark)));
        }
    }
}

void trouble_tick(struct server *server, int64_t mono_ms)
{
    struct world *world = server->world;
    if (!world->is_unsaved || mono_ms < world->failure_due_ms)
        return;
    if (world->degraded) {
        tell_failures(world, mono_ms);
        return;
    }
    world->is_unsaved = false;
    save_all(server);
}
