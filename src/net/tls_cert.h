/*
 * tls_cert.h - certificates: what one says of itself, and making one that signs
 * itself.
 *
 * A fingerprint is the SHA-256 of a certificate in DER form, in lower-case hex.
 */
#ifndef TLS_CERT_H
#define TLS_CERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct x509_st;

/* Bytes of a fingerprint as text, with NUL. */
#define TLS_FINGERPRINT_SIZE 65

struct tls_cert {
    char full[TLS_FINGERPRINT_SIZE];
    char key[TLS_FINGERPRINT_SIZE]; /* of its SubjectPublicKeyInfo: survives a renewal */
    int64_t since_ms, until_ms;     /* wall; what it is valid for */
    bool signs_itself;              /* no authority vouches for it */
};

/* Returns 0, or -1 if there is none, or one that cannot be read. */
int tls_cert_describe(struct tls_cert *cert, const struct x509_st *x509);

/* True if its time has begun and is not over; now_ms is wall time. */
bool tls_cert_is_valid(const struct tls_cert *cert, int64_t now_ms);

/*
 * Makes a key (ECDSA, P-256) and a certificate that signs itself, for ten years
 * and for these names and addresses, the first being its own; what is neither a
 * name nor an address is left out. Both files are for their owner only, and
 * each is there whole or not at all. Returns 0, or -1 with *cause.
 */
int tls_cert_make(const char *cert_file, const char *key_file, const char *const *names, size_t n,
                  char **cause);

/* The same as one file with both, for somebody who is to be known by it. */
int tls_cert_make_own(const char *file, const char *name, char **cause);

/* What the certificate in a PEM file says of itself. Returns 0, or -1 with *cause. */
int tls_cert_read(struct tls_cert *cert, const char *path, char **cause);

#endif
