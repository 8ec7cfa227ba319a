#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client_private.h"
#include "guard.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"

/* Extents offered at once; a turn's flush is mostly one. */
#define PIECES_MAX 64

/* A session that was closed and does not read its farewell. */
#define FAREWELL_MS 5000

static struct ctx context(const struct client *client)
{
    struct server *server = client->owner->server;
    return (struct ctx){.server = server,
                        .session = client->session,
                        .now_ms = server->now_ms,
                        .mono_ms = server->mono_ms};
}

/* ---- going ---- */

static void stop_waiting(struct client *client)
{
    if (!client->is_waiting)
        return;
    client->is_waiting = false;
    struct clients *owner = client->owner;
    DL_DELETE2(owner->waiting, client, waiting_prev, waiting_next);
}

void client_end(struct client *client, const char *why)
{
    struct clients *owner = client->owner;
    struct ctx ctx = context(client);
    if (client->session) {
        stop_waiting(client);
        command_hangup(&ctx, why);
    } else {
        client_stop_shaking(client);
    }
    guard_leave(owner->guard, client->place, client->is_settled);
    wire_close(client->wire);
    listener_left(client->listener);
    loop_timer_free(client->timer);
    DL_DELETE(owner->all, client);
    free(client->kept.text);
    free(client);
}

static const char *ending_of(const struct session *session)
{
    return session->ending ? session->ending : "Connection closed";
}

static void on_timer(void *arg)
{
    struct client *client = arg;
    now_tell(client->owner->server);
    if (client->session->stage == SESSION_CLOSED)
        client_end(client, ending_of(client->session));
    else if (!client->is_waiting && !client->owner->stopped_reading)
        wire_resume(client->wire);
}

static void set_timer(struct client *client, int64_t delay_ms)
{
    if (!client->timer)
        client->timer = loop_timer_new(client->owner->loop, on_timer, client);
    loop_timer_set(client->timer, delay_ms);
}

/* ---- lines in ---- */

static void keep(struct client *client, const char *line, size_t len)
{
    client->kept.is_there = true;
    client->kept.text = NULL;
    client->kept.len = len;
    if (!line)
        return;
    /* There may be a NUL in it: what becomes of that is for others to say. */
    client->kept.text = xmalloc(len + 1);
    memcpy(client->kept.text, line, len);
    client->kept.text[len] = '\0';
}

/* Reads no further until the present question is answered. */
static void wait_for_answer(struct client *client)
{
    wire_pause(client->wire);
    if (client->is_waiting)
        return;
    client->is_waiting = true;
    DL_APPEND2(client->owner->waiting, client, waiting_prev, waiting_next);
}

/* Reads no further for as long as the session was too quick. */
static void wait_for_flood(struct client *client)
{
    const struct server *server = client->owner->server;
    int64_t delay_ms = session_flood_delay(server, client->session, server->mono_ms);
    if (delay_ms <= 0)
        return;
    wire_pause(client->wire);
    set_timer(client, delay_ms);
}

static void run_line(struct client *client, char *line, size_t len)
{
    struct ctx ctx = context(client);
    if (command_line(&ctx, line, len) == COMMAND_WAIT) {
        keep(client, line, len);
        wait_for_answer(client);
    } else if (client->session->stage == SESSION_CLOSED) {
        wire_pause(client->wire);
    } else if (session_is_waiting(client->session)) {
        wait_for_answer(client);
    } else {
        wait_for_flood(client);
    }
}

static void on_line(void *arg, char *line, size_t len)
{
    struct client *client = arg;
    now_tell(client->owner->server);
    if (!client->is_settled && line && client_is_foreign(client, line))
        return;
    run_line(client, line, len);
}

/* Goes on with a session whose answer has come. */
static void client_retry(struct client *client)
{
    struct kept_line kept = client->kept;
    client->kept = (struct kept_line){0};
    if (kept.is_there)
        run_line(client, kept.text, kept.len);
    free(kept.text);
    bool delayed = client->timer && loop_timer_is_set(client->timer);
    bool closed = client->session->stage == SESSION_CLOSED;
    if (!client->is_waiting && !delayed && !closed && !client->owner->stopped_reading)
        wire_resume(client->wire);
}

