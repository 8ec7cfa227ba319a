/*
 * loop_private.h - what the other modules of this layer want of a loop: tasks
 * and shared buffers. Not for other layers.
 */
#ifndef LOOP_PRIVATE_H
#define LOOP_PRIVATE_H

#include "loop.h"

/* Bytes of the shared buffers, for reading and for gathering one TLS record. */
#define LOOP_READ_BYTES  65536
#define LOOP_WRITE_BYTES 16384

/*
 * Something to be done once, embedded in what it is for; fn and arg are set by
 * the owner. It stands in one list of the loop at most and leaves it before fn
 * runs.
 */
struct loop_task {
    loop_fn *fn;
    void *arg;
    struct loop_task **list; /* where it stands, NULL if nowhere */
    struct loop_task *prev, *next;
};

/* Does it at the start of the next turn, which then does not sleep. */
void loop_task_soon(struct loop *loop, struct loop_task *task);

/*
 * Does it when those before it were done: each turn spends a millisecond on
 * such tasks, and goes on with them in the next. For work that strangers can
 * order (handshakes): however much there is, who talks is served in between.
 */
void loop_task_patient(struct loop *loop, struct loop_task *task);

/* Does it at the end of this turn, after the hook: the place to free things. */
void loop_task_end(struct loop *loop, struct loop_task *task);

/* Does it when the loop is freed. */
void loop_task_exit(struct loop *loop, struct loop_task *task);

/* Takes it out of its list, if it stands in one. */
void loop_task_drop(struct loop_task *task);

/* LOOP_READ_BYTES and room for one NUL; for the callback that is reading now. */
char *loop_read_buffer(struct loop *loop);

/* LOOP_WRITE_BYTES; for one call. */
char *loop_write_buffer(struct loop *loop);

#endif
