/*
 * mailbox.h - what may wait for somebody who is away (R14): mail.h, kept over
 * restarts.
 *
 * Records of the space "mail": the receiver's and the sender's folded names
 * joined by a space; value "messages bytes id".
 */
#ifndef MAILBOX_H
#define MAILBOX_H

#include "command.h"

/* Takes room for a message in to's mailbox. False if there is none. Nobody who is here needs it. */
bool mailbox_take(struct server *server, struct user *from, struct user *to, size_t bytes);

/* The message for which room was taken is in the log. If it came to nothing: mail_remove(). */
void mailbox_keep(struct server *server, struct user *from, struct user *to, uint64_t id);

/* A device of the account has everything up to id. */
void mailbox_had(struct server *server, struct user *to, uint64_t id);

/* At start: a record. */
void mailbox_restore(struct world *world, const char *key, const char *value);

#endif
