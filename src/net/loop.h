/*
 * loop.h - the event loop: turns, the hook at the end of each, signals, timers,
 * and foreign descriptors.
 *
 * One thread owns a loop. A turn is one EVLOOP_ONCE, then the hook: what was
 * changed is sent, or painted, once (HOUSE.md, decision 4).
 */
#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct event_base;
struct loop;
struct loop_timer;
struct loop_watch;

typedef void loop_fn(void *arg);
typedef void loop_signal_fn(void *arg, int signum);

/* A loop on epoll, without locks. Makes the process ignore SIGPIPE. */
struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* libevent's base, for what needs it directly (evdns). */
struct event_base *loop_base(struct loop *loop);

/* Sets what runs at the end of each turn. */
void loop_hook(struct loop *loop, loop_fn *hook, void *arg);

/* Turns until loop_stop(). */
void loop_run(struct loop *loop);

/* Lets loop_run() return after the present turn. */
void loop_stop(struct loop *loop);

/* True while wires that were closed still see their last bytes off: a program that ends waits for
 * it, if it has the time. */
bool loop_is_closing(const struct loop *loop);

/* Calls fn on a signal, in the loop, until the loop is freed. */
void loop_signal(struct loop *loop, int signum, loop_signal_fn *fn, void *arg);

/* A timer that is not set yet. Freed by loop_timer_free(), which unsets it. */
struct loop_timer *loop_timer_new(struct loop *loop, loop_fn *fn, void *arg);
void loop_timer_free(struct loop_timer *timer);

/* Calls fn once after delay_ms (0: next turn); setting again moves it. */
void loop_timer_set(struct loop_timer *timer, int64_t delay_ms);
void loop_timer_unset(struct loop_timer *timer);
bool loop_timer_is_set(const struct loop_timer *timer);

/* Calls fn whenever fd can be read (the store's wake-up, the terminal). The descriptor stays the
 * caller's. */
struct loop_watch *loop_watch_new(struct loop *loop, int fd, loop_fn *fn, void *arg);
void loop_watch_free(struct loop_watch *watch);

/* What comes there goes before all else, and the hook runs before the rest. */
void loop_watch_first(struct loop_watch *watch);

#endif
