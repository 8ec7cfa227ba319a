/*
 * credential.h - what is kept of a password: SCRAM keys as the store's text
 * "iterations:salt:stored:server", the last three in base64.
 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "scram.h"
#include "store.h"
#include "world.h"

#define CREDENTIAL_KIND "scram"

/* The label of a machine's own secret; a password that somebody types has "". */
#define CREDENTIAL_MACHINE_LABEL "default"

/* Codes that work once: to get in again when all is lost, and for a new device (its label), with
 * an end ("1767225600000@" before the keys). */
#define CREDENTIAL_RECOVERY_KIND "recovery"
#define CREDENTIAL_RESET_LABEL   "reset" /* the one that an operator gives, with an end */
#define CREDENTIAL_CODE_KIND     "code"

/* Four groups of four signs, with dashes between, and NUL: 80 bits, as Crockford's base32. */
#define CREDENTIAL_CODE_SIZE 20

/* Secrets that an account may have: one for each of its devices. */
#define CREDENTIAL_DEVICES_MAX 16

/* Bytes of a password. */
#define CREDENTIAL_PASSWORD_MIN 6
#define CREDENTIAL_PASSWORD_MAX 300

/* True for a secret that a machine made: 43 characters of base64url. It needs no slow hash. */
bool credential_is_machine(const char *password);

/*
 * Salt and iterations for a password of this account (folded). Machines' secrets
 * share them: who proves one of them need not say which.
 */
void credential_begin(struct scram_keys *keys, const struct world *world, const char *account,
                      const char *password);

/* A new code that works once. */
void credential_code_make(char out[CREDENTIAL_CODE_SIZE]);

/* What somebody typed, as the code that it is (any case, any dashes; to free), or NULL. */
char *credential_code_read(const char *text);

/* True if it works once, and still does. */
bool credential_is_once(const struct store_credential *credential, int64_t now_ms);

/* The keys as text; to free. */
char *credential_text(const struct scram_keys *keys);

/* Reads them back, also behind an end; false if it is no such text. */
bool credential_parse(const char *text, struct scram_keys *keys);

#endif
