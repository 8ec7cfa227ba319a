/*
 * isupport.h - what this server can do and how much, as numeric 005.
 */
#ifndef ISUPPORT_H
#define ISUPPORT_H

#include "command.h"

/* Bytes of a USER name, and of a real name. */
#define ISUPPORT_USER_MAX 16
#define ISUPPORT_NAME_MAX 128

/* Bytes of a reason to be away. */
#define ISUPPORT_AWAY_MAX 300

/* Names that one session may watch. */
#define ISUPPORT_MONITOR_MAX 256

/* All tokens, in as many 005 as they take. */
void isupport_send(struct ctx *ctx);

/* The same as words with spaces between; to free. */
char *isupport_words(struct ctx *ctx);

#endif
