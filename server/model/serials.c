#include "serials.h"

#include <stdlib.h>

#include "mem.h"
#include "session.h"

#define CAP_MIN 16

static struct session **slot_of(const struct serials *serials, uint64_t serial)
{
    return &serials->slots[serial & (serials->cap - 1)];
}

static void put(struct serials *serials, struct session *session)
{
    struct session **slot = slot_of(serials, session->serial);
    session->serial_next = *slot;
    *slot = session;
}

static void grow(struct serials *serials)
{
    struct serials bigger = {.cap = serials->cap ? 2 * serials->cap : CAP_MIN, .n = serials->n};
    bigger.slots = xcalloc(bigger.cap, sizeof(struct session *));
    for (size_t i = 0; i < serials->cap; i++) {
        struct session *next = NULL;
        for (struct session *session = serials->slots[i]; session; session = next) {
            next = session->serial_next;
            put(&bigger, session);
        }
    }
    free(serials->slots);
    *serials = bigger;
}

void serials_add(struct serials *serials, struct session *session)
{
    if (serials->n == serials->cap)
        grow(serials);
    put(serials, session);
    serials->n++;
}

void serials_remove(struct serials *serials, const struct session *session)
{
    struct session **at = slot_of(serials, session->serial);
    while (*at != session)
        at = &(*at)->serial_next;
    *at = session->serial_next;
    serials->n--;
}

struct session *serials_find(const struct serials *serials, uint64_t serial)
{
    struct session *session = serials->cap ? *slot_of(serials, serial) : NULL;
    while (session && session->serial != serial)
        session = session->serial_next;
    return session;
}

void serials_clear(struct serials *serials)
{
    free(serials->slots);
    *serials = (struct serials){0};
}
