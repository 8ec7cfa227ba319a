/*
 * tls_session.h - one TLS conversation on a descriptor. Only stream.c wants it.
 */
#ifndef TLS_SESSION_H
#define TLS_SESSION_H

#include <stdbool.h>

struct ssl_st;
struct tls;
struct tls_cert;
struct tls_shown;

/* Whose end of it a context is for. */
bool tls_is_server(const struct tls *tls);

/* A session on fd; for a server it always comes about; for a client, host is the name or address
 * that the certificate must bear. NULL with *cause. */
struct ssl_st *tls_session_new(struct tls *tls, int fd, const char *host, char **cause);

/* What went wrong, by OpenSSL's queue of errors, as a sentence to free. */
char *tls_session_failure(struct ssl_st *ssl);

/* What the server of a finished handshake showed. */
void tls_session_shown(const struct ssl_st *ssl, struct tls_shown *shown);

/* The handshake is done. */
bool tls_session_is_ready(const struct ssl_st *ssl);

/* The name that the client asked for (SNI), borrowed; NULL if it named none. */
const char *tls_session_name(const struct ssl_st *ssl);

/* The peer's certificate, once the handshake is done. Returns 0, or -1 if it has none. */
int tls_session_peer(const struct ssl_st *ssl, struct tls_cert *cert);

#endif
