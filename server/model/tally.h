/*
 * tally.h - how often something was done lately, under a name: an address, an
 * account. On the monotonic clock.
 *
 * Names come from strangers, so there are at most TALLY_NAMES_MAX of them: the
 * one that was quiet for longest is forgotten first.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdint.h>

#include "map.h"

#define TALLY_NAMES_MAX 4096

/* Times that are kept under one name: the newest. */
#define TALLY_TIMES_MAX 64

/* A zeroed one is empty. */
struct tally {
    struct map by_name; /* name -> struct tally_entry, the quietest first */
};

/* How often within the last window_ms. */
int tally_count(const struct tally *tally, const char *name, int64_t window_ms, int64_t mono_ms);

/* Once more, now. */
void tally_add(struct tally *tally, const char *name, int64_t mono_ms);

/* Forgets names that were quiet for longer than this. */
void tally_expire(struct tally *tally, int64_t window_ms, int64_t mono_ms);

/* Forgets all counts. */
void tally_clear(struct tally *tally);

#endif
