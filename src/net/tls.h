/*
 * tls.h - TLS contexts for both ends, by OpenSSL.
 */
#ifndef TLS_H
#define TLS_H

struct tls;

/* A server's context from PEM files (certificate chain, key). NULL with *cause (to free) naming the
 * file. */
struct tls *tls_server_new(const char *cert_file, const char *key_file, char **cause);

/* A client's context: TLS 1.2 or later, the peer verified by name against the system's authorities,
 * or ca_file if not NULL. */
struct tls *tls_client_new(const char *ca_file, char **cause);

void tls_free(struct tls *tls);

#endif
