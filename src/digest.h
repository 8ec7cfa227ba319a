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

/* SHA-1 instead, for protocols that demand it: its sum is DIGEST_SHA1_BYTES bytes, by
 * digest_bytes() only. */
#define DIGEST_SHA1_BYTES 20
struct digest *digest_new_sha1(void);

/* The sum of all that was added, as 64 lower-case hexadecimal digits, to free; frees the digest. */
char *digest_hex(struct digest *digest);

/* The same as DIGEST_BYTES bytes. */
void digest_bytes(struct digest *digest, unsigned char *out);

/* For one that nobody wants to know; NULL is fine. */
void digest_free(struct digest *digest);

#endif
