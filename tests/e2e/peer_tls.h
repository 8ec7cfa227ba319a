/*
 * peer_tls.h - TLS for a scripted client, with OpenSSL's own.
 */
#ifndef PEER_TLS_H
#define PEER_TLS_H

#include <stddef.h>
#include <sys/types.h>

struct peer_tls;

/* Shakes hands over a connected socket, which stays the caller's; believes any certificate. NULL if
 * that does not work in time. */
struct peer_tls *peer_tls_new(int fd);
void peer_tls_free(struct peer_tls *tls);

/* As recv() and send() do on a socket that does not block. */
ssize_t peer_tls_recv(struct peer_tls *tls, char *into, size_t size);
ssize_t peer_tls_send(struct peer_tls *tls, const char *data, size_t len);

/* The first bytes of a handshake, as a client sends them; returns how many. */
size_t peer_tls_hello(char *into, size_t size);

#endif
