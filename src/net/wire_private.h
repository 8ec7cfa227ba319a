/*
 * wire_private.h - what wire.c and wire_input.c share: the wire itself.
 */
#ifndef WIRE_PRIVATE_H
#define WIRE_PRIVATE_H

#include <event2/event_struct.h>
#include <stdint.h>

#include "loop_private.h"
#include "stream.h"
#include "wire.h"

struct wire {
    struct loop *loop;
    const struct wire_events *events;
    void *arg;
    struct stream stream;
    struct tls *tls; /* of a server: to be begun when the client speaks; borrowed */
    struct event readable;
    struct event *writable; /* made when the owner or TLS first waits for it; most never do */
    struct loop_task task;  /* going on without the kernel; at last, dying */
    char *address;
    char *kept; /* input that was not given yet: a part of a line, or what a pause left */
    uint32_t kept_at, kept_n; /* where it begins and ends in kept */
    uint32_t line_max, input_max;
    uint16_t port;
    bool is_local;
    bool is_paused;
    bool is_skipping;    /* in the middle of a line that is too long */
    bool is_failed;      /* the kernel refused our bytes; what the peer said may still be read */
    bool is_over;        /* `closed` was called */
    bool is_closing;     /* wire_close() was called */
    bool awaits_writing; /* the owner was promised a call of `writable` */
    bool is_entering;    /* a server's handshake is not done */
    bool has_spoken;     /* bytes came */
    bool is_unjudged;    /* the owner has yet to look at what the server shows */
};

static inline bool wire_is_open(const struct wire *wire)
{
    return !wire->is_over && !wire->is_closing;
}

/* Reads once, as much as the shared buffer holds: more must wait for the others' turn. False if
 * nothing came. */
bool wire_take_input(struct wire *wire);

/* Goes on where a pause stopped. */
void wire_give_kept(struct wire *wire);

#endif
