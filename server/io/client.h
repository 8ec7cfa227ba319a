/*
 * client.h - joins one wire to one session: lines in, outbox out.
 *
 * A session that must wait (one question at a time) is not read, and its line
 * is kept; one that is too quick is not read for a while. Closed sessions go
 * when their outbox is empty.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <stddef.h>

struct clients;
struct guard_limits;
struct listener;
struct loop;
struct server;
struct tls;

struct clients_tls {
    struct tls *context; /* for the listeners that speak TLS; NULL if none does */
    /* What clients may call us (SNI); one who did may be told of STS. */
    const char *const *names;
    size_t n_names;
};

/* Nobody yet. limits and tls are borrowed. */
struct clients *clients_new(struct loop *loop, struct server *server,
                            const struct guard_limits *limits, const struct clients_tls *tls);

/* A listener_fn; arg is the struct clients. */
void clients_accept(void *arg, struct listener *listener, int fd);

/* The end of a turn: lets those go on whose answer has come; then sends what waits. */
void clients_go_on(struct clients *clients);
void clients_flush(struct clients *clients);

/* Every second: ends handshakes that take too long. */
void clients_tick(struct clients *clients);

/* Reads from nobody any more. */
void clients_stop_reading(struct clients *clients);

/* True if no connection is left. */
bool clients_are_gone(const struct clients *clients);

/* Cuts off who is left. */
void clients_free(struct clients *clients);

#endif
