/*
 * credential.h - what is kept of a password: SCRAM keys as the store's text
 * "iterations:salt:stored:server", the last three in base64.
 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include <stdbool.h>

#include "scram.h"

#define CREDENTIAL_KIND "scram"

/* The label of a machine's own secret; a password that somebody types has "". */
#define CREDENTIAL_MACHINE_LABEL "default"

/* Bytes of a password. */
#define CREDENTIAL_PASSWORD_MIN 6
#define CREDENTIAL_PASSWORD_MAX 300

/* True for a secret that a machine made: 43 characters of base64url. It needs no slow hash. */
bool credential_is_machine(const char *password);

/* The keys as text; to free. */
char *credential_text(const struct scram_keys *keys);

/* Reads them back; false if it is no such text. */
bool credential_parse(const char *text, struct scram_keys *keys);

#endif
