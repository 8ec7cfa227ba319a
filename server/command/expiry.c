#include "expiry.h"

#include <stdlib.h>

#include "log.h"
#include "store_keep.h"

/* After the start, between slices, between rounds, after a failure. */
#define START_MS   60000
#define SLICE_MS   1000
#define ROUND_MS   3600000
#define FAILURE_MS 600000

/* A wall clock that has jumped is not believed at once: what it makes old would be gone for ever.
 */
#define JUMP_MS  60000
#define DOUBT_MS (int64_t)(24 * 3600000)

static void wait(struct world *world, int64_t from_ms, int64_t ms)
{
    world->expire_at_ms = from_ms + ms;
}

static void slice_done(void *arg, enum store_status status, size_t deleted, bool more)
{
    struct server *server = arg;
    struct world *world = server->world;
    world->is_expiring = false;
    if (deleted > 0)
        log_event(LOG_INFO, "expired", "entries=%zu more=%d", deleted, more);
    if (status != STORE_OK)
        wait(world, server->mono_ms, FAILURE_MS);
    else
        wait(world, server->mono_ms, more ? SLICE_MS : ROUND_MS);
}

static void slice(struct server *server, int64_t now_ms)
{
    const struct retention *retention = &server->world->config->retention;
    struct store_policy policy = {.now_ms = now_ms,
                                  .queued_ms = retention->messages_ms,
                                  .event_ms = retention->events_ms,
                                  .mail_ms = retention->undelivered_ms,
                                  .room_rows = (size_t)retention->room_rows};
    server->world->is_expiring = true;
    store_expire(server->store, &policy, slice_done, server);
}

/* Notes how the clocks stand to each other; true if the wall clock has jumped since. */
static bool has_jumped(struct world *world, int64_t now_ms, int64_t mono_ms)
{
    int64_t moved = now_ms - mono_ms - world->clocks_ms;
    world->clocks_ms = now_ms - mono_ms;
    return llabs(moved) > JUMP_MS;
}

void expiry_tick(struct server *server, int64_t now_ms, int64_t mono_ms)
{
    struct world *world = server->world;
    if (world->expire_at_ms == 0) {
        world->clocks_ms = now_ms - mono_ms;
        wait(world, mono_ms, START_MS);
    }
    if (has_jumped(world, now_ms, mono_ms)) {
        log_event(LOG_WARN, "clock_jumped", "effect=\"nothing expires for a day\"");
        wait(world, mono_ms, DOUBT_MS);
        world->unused_at_ms = world->expire_at_ms;
    }
    bool is_overdue = mono_ms >= world->expire_at_ms + ROUND_MS;
    if (mono_ms >= world->expire_at_ms && !world->is_expiring &&
        (is_overdue || store_is_idle(server->store)))
        slice(server, now_ms);
}
