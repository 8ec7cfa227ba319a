/*
 * hasher.h - one thread that derives passwords' keys, so that the loop never
 * waits for them (HOUSE.md: "one loop; the store's threads, and a worker for
 * password hashing").
 */
#ifndef HASHER_H
#define HASHER_H

#include "command.h"

struct loop;

/* Jobs that may wait; more are refused. */
#define HASHER_QUEUE_MAX 256

/* Starts the thread. Answers are given on the loop. */
struct hasher *hasher_new(struct loop *loop, struct server *server);

/* See hasher_run_fn in command.h. */
int hasher_run(struct hasher *hasher, void (*work)(void *job), void (*done)(void *job), void *job);

/* Waits for the job that runs; those not begun get `done` without `work`: call it when all sessions
 * are closed. */
void hasher_free(struct hasher *hasher);

#endif
