/*
 * tls_private.h - what tls.c and tls_client.c share.
 */
#ifndef TLS_PRIVATE_H
#define TLS_PRIVATE_H

#include <openssl/ssl.h>
#include <stdbool.h>

struct tls {
    SSL_CTX *ctx;
    bool client;
};

/* What both ends have in common; never NULL. */
struct tls *tls_new(const SSL_METHOD *method, bool client);

/* Why OpenSSL did not like a file, to free. */
char *tls_file_failure(const char *path);

/* A client's session: whose certificate it wants. Returns 0, or -1 with *cause. */
int tls_client_begin(SSL *ssl, const char *host, char **cause);

#endif
