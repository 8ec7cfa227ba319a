/*
 * serials.h - sessions by serial.
 *
 * Serials are given in order, so that their lowest bits are a perfect hash; each
 * message looks its sender up again, often several times.
 */
#ifndef SERIALS_H
#define SERIALS_H

#include <stddef.h>
#include <stdint.h>

struct session;

/* A zeroed struct serials is empty. */
struct serials {
    struct session **slots; /* owned; chains by session->serial_next */
    size_t cap;             /* a power of two, or 0 */
    size_t n;
};

/* Adds a session, not owned; its serial is in none of the others. */
void serials_add(struct serials *serials, struct session *session);

/* The session must be there. */
void serials_remove(struct serials *serials, const struct session *session);

/* NULL if there is none. */
struct session *serials_find(const struct serials *serials, uint64_t serial);

/* Frees the table, not the sessions. */
void serials_clear(struct serials *serials);

#endif
