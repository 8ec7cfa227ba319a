/*
 * digest.h - SHA-256 of what comes in pieces; by OpenSSL.
 *
 * Used from any thread, a digest by one at a time.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>

#define DIGEST_BYTES 32
#define DIGEST_HEX   64 /* characters, without NUL */

struct digest;

struct digest *digest_new(void);
void digest_add(struct digest *digest, const void *data, size_t len);

/* The sum of all that was added, as 64 lower-case hexadecimal digits, to free; frees the digest. */
char *digest_hex(struct digest *digest);

/* The same as DIGEST_BYTES bytes. */
void digest_bytes(struct digest *digest, unsigned char *out);

/* For one that nobody wants to know; NULL is fine. */
void digest_free(struct digest *digest);

#endif
