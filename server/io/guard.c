#include "guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "log.h"
#include "map.h"
#include "mem.h"

#define TELL_MS 60000

/* Addresses looked at in one tick. */
#define SWEEP 1024

/* What is remembered of an address. */
struct place {
    char key[INET6_ADDRSTRLEN];
    bool is_local;
    int connections, unregistered;
    int arrivals;     /* since */
    int64_t since_ms; /* monotonic */
    int64_t told_ms;  /* 0: never */
    struct place *prev, *next;
};

struct guard {
    const struct guard_limits *limits;
    struct map by_key;
    struct place *places; /* DL, in the order in which they are looked at for sweeping */
    int nplaces;
    int unregistered; /* from elsewhere */
};

struct guard *guard_new(const struct guard_limits *limits)
{
    struct guard *guard = xnew(struct guard);
    guard->limits = limits;
    return guard;
}

void guard_free(struct guard *guard)
{
    if (!guard)
        return;
    struct place *next = NULL;
    for (struct place *place = guard->places; place; place = next) {
        next = place->next;
        free(place);
    }
    map_clear(&guard->by_key);
    free(guard);
}

/* Who has one address of IPv6 has the 2^64 around it. */
static void make_key(const char *address, char key[INET6_ADDRSTRLEN])
{
    struct in6_addr in6;
    snprintf(key, INET6_ADDRSTRLEN, "%s", address);
    if (inet_pton(AF_INET6, address, &in6) != 1)
        return;
    memset(in6.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &in6, key, INET6_ADDRSTRLEN);
}

static struct place *find_or_make(struct guard *guard, const char *address, bool is_local)
{
    char key[INET6_ADDRSTRLEN];
    make_key(address, key);
    struct place *place = map_get(&guard->by_key, key);
    if (place)
        return place;
    place = xnew(struct place);
    memcpy(place->key, key, sizeof(key));
    place->is_local = is_local;
    map_set(&guard->by_key, place->key, place);
    DL_APPEND(guard->places, place);
    guard->nplaces++;
    return place;
}

static const char *find_objection(const struct guard *guard, const struct place *place)
{
    const struct guard_limits *limits = guard->limits;
    if (place->arrivals >= limits->arrivals_per_address)
        return "Too many connections in a short time from your address, try again in 10 seconds";
    if (place->connections >= limits->connections_per_address)
        return "Too many connections from your address";
    if (place->unregistered >= limits->unregistered_per_address)
        return "Too many connections from your address have not logged in yet";
    if (guard->unregistered >= limits->unregistered_max)
        return "Too many are logging in, try again later";
    return NULL;
}

bool guard_may_tell(struct place *place, int64_t mono_ms)
{
    if (place->told_ms && mono_ms - place->told_ms < TELL_MS)
        return false;
    place->told_ms = mono_ms;
    return true;
}

struct place *guard_admit(struct guard *guard, const char *address, bool is_local, int64_t mono_ms,
                          const char **why)
{
    struct place *place = find_or_make(guard, address, is_local);
    if (place->arrivals == 0 || mono_ms - place->since_ms >= GUARD_WINDOW_MS) {
        place->since_ms = mono_ms;
        place->arrivals = 0;
    }
    *why = place->is_local ? NULL : find_objection(guard, place);
    if (!*why) {
        place->arrivals++;
        place->connections++;
        place->unregistered++;
        guard->unregistered += !place->is_local;
        return place;
    }
    if (guard_may_tell(place, mono_ms))
        log_event(LOG_WARN, "refused", "address=%s connections=%d why=\"%s\"", address,
                  place->connections, *why);
    return NULL;
}

void guard_settle(struct guard *guard, struct place *place)
{
    place->unregistered--;
    guard->unregistered -= !place->is_local;
}

void guard_leave(struct guard *guard, struct place *place, bool settled)
{
    if (!settled)
        guard_settle(guard, place);
    place->connections--;
}

static bool is_done_with(const struct place *place, int64_t mono_ms)
{
    return place->connections == 0 && mono_ms - place->since_ms >= GUARD_WINDOW_MS &&
           (!place->told_ms || mono_ms - place->told_ms >= TELL_MS);
}

/* Forgets a place, or puts it behind the others. */
/* NOLINTNEXTLINE(readability-function-size): it counts the asserts inside the macros as nesting */
static void look_again(struct guard *guard, struct place *place, int64_t mono_ms)
{
    DL_DELETE(guard->places, place);
    if (!is_done_with(place, mono_ms)) {
        DL_APPEND(guard->places, place);
        return;
    }
    map_remove(&guard->by_key, place->key);
    guard->nplaces--;
    free(place);
}

void guard_tick(struct guard *guard, int64_t mono_ms)
{
    for (int i = guard->nplaces < SWEEP ? guard->nplaces : SWEEP; i > 0; i--)
        look_again(guard, guard->places, mono_ms);
}
