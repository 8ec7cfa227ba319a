/*
 * peer.h - a scripted IRC client.
 *
 * It answers PING by itself. Lines are without CR LF. What is expected and does
 * not come fails the test and shows the last lines that came instead.
 */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>
#include <stddef.h>

struct peer;

/* Connects to a port of 127.0.0.1, or to a Unix socket. The name is copied. */
struct peer *peer_new(const char *name, int port);
struct peer *peer_new_unix(const char *name, const char *path);

/* The same by TLS; any certificate will do. */
struct peer *peer_new_tls(const char *name, int port);

const char *peer_name(const struct peer *peer);

/* To poll; stays the peer's. */
int peer_fd(const struct peer *peer);

/* Closes the connection without a word. NULL is fine. */
void peer_free(struct peer *peer);

/* Sends a line; reads meanwhile, if the server takes no more. A server that is gone is no error. */
void peer_send(struct peer *peer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Sends bytes as they are. */
void peer_write(struct peer *peer, const char *data, size_t len);

/*
 * Skips lines until one matches (extended regular expression) and returns it,
 * valid until the next call.
 */
const char *peer_expect(struct peer *peer, const char *pattern);

/* The next line, whatever it is. */
const char *peer_next(struct peer *peer);

/* The next line if it is there already, or NULL; never waits. */
const char *peer_poll(struct peer *peer);

/* Waits until one of n peers has something to read or is at its end. */
void peers_wait(struct peer *const *peers, int n);

/* Waits until the server knows that all was read: it asks by PING :q…, and has the answer. */
void peer_expect_acked(struct peer *peer);

/* The same by single lines: NULL in the end. */
const char *peer_next_unacked(struct peer *peer);

/* True once the server has closed the connection and all lines were taken. */
bool peer_is_over(const struct peer *peer);

/* Skips lines until the server closes the connection. */
void peer_expect_end(struct peer *peer);

/* ---- arriving ---- */

/* NICK and USER, as plain clients do; waits for the end of the MOTD. */
void peer_enter(struct peer *peer);

/* Claims the name with a secret, asking for capabilities (may be ""). */
void peer_claim(struct peer *peer, const char *secret, const char *caps);

/* Logs in by SCRAM-SHA-256 under a device's label ("" for none). */
void peer_login(struct peer *peer, const char *secret, const char *device, const char *caps);

/* Enters a room and waits for the end of its names. */
void peer_join(struct peer *peer, const char *room);

#endif
