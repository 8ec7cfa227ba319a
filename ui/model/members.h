/*
 * members.h - the people of one room: ranks, away, when they last spoke.
 */
#ifndef MEMBERS_H
#define MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "map.h"

struct person {
    char *nick;       /* owned */
    char *account;    /* NULL if not logged in or unknown; owned */
    char prefixes[8]; /* "@+", highest first, as this server calls them */
    bool away;
    bool offline; /* in the room, but not connected: hears of it later */
    bool bot;
    int64_t spoke_ms; /* 0: never; completion goes by recency */
};

struct members {
    struct map by_nick;     /* folded nick -> struct person, owned */
    struct person **sorted; /* by rank, then name; NULL while out of date */
    size_t n;
};

void members_clear(struct members *members);

/* The person of that name, made if new. */
struct person *members_put(struct members *members, const char *nick);

/* NULL if not there. */
struct person *members_get(const struct members *members, const char *nick);

/* False if there was nobody of that name. */
bool members_remove(struct members *members, const char *nick);
bool members_rename(struct members *members, const char *from, const char *to);

/* Someone's rank changed: sort anew. prefix_order: the server's prefixes, highest first ("~@+"). */
void members_set_prefixes(struct members *members, struct person *person, const char *prefixes);

void members_set_away(struct members *members, struct person *person, bool away);

/* Sorted: here before away, by rank (prefix_order), then name. Borrowed until the next change. */
struct person *const *members_sorted(struct members *members, const char *prefix_order, size_t *n);

#endif
