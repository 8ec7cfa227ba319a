/*
 * secret.h - random bytes, tokens, comparing and wiping of secrets; by libsodium.
 */
#ifndef SECRET_H
#define SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Random bytes of a secret that a client makes for itself, and its text with NUL (base64url, no
 * padding). */
#define SECRET_BYTES     32
#define SECRET_TEXT_SIZE 44

/* Characters of a message id: 48 bits of milliseconds and 80 random bits, with NUL. */
#define SECRET_MSGID_SIZE 27

/* Must be called once before all others of this module; ends the process if there is no randomness.
 */
void secret_init(void);

/* Fills with random bytes. */
void secret_random(void *out, size_t size);

/* A new secret as text; out holds SECRET_TEXT_SIZE bytes. */
void secret_make_text(char *out);

/* A new msgid, lower-case base32hex, sortable by time (server.md, 2.4); out holds SECRET_MSGID_SIZE
 * bytes. Of one thread only: it keeps random bits for those that follow. */
void secret_make_msgid(int64_t wall_ms, char *out);

/* What only who has the key (SECRET_BYTES) can make of a text: HMAC-SHA-256 in base64url; out holds
 * SECRET_TEXT_SIZE bytes. */
void secret_sign(const unsigned char *key, const char *text, char *out);

/* Compares in time that depends on size only. */
bool secret_equal(const void *a, const void *b, size_t size);

/* Overwrites, even if the compiler thinks that nobody looks. */
void secret_wipe(void *data, size_t size);

/* Wipes a string and frees it; NULL is fine. */
void secret_free(char *text);

/* Standard base64 with padding (RFC 4648, 4), NUL-terminated. The caller frees. */
char *secret_base64(const void *data, size_t size);

/* Decodes the same into out; returns bytes, or -1 if malformed or more than capacity. */
int secret_unbase64(const char *text, size_t len, void *out, size_t capacity);

#endif