void clients_go_on(struct clients *clients)
{
    if (clients->stopped_reading)
        return;
    /* Who must wait again stands in the list's end then, and is not looked at twice. */
    struct client *last = clients->waiting ? clients->waiting->waiting_prev : NULL;
    struct client *next = NULL;
    for (struct client *client = clients->waiting; client; client = next) {
        next = client == last ? NULL : client->waiting_next;
        if (session_is_waiting(client->session))
            continue;
        stop_waiting(client);
        client_retry(client);
    }
}

/* ---- bytes out ---- */

/* Sends until nothing is left or the kernel is full. A broken wire reports itself (`closed`). */
static void send_waiting(struct client *client)
{
    struct outbox *outbox = &client->session->outbox;
    struct iovec iov[PIECES_MAX];
    while (outbox->bytes > 0 && !wire_is_blocked(client->wire)) {
        int n = outbox_iov(outbox, iov, PIECES_MAX);
        ssize_t taken = wire_write(client->wire, iov, n);
        if (taken < 0)
            return;
        outbox_drain(outbox, (size_t)taken);
    }
}

static void client_flush(struct client *client)
{
    if (!client->is_settled && client->session->stage == SESSION_REGISTERED)
        client_settle(client);
    send_waiting(client);
    session_flushed(client->owner->server, client->session);
    if (client->is_waiting && !session_is_waiting(client->session))
        set_timer(client, 0);
    if (client->session->stage != SESSION_CLOSED)
        return;
    if (client->session->outbox.bytes == 0)
        client_end(client, ending_of(client->session));
    else
        set_timer(client, FAREWELL_MS);
}

/* The next session that has something to send, or NULL. */
static struct session *take_dirty(struct world *world)
{
    struct session *session = world->dirty;
    if (!session)
        return NULL;
    DL_DELETE2(world->dirty, session, dirty_prev, dirty_next);
    session->dirty = false;
    return session;
}

void clients_flush(struct clients *clients)
{
    struct session *session = NULL;
    while ((session = take_dirty(clients->server->world)))
        client_flush(session->link);
}

static void on_writable(void *arg)
{
    struct client *client = arg;
    now_tell(client->owner->server);
    client_flush(client);
}

/* "connection reset by peer" as it is announced. */
static char *capitalised(const char *why)
{
    char *text = xstrdup(why);
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    return text;
}

/* A handshake that failed, once a minute for an address. */
static void tell_unfinished(const struct client *client, const char *why)
{
    if (guard_may_tell(client->place, client->owner->server->mono_ms))
        log_event(LOG_INFO, "handshake_failed", "address=%s reason=\"%s\"", wire_peer(client->wire),
                  why);
}

static void on_closed(void *arg, const char *why)
{
    struct client *client = arg;
    now_tell(client->owner->server);
    char *text = capitalised(why);
    const struct session *session = client->session;
    if (!session)
        tell_unfinished(client, why);
    client_end(client, session && session->ending ? session->ending : text);
    free(text);
}

const struct wire_events client_wire_events = {
    .line = on_line,
    .writable = on_writable,
    .closed = on_closed,
    .entered = client_on_entered,
    .first = client_on_first,
};

void clients_stop_reading(struct clients *clients)
{
    clients->stopped_reading = true;
    while (clients->shaking)
        client_end(clients->shaking, "Server stopped");
    struct client *client = NULL;
    DL_FOREACH(clients->all, client)
    {
        wire_pause(client->wire);
    }
}

bool clients_are_gone(const struct clients *clients)
{
    return clients->all == NULL;
}

void clients_free(struct clients *clients)
{
    if (!clients)
        return;
    struct client *next = NULL;
    for (struct client *client = clients->all; client; client = next) {
        next = client->next;
        client_end(client, "Server stopped");
    }
    guard_free(clients->guard);
    free(clients);
}
