/* Coming: limits, the handshake of TLS, other protocols; up to the end of registration. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "bans.h"
#include "client_private.h"
#include "foreign.h"
#include "guard.h"
#include "irc_msg.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"
#include "peer.h"
#include "tls_cert.h"

/* The longest line: tags, the rest, without CR LF (server.md, 2). */
#define LINE_MAX_BYTES (IRC_CLIENT_TAGS_MAX + IRC_LINE_MAX - 2)

/* Input that waits for one who has not registered, and for one who has. */
#define STRANGER_INPUT_MAX 8192
#define INPUT_MAX          65536

/* Handshakes at a time: each takes 45 kB while it lasts. Beyond that nobody is accepted, and who
 * stops in the middle is waited for no longer than CROWDED_MS. */
#define HANDSHAKES_MAX 2048
#define CROWDED_MS     2000
#define STORM          256

/* With the tick of a second, unfinished handshakes are gone within ten (promises.md, P10). */
#define HANDSHAKE_MS 8000

struct clients *clients_new(struct loop *loop, struct server *server,
                            const struct guard_limits *limits, const struct clients_tls *tls)
{
    struct clients *clients = xnew(struct clients);
    clients->loop = loop;
    clients->server = server;
    clients->guard = guard_new(limits);
    clients->tls = tls;
    return clients;
}

/* ---- the session ---- */

/* One that has expired proves nothing any more. */
static void take_certificate(const struct client *client)
{
    struct tls_cert cert;
    struct session *session = client->session;
    if (wire_peer_cert(client->wire, &cert) < 0 ||
        !tls_cert_is_valid(&cert, client->owner->server->now_ms))
        return;
    session->cert_full = xstrdup(cert.full);
    session->cert_key = xstrdup(cert.key);
}

static bool is_our_name(const struct clients_tls *tls, const char *name)
{
    for (size_t i = 0; name && i < tls->n_names; i++) {
        if (strcasecmp(tls->names[i], name) == 0)
            return true;
    }
    return false;
}

static void begin_session(struct client *client)
{
    struct server *server = client->owner->server;
    struct wire *wire = client->wire;
    struct session *session =
        world_session_new(server->world, wire_peer(wire), wire_is_private(wire), server->mono_ms);
    session->link = client;
    session->port = wire_peer_port(wire);
    client->session = session;
    session->here = *client->here ? client->here : NULL;
    if (wire_is_tls(wire)) {
        session->tls = true;
        take_certificate(client);
        session->named = is_our_name(client->owner->tls, wire_name(wire));
        session->called = session->named ? wire_name(wire) : NULL;
    }
    log_event(LOG_INFO, "connected", "session=%llu address=%s port=%d listener=%s",
              (unsigned long long)session->serial, session->address, session->port,
              listener_text(client->listener));
}

void client_stop_shaking(struct client *client)
{
    struct clients *owner = client->owner;
    DL_DELETE2(owner->shaking, client, waiting_prev, waiting_next);
    owner->nshaking--;
}

void client_on_entered(void *arg)
{
    struct client *client = arg;
    struct clients *owner = client->owner;
    now_tell(owner->server);
    client_stop_shaking(client);
    begin_session(client);
}

void client_settle(struct client *client)
{
    client->is_settled = true;
    wire_limit_input(client->wire, INPUT_MAX);
    guard_settle(client->owner->guard, client->place);
}

/* ---- who does not speak IRC ---- */

static void send_away(struct client *client, const struct foreign *foreign)
{
    char *text = xstrdup(foreign->text);
    const struct iovec iov = {.iov_base = text, .iov_len = strlen(text)};
    if (guard_may_tell(client->place, client->owner->server->mono_ms))
        log_event(LOG_INFO, "not_irc", "address=%s protocol=%s", wire_peer(client->wire),
                  foreign->name);
    wire_write(client->wire, &iov, 1);
    client_end(client, "Does not speak IRC");
    free(text);
}

void client_on_first(void *arg, const char *data, size_t len)
{
    struct client *client = arg;
    const struct foreign *foreign = foreign_bytes(data, len);
    now_tell(client->owner->server);
    if (foreign)
        send_away(client, foreign);
}

bool client_is_foreign(struct client *client, const char *line)
{
    const struct foreign *foreign = foreign_line(line);
    if (foreign)
        send_away(client, foreign);
    return foreign != NULL;
}

/* ---- arriving ---- */

/* False if it is gone already. */
static bool start_tls(struct client *client)
{
    struct clients *owner = client->owner;
    char *cause = NULL;
    DL_APPEND2(owner->shaking, client, waiting_prev, waiting_next);
    owner->nshaking++;
    if (owner->nshaking >= HANDSHAKES_MAX)
        listener_hold(client->listener);
    if (wire_start_tls(client->wire, owner->tls->context, NULL, &cause) < 0) {
        log_event(LOG_WARN, "tls_failed", "reason=\"%s\"", cause);
        free(cause);
        return false;
    }
    return true;
}

static void arrive(struct clients *clients, struct listener *listener, struct place *place, int fd)
{
    struct client *client = xnew(struct client);
    client->owner = clients;
    client->listener = listener;
    client->place = place;
    client->came_ms = clients->server->mono_ms;
    peer_here(fd, client->here);
    client->wire = wire_new(clients->loop, fd, LINE_MAX_BYTES, &client_wire_events, client);
    wire_limit_input(client->wire, STRANGER_INPUT_MAX);
    DL_APPEND(clients->all, client);
    if (!listener_is_tls(listener))
        begin_session(client);
    else if (!start_tls(client))
        client_end(client, "TLS failed");
}

static void tell_banned(const struct clients *clients, struct place *place, const char *address,
                        const char *why)
{
    if (guard_may_tell(place, clients->server->mono_ms))
        log_event(LOG_INFO, "refused", "address=%s why=\"%s\"", address, why);
}

void clients_accept(void *arg, struct listener *listener, int fd)
{
    struct clients *clients = arg;
    now_tell(clients->server);
    const char *why = NULL;
    struct peer peer = peer_of(fd);
    struct place *place =
        guard_admit(clients->guard, peer.address, peer.is_local, clients->server->mono_ms, &why);
    const char *banned =
        bans_refuse(clients->server, peer.address, NULL, NULL, clients->server->now_ms);
    if (place && !banned) {
        arrive(clients, listener, place, fd);
        return;
    }
    if (place) {
        tell_banned(clients, place, peer.address, banned);
        guard_leave(clients->guard, place, false);
        why = banned;
    }
    listener_refuse(listener, fd, why);
    listener_left(listener);
}

/* What a storm of handshakes took lies scattered: the heap keeps it unless it is asked. */
static void give_memory_back(struct clients *clients)
{
    if (clients->nshaking >= STORM)
        clients->is_stormy = true;
    if (!clients->is_stormy || clients->nshaking > 0)
        return;
    clients->is_stormy = false;
    malloc_trim(0);
}

void clients_tick(struct clients *clients)
{
    const int64_t mono_ms = clients->server->mono_ms;
    /* First: what ended in this turn is freed at its end. */
    give_memory_back(clients);
    const int64_t patience_ms = clients->nshaking >= HANDSHAKES_MAX ? CROWDED_MS : HANDSHAKE_MS;
    while (clients->shaking && mono_ms - clients->shaking->came_ms >= patience_ms)
        client_end(clients->shaking, "Handshake timed out");
    guard_tick(clients->guard, mono_ms);
}
