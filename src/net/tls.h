/*
 * tls.h - TLS contexts for both ends, by OpenSSL.
 */
#ifndef TLS_H
#define TLS_H

#include "tls_cert.h"

struct tls;

/*
 * A server's context from PEM files (certificate chain, key). It asks clients
 * for a certificate and takes any, or none. NULL with *cause (to free) naming
 * the file.
 */
struct tls *tls_server_new(const char *cert_file, const char *key_file, char **cause);

/* Loads the files again, for those who come from now on. Returns 0; or -1 with *cause if they do
 * not do, or have expired: then all stays as it was. */
int tls_server_replace(struct tls *tls, const char *cert_file, const char *key_file, char **cause);

/* In two steps: the same as tls_server_new(), but NULL with *cause also if it has expired; and
 * fresh's files for who comes to tls from now on (fresh is freed). */
struct tls *tls_server_fresh(const char *cert_file, const char *key_file, char **cause);
void tls_server_take(struct tls *tls, struct tls *fresh);

/* The certificate that a server shows. */
struct tls_cert tls_server_cert(const struct tls *tls);

/* A client's context: TLS 1.2 or later, the peer verified by name against the system's authorities,
 * or ca_file if not NULL. */
struct tls *tls_client_new(const char *ca_file, char **cause);

/* It shows this certificate to servers that ask for one: a PEM file with its key, which nobody but
 * its owner may read. Returns 0; or -1 with *cause, and it shows none. */
int tls_client_show(struct tls *tls, const char *file, char **cause);

/* NULL is fine; a server's must outlive its wires. */
void tls_free(struct tls *tls);

#endif
