/*
 * siege.h - many who mean no good, at the door of HTTP.
 */
#ifndef SIEGE_H
#define SIEGE_H

#include <stddef.h>
#include <stdint.h>

#include "hostile_http.h"

#define SIEGE_SLOW 12

struct buf;
struct shelf;

/* How requests come: one after the other; several, a few bytes of each in turn; several, not to
 * their ends; several that were spoiled by chance. */
enum siege_manner { SIEGE_WHOLE, SIEGE_IN_PIECES, SIEGE_HANGS_UP, SIEGE_SPOILED };

struct siege {
    struct shelf *shelf;
    struct hostile_list list;
    uint64_t seed;        /* of what is left to chance */
    int slow[SIEGE_SLOW]; /* connections that get a byte now and then; -1 for none */
    long requests;        /* sent so far */
    int faults;           /* answers that are not right; the caller looks at it */
};

/* Connects to the port for files or for chat. */
int siege_visit(const struct siege *siege, enum hostile_port port);

/* Sends; who was cut off already hears nothing more. */
void siege_tell(int fd, const char *data, size_t len);

/* One request that is well meant; returns all that is answered, the caller's to clear. */
struct buf siege_ask(const struct siege *siege, const char *request);

/* Makes each request of the list, and looks at each answer. */
void siege_try_all(struct siege *siege, enum siege_manner manner);

/* Requests of the list, spoiled by chance. */
void siege_try_by_chance(struct siege *siege, int requests);

#endif
