/*
 * guard.h - how many may come from where: strangers share what they can take,
 * address by address (IPv6: by /64).
 *
 * Whoever is on this machine is counted and never refused.
 */
#ifndef GUARD_H
#define GUARD_H

#include <stdbool.h>
#include <stdint.h>

struct guard;
struct place; /* an address and what is remembered of it */

struct guard_limits {
    int connections_per_address;
    int unregistered_per_address; /* that have not registered yet */
    int unregistered_max;         /* of all addresses together */
    int arrivals_per_address;     /* within GUARD_WINDOW_MS */
};

/* The time over which arrivals are counted. */
#define GUARD_WINDOW_MS 10000

/* Borrows the limits. */
struct guard *guard_new(const struct guard_limits *limits);
void guard_free(struct guard *guard);

/*
 * Somebody comes. Returns where from, counting one more who has not registered;
 * or NULL with *why as a sentence, counting nothing. That is logged once a
 * minute for an address.
 */
struct place *guard_admit(struct guard *guard, const char *address, bool is_local, int64_t mono_ms,
                          const char **why);

/* Somebody from there has registered. */
void guard_settle(struct guard *guard, struct place *place);

/* Somebody from there has gone; settled: guard_settle() was called for it. The place may be gone
 * then. */
void guard_leave(struct guard *guard, struct place *place, bool settled);

/* True if something about this place may be logged now: once a minute for each. */
bool guard_may_tell(struct place *place, int64_t mono_ms);

/* Every second: forgets addresses that nothing is to be remembered of. */
void guard_tick(struct guard *guard, int64_t mono_ms);

#endif
