#include "lagging.h"

#include <inttypes.h>
#include <utlist.h>

#include "history.h"
#include "line.h"
#include "log.h"

/* Limits in multiples of sendq_max: for live messages while nothing is known of the reader (a
 * turn's burst), for everything that it did not ask for, and with the answers to what it asked:
 * those are written in one go, however many people are in a room. */
#define BURST_TIMES 2
#define MOST_TIMES  4
#define ASKED_TIMES 16

/* When memory gets short, each may have this part of what is left, and at least so many bytes. */
#define SHARE_OF_REST 64
#define LEAST_BYTES   8192

static const char too_slow[] = "Too slow: what waited for it passed its limit";

/* ---- cutting off ---- */

/* Half a line may be on its way: the farewell begins with the end of that. */
static void cut_off(struct server *server, struct session *session)
{
    static const char farewell[] = "\r\nERROR :Closing link (Too slow)\r\n";
    log_event(LOG_INFO, "sendq_exceeded", "session=%" PRIu64 " name=%s bytes=%zu", session->serial,
              session->nick ? session->nick : "-", session->outbox.bytes);
    outbox_clear(&session->outbox);
    session->asked_bytes = 0;
    outbox_add(&session->outbox,
               arena_write(&server->world->arena, farewell, sizeof(farewell) - 1));
    session->stage = SESSION_CLOSED;
    session->ending = too_slow;
    world_count_outbox(server->world, session);
    world_dirty(server->world, session);
}

static size_t unasked(const struct session *session)
{
    const size_t bytes = session->outbox.bytes;
    return bytes > session->asked_bytes ? bytes - session->asked_bytes : 0;
}

void lagging_check(struct server *server, struct session *session)
{
    const size_t max = server->world->config->sendq_max;
    if (unasked(session) > MOST_TIMES * max || session->outbox.bytes > ASKED_TIMES * max)
        cut_off(server, session);
}

/* ---- lagging ---- */

static size_t limit_of(const struct world *world, const struct session *session)
{
    const size_t most = world->config->sendq_max;
    const size_t total = world->config->sendq_total;
    if (!session->blocked)
        return BURST_TIMES * most;
    size_t share = total > world->outbox_bytes ? (total - world->outbox_bytes) / SHARE_OF_REST : 0;
    if (share < LEAST_BYTES)
        share = LEAST_BYTES;
    return share < most ? share : most;
}

bool lagging_admits(struct server *server, struct session *session, const struct envelope *envelope,
                    size_t len)
{
    const bool account = session->user && session->user->account;
    if (unasked(session) + len <= limit_of(server->world, session))
        return true;
    if (!account) {
        cut_off(server, session);
        return false;
    }
    /* What it says itself is answered in its place: first all of that. */
    if (!envelope->id || session->in_flight > 0)
        return true;
    history_lag(server, session, envelope->id);
    return false;
}

/* ---- after each attempt to send ---- */

static struct session *slowest(const struct world *world)
{
    struct session *slowest = NULL;
    struct session *session = NULL;
    DL_FOREACH(world->sessions, session)
    {
        if (session->stage != SESSION_CLOSED &&
            (!slowest || session->outbox_bytes > slowest->outbox_bytes))
            slowest = session;
    }
    return slowest;
}

static void bound_total(struct server *server)
{
    const struct world *world = server->world;
    while (world->outbox_bytes > world->config->sendq_total) {
        struct session *session = slowest(world);
        if (!session || session->outbox_bytes == 0)
            return;
        cut_off(server, session);
    }
}

void session_flushed(struct server *server, struct session *session)
{
    struct outbox *outbox = &session->outbox;
    outbox_keep(outbox);
    if (session->asked_bytes > outbox->bytes)
        session->asked_bytes = outbox->bytes;
    world_count_outbox(server->world, session);
    /* What a slow reader takes is a sign of life. */
    if (session->blocked && outbox->moved)
        session->heard_ms = server->mono_ms;
    outbox->moved = false;
    session->blocked = outbox->bytes > 0;
    if (!session->blocked && session->replay.lagging)
        history_read_on(server, session);
    bound_total(server);
}
