/*
 * ticket.h - secrets that open files for a while: signed addresses, and tokens.
 *
 * A ticket is the end of an address ("e=…&a=…&s=…"): whoever has it may fetch
 * that one path until then. A token is sent in a header ("Authorization:
 * Bearer …") and says for whom, and what for. Of a token only the hash is
 * kept, over a restart too.
 */
#ifndef TICKET_H
#define TICKET_H

#include "command.h"

/* How long a token works. */
#define TOKEN_MS (15 * 60000LL)

/* ---- tickets ---- */

/* The query for a path (as decoded, with its first '/'); account: who asked for it, folded. To
 * free. */
char *ticket_sign(struct server *server, const char *path, const char *account, int64_t until_ms);

enum ticket_result {
    TICKET_GOOD,
    TICKET_NONE,   /* the query has none, or one for something else */
    TICKET_EXPIRED /* it was good once */
};

/* Is it a ticket for this path? *account: to free, set if it is good. query: without '?', NULL for
 * none. */
enum ticket_result ticket_verify(const struct server *server, const char *path, const char *query,
                                 char **account);

/* ---- tokens ---- */

/* What for: "upload", "upload:once" (gone when it is used), "download:<path's begin>" or "all". */

/*
 * A new token of an account (folded) for its device ("" for none); to wipe and
 * free. An account has TOKENS_MAX at most: the oldest gives way.
 */
#define TOKENS_MAX 64
char *token_make(struct server *server, const char *account, const char *device, const char *scope);

enum token_result {
    TOKEN_GOOD,
    TOKEN_UNKNOWN, /* there is none, or not any more */
    TOKEN_EXPIRED, /* "the token is too old" */
    TOKEN_NOT_FOR  /* it is for something else */
};

/* What a token is good for: "upload" or "download:<path>". *account: to free, set if it is good. */
enum token_result token_use(struct server *server, const char *token, const char *wanted,
                            char **account);

/* Forgets the tokens of a device, or (NULL) of all devices of an account. */
void token_revoke(struct server *server, const char *account, const char *device);

/* What the store kept; at start. */
void token_restore(struct server *server, const char *key, const char *value);

/* Every minute or so: forgets what is too old. */
void token_tick(struct server *server);

#endif
