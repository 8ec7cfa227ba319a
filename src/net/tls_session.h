/*
 * tls_session.h - one TLS conversation on a descriptor. Only stream.c wants it.
 */
#ifndef TLS_SESSION_H
#define TLS_SESSION_H

struct ssl_st;
struct tls;

/* A session on fd; for a client, host is the name or address that the certificate must bear. NULL
 * with *cause. */
struct ssl_st *tls_session_new(struct tls *tls, int fd, const char *host, char **cause);

/* What went wrong, by OpenSSL's queue of errors, as a sentence to free. */
char *tls_session_failure(struct ssl_st *ssl);

#endif
