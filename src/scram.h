/*
 * scram.h - SCRAM-SHA-256 (RFC 5802, RFC 7677), both ends, without channel binding.
 *
 * Messages go in and out as text without base64: SASL adds that. Hashing is
 * slow by design: scram_derive() and scram_verify() belong in a
 * worker thread on the server. Passwords are taken as they are, without SASLprep.
 */
#ifndef SCRAM_H
#define SCRAM_H

#include <stdbool.h>
#include <stddef.h>

#define SCRAM_KEY_BYTES  32
#define SCRAM_SALT_BYTES 16

/* Iterations for a machine-made 256-bit secret, and for a password that somebody types. */
#define SCRAM_ITERATIONS_SECRET   4096
#define SCRAM_ITERATIONS_PASSWORD 100000

/* What a server stores instead of a password (RFC 5802, 3). */
struct scram_keys {
    unsigned char salt[SCRAM_SALT_BYTES];
    int iterations;
    unsigned char stored_key[SCRAM_KEY_BYTES];
    unsigned char server_key[SCRAM_KEY_BYTES];
};

/* Derives the keys of password for the salt and iterations already set in keys. */
void scram_derive(struct scram_keys *keys, const char *password);

/* True if password derives these keys (constant time). Slow. */
bool scram_verify(const struct scram_keys *keys, const char *password);

/* Salt and iterations of a name, as for a machine's secret: the same each time for the same pepper
 * (SCRAM_KEY_BYTES); and keys that nothing proves. */
void scram_fake(struct scram_keys *keys, const char *name, const unsigned char *pepper);

/* The server's end of one exchange. Zeroed at first; scram_server_clear() at the end. */
struct scram_server {
    char *gs2_header;        /* owned */
    char *client_first_bare; /* owned */
    char *server_first;      /* owned */
    char *nonce;             /* client's and ours, owned */
};

/*
 * Reads client-first. *authzid and *authcid are set to strings to free
 * (authzid "" when none). Returns 0, or -1 if malformed or if it wants
 * channel binding.
 */
int scram_server_first(struct scram_server *server, const char *client_first, char **authzid,
                       char **authcid);

/* Answers with server-first for these keys. Borrowed until clear. */
const char *scram_server_challenge(struct scram_server *server, const struct scram_keys *keys);

/* Checks client-final; returns server-final to free, or NULL if the proof is wrong. */
char *scram_server_final(struct scram_server *server, const struct scram_keys *keys,
                         const char *client_final);

/* Wipes and frees what the exchange holds. */
void scram_server_clear(struct scram_server *server);

/* The client's end. Zeroed at first; scram_client_clear() at the end. */
struct scram_client {
    char *first_bare; /* owned */
    char *nonce;      /* owned */
    unsigned char server_signature[SCRAM_KEY_BYTES];
    bool proved; /* client-final was made */
};

/* client-first for a name; to free. */
char *scram_client_first(struct scram_client *client, const char *name);

/* client-final in answer to server-first; to free. NULL if malformed or fewer than 4096 iterations.
 * Slow. */
char *scram_client_final(struct scram_client *client, const char *password,
                         const char *server_first);

/* True if server-final proves that the server knows the keys too. */
bool scram_client_verify(const struct scram_client *client, const char *server_final);

/* Wipes and frees what the exchange holds. */
void scram_client_clear(struct scram_client *client);

#endif
