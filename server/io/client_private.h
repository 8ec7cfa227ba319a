/*
 * client_private.h - what client.c and client_arrive.c share: who is connected.
 */
#ifndef CLIENT_PRIVATE_H
#define CLIENT_PRIVATE_H

#include "client.h"
#include "command.h"
#include "peer.h"
#include "wire.h"

struct guard;
struct loop_timer;
struct place;

/* A line that could not be run yet. */
struct kept_line {
    bool is_there;
    char *text; /* owned; NULL for one that was too long */
    size_t len;
};

struct client {
    struct clients *owner;
    struct listener *listener;
    struct place *place; /* where it comes from */
    struct wire *wire;
    struct session *session; /* NULL during the handshake of TLS */
    struct kept_line kept;
    bool is_waiting;          /* among owner->waiting */
    bool is_settled;          /* it has registered, and the guard knows */
    struct loop_timer *timer; /* the end of a flood's pause, or of a farewell; NULL till needed */
    int64_t came_ms;          /* monotonic */
    char here[PEER_ADDRESS_SIZE]; /* where it reached us; "" by a Unix socket */
    struct client *prev, *next;
    struct client *waiting_prev, *waiting_next;
};

struct clients {
    struct loop *loop;
    struct server *server;
    struct guard *guard;
    const struct clients_tls *tls;
    bool stopped_reading;
    struct client *all;
    struct client *waiting; /* DL by waiting_next: sessions whose next line must wait */
    struct client *shaking; /* DL by waiting_next: in a handshake, the oldest first */
    int nshaking;
    bool is_stormy; /* there were many of them */
};

/* Ends the session and the connection; why as it is announced. */
void client_end(struct client *client, const char *why);

/* Callbacks of the wire, before anything is said. */
void client_on_entered(void *arg);
void client_on_first(void *arg, const char *data, size_t len);

/* Its handshake is over, done or not. */
void client_stop_shaking(struct client *client);

/* True if the line is of another protocol: then it was answered, and the client is gone. */
bool client_is_foreign(struct client *client, const char *line);

/* It has registered: others may come in its place. */
void client_settle(struct client *client);

/* The events of clients' wires. */
extern const struct wire_events client_wire_events;

#endif
