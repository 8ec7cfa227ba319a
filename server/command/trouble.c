#include "trouble.h"

#include "log.h"
#include "reply.h"

/* How often it is told that writes still fail. */
#define TELL_MS 60000

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
    world->degraded = true;
    tell_failures(world, server->mono_ms);
    tell_operators(server, "The disk takes no more: messages are refused until it does");
}

static void note_success(struct server *server)
{
    struct world *world = server->world;
    if (!world->degraded)
        return;
    world->degraded = false;
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

static void tried(void *arg, enum store_status status)
{
    struct server *server = arg;
    server->world->is_trying = false;
    trouble_note(server, status);
}

void trouble_tick(struct server *server, int64_t mono_ms)
{
    struct world *world = server->world;
    if (!world->degraded)
        return;
    if (mono_ms >= world->failure_due_ms)
        tell_failures(world, mono_ms);
    if (!world->is_trying)
        store_try(server->store, tried, server);
    world->is_trying = true;
}
