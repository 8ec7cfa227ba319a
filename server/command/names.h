/*
 * names.h - who may use which name (server.md, 4.1).
 */
#ifndef NAMES_H
#define NAMES_H

#include "command.h"
#include "irc_name.h"

enum name_refusal {
    NAME_FREE,
    NAME_RESERVED, /* a service's, the server's own */
    NAME_OWNED,    /* an account */
    NAME_LOOKS,    /* looks like an account's */
    NAME_IN_USE    /* by a guest who is here */
};

/* Whether somebody may have the name who proved nothing; self (may be NULL) has it already. */
enum name_refusal name_check(const struct world *world, const char *name, const struct user *self);

/* "alice@phone" cut into account and device; device is "" if there is none. False if the account is
 * no name, or the device is none. */
bool name_split(const char *text, char account[IRC_NICK_SIZE], char device[IRC_NICK_SIZE]);

#endif
