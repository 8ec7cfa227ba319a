/* Stopping in order: nothing is read any more, what was accepted is stored and answered, all are
 * told, and the last bytes see themselves off. */
#include <stdlib.h>

#include "client.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"
#include "server_private.h"

/* After this an orderly stop waits for nobody any more: of the two seconds (promises.md, P16) the
 * rest is for closing the store. */
#define STOP_MS 1500

/* All that was accepted is answered: now everybody is told. */
static void tell_all(struct parlord *parlord)
{
    parlord->has_told = true;
    now_tell(&parlord->server);
    command_shutdown(&parlord->server, parlord->farewell, parlord->server.now_ms);
    clients_flush(parlord->clients);
}

void server_stop_on(struct parlord *parlord)
{
    if (!parlord->has_told && store_is_idle(parlord->server.store))
        tell_all(parlord);
    if (!parlord->has_told || !clients_are_gone(parlord->clients))
        return;
    if (!loop_is_closing(parlord->loop))
        loop_stop(parlord->loop);
    else if (!parlord->is_empty)
        loop_timer_set(parlord->tick, 0); /* wires go behind this hook: look again */
    parlord->is_empty = true;
}

void server_stop_now(void *arg)
{
    struct parlord *parlord = arg;
    if (!parlord->has_told)
        tell_all(parlord);
    loop_stop(parlord->loop);
}

void server_stop(struct parlord *parlord, const char *why)
{
    if (parlord->stopping)
        return;
    parlord->stopping = true;
    xreplace(&parlord->farewell, why);
    log_event(LOG_INFO, "stopping", "why=\"%s\" sessions=%d", why,
              parlord->server.world->nsessions);
    listeners_close(parlord->listeners);
    clients_stop_reading(parlord->clients);
    server_stop_files(parlord);
    loop_timer_set(parlord->patience, STOP_MS);
}
