#include "client.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_msg.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"
#include "wire.h"

/* Extents offered at once; a turn's flush is mostly one. */
#define PIECES_MAX 64

/* A session that was closed and does not read its farewell. */
#define FAREWELL_MS 5000

/* The longest line: tags, the rest, without CR LF (server.md, 2). */
#define LINE_MAX_BYTES (IRC_CLIENT_TAGS_MAX + IRC_LINE_MAX - 2)

/* A line that could not be run yet. */
struct kept_line {
    bool is_there;
    char *text; /* owned; NULL for one that was too long */
    size_t len;
};

struct client {
    struct clients *owner;
    struct listener *listener;
    struct wire *wire;
    struct session *session;
    struct kept_line kept;
    bool is_waiting;          /* among owner->waiting */
    bool is_blocked;          /* the kernel takes no more for now */
    struct loop_timer *timer; /* the end of a flood's pause, or of a farewell; NULL till needed */
    struct client *prev, *next;
    struct client *waiting_prev, *waiting_next;
};

struct clients {
    struct loop *loop;
    struct server *server;
    struct tls *tls;
    bool stopped_reading;
    struct client *all;
    struct client *waiting; /* DL by waiting_next: sessions whose next line must wait */
};

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
    DL_DELETE2(client->owner->waiting, client, waiting_prev, waiting_next);
}

/* Ends the session and the connection; why as it is announced. */
static void client_end(struct client *client, const char *why)
{
    struct clients *owner = client->owner;
    struct ctx ctx = context(client);
    command_hangup(&ctx, why);
    stop_waiting(client);
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
    client->kept.text = line ? xstrndup(line, len) : NULL;
    client->kept.len = len;
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

static size_t total_bytes(const struct iovec *iov, int n)
{
    size_t total = 0;
    for (int i = 0; i < n; i++)
        total += iov[i].iov_len;
    return total;
}

/* Sends until nothing is left or the kernel is full. A broken wire reports itself (`closed`). */
static void send_waiting(struct client *client)
{
    struct outbox *outbox = &client->session->outbox;
    struct iovec iov[PIECES_MAX];
    while (outbox->bytes > 0 && !client->is_blocked) {
        int n = outbox_iov(outbox, iov, PIECES_MAX);
        ssize_t taken = wire_write(client->wire, iov, n);
        if (taken < 0)
            return;
        client->is_blocked = (size_t)taken < total_bytes(iov, n);
        outbox_drain(outbox, (size_t)taken);
    }
}

static void client_flush(struct client *client)
{
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
    client->is_blocked = false;
    client_flush(client);
}

/* ---- coming ---- */

/* "connection reset by peer" as it is announced. */
static char *capitalised(const char *why)
{
    char *text = xstrdup(why);
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    return text;
}

static void on_closed(void *arg, const char *why)
{
    struct client *client = arg;
    now_tell(client->owner->server);
    char *text = capitalised(why);
    client_end(client, client->session->ending ? client->session->ending : text);
    free(text);
}

static const struct wire_events wire_events = {
    .line = on_line, .writable = on_writable, .closed = on_closed};

static bool start_tls(const struct clients *clients, struct client *client)
{
    char *cause = NULL;
    if (!listener_is_tls(client->listener))
        return true;
    if (wire_start_tls(client->wire, clients->tls, NULL, &cause) == 0)
        return true;
    log_event(LOG_WARN, "tls_failed", "address=%s reason=\"%s\"", wire_peer(client->wire), cause);
    free(cause);
    return false;
}

void clients_accept(void *arg, struct listener *listener, int fd)
{
    struct clients *clients = arg;
    struct server *server = clients->server;
    now_tell(server);
    struct client *client = xnew(struct client);
    client->owner = clients;
    client->listener = listener;
    client->wire = wire_new(clients->loop, fd, LINE_MAX_BYTES, &wire_events, client);
    if (!start_tls(clients, client)) {
        wire_close(client->wire);
        listener_left(listener);
        free(client);
        return;
    }
    const char *address = wire_peer(client->wire);
    client->session =
        world_session_new(server->world, address, wire_is_private(client->wire), server->mono_ms);
    client->session->link = client;
    log_event(LOG_INFO, "connected", "session=%llu address=%s port=%d listener=%s",
              (unsigned long long)client->session->serial, address, wire_peer_port(client->wire),
              listener_text(listener));
    DL_APPEND(clients->all, client);
}

struct clients *clients_new(struct loop *loop, struct server *server, struct tls *tls)
{
    struct clients *clients = xnew(struct clients);
    clients->loop = loop;
    clients->server = server;
    clients->tls = tls;
    return clients;
}

void clients_stop_reading(struct clients *clients)
{
    clients->stopped_reading = true;
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
    free(clients);
}
