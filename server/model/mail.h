/*
 * mail.h - how much waits for an account that is away, and from whom (R14).
 *
 * Counted while the receiver has no session, until one of its devices has it
 * all. Only numbers: the messages lie in the log.
 */
#ifndef MAIL_H
#define MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "map.h"

struct user;
struct world;

/* From one sender. */
struct mail_share {
    int messages;
    size_t bytes;
};

struct mail {
    int messages;
    size_t bytes;
    uint64_t newest;  /* id in the log; 0: not known yet */
    struct map share; /* sender's fold -> struct mail_share, owned */
};

/* How much may wait. */
struct mail_limits {
    int messages; /* for one account */
    size_t bytes;
    int from_one;    /* messages for one account from one sender */
    int outstanding; /* messages from one sender, for all */
};

/* True if one more would be too much. */
bool mail_is_full(const struct world *world, const struct user *from, const struct user *to,
                  size_t bytes);

/* Counts some; or one message no longer, if it still counts. */
void mail_add(struct user *from, struct user *to, struct mail_share more);
void mail_remove(struct user *from, struct user *to, size_t bytes);

/* Forgets what waits for an account: it has it. */
void mail_clear(const struct world *world, struct user *to);

#endif
