#include <assert.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <utlist.h>

#include "log.h"
#include "loop_private.h"
#include "mem.h"

/* Of events: unless it is said that they are first, libevent takes the one in the middle. */
enum { FIRST, COMMON, PRIORITIES };

/* What one turn spends on patient tasks. */
#define PATIENT_NS 1000000

struct loop_signal {
    struct event event;
    loop_signal_fn *fn;
    void *arg;
    struct loop_signal *next;
};

struct loop_timer {
    struct event event;
    loop_fn *fn;
    void *arg;
};

struct loop_watch {
    struct event event;
    loop_fn *fn;
    void *arg;
    bool first;
};

struct loop {
    struct event_base *base;
    loop_fn *hook;
    void *hook_arg;
    struct loop_signal *signals;
    struct loop_task *soon, *patient, *ending, *leaving;
    bool stopped;
    char in[LOOP_READ_BYTES + 1];
    char out[LOOP_WRITE_BYTES];
};

/* Nothing works without a loop, and nobody could say so to anybody. */
static void give_up(const char *what)
{
    log_event(LOG_ERROR, "loop_failed", "in=%s", what);
    abort();
}

struct loop *loop_new(void)
{
    struct event_config *config = event_config_new();
    if (!config)
        give_up("event_config_new");
    event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
    event_config_set_flag(config, EVENT_BASE_FLAG_IGNORE_ENV);
    event_config_avoid_method(config, "poll");
    event_config_avoid_method(config, "select");

    struct loop *loop = xnew(struct loop);
    loop->base = event_base_new_with_config(config);
    event_config_free(config);
    if (!loop->base)
        give_up("event_base_new");
    event_base_priority_init(loop->base, PRIORITIES);
    signal(SIGPIPE, SIG_IGN);
    return loop;
}

/* Runs the tasks that stand in the list now; those that they add wait for the next time. */
static bool run_tasks(struct loop_task **list)
{
    struct loop_task *task = NULL;
    int n = 0;
    DL_COUNT(*list, task, n);
    for (int i = 0; i < n && *list; i++) {
        task = *list;
        loop_task_drop(task);
        task->fn(task->arg);
    }
    return n > 0;
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* As many as there is time for, one at least. */
static bool run_patient(struct loop *loop)
{
    if (!loop->patient)
        return false;
    const int64_t until_ns = now_ns() + PATIENT_NS;
    do {
        struct loop_task *task = loop->patient;
        loop_task_drop(task);
        task->fn(task->arg);
    } while (loop->patient && now_ns() < until_ns);
    return true;
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    for (struct loop_signal *next = NULL; loop->signals; loop->signals = next) {
        next = loop->signals->next;
        event_del(&loop->signals->event);
        free(loop->signals);
    }
    run_tasks(&loop->ending);
    run_tasks(&loop->leaving);
    /* What evdns was told to give up is given back by callbacks of its own. */
    event_base_loop(loop->base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
    run_tasks(&loop->ending);
    assert(!loop->ending && !loop->leaving);
    event_base_free(loop->base);
    free(loop);
}

struct event_base *loop_base(struct loop *loop)
{
    return loop->base;
}

void loop_hook(struct loop *loop, loop_fn *hook, void *arg)
{
    loop->hook = hook;
    loop->hook_arg = arg;
}

static void turn(struct loop *loop)
{
    bool busy = run_tasks(&loop->soon);
    busy = run_patient(loop) || loop->ending || busy;
    int flags = EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY | (busy ? EVLOOP_NONBLOCK : 0);
    if (event_base_loop(loop->base, flags) < 0)
        give_up("event_base_loop");
    if (loop->hook)
        loop->hook(loop->hook_arg);
    run_tasks(&loop->ending);
}

void loop_run(struct loop *loop)
{
    loop->stopped = false;
    while (!loop->stopped)
        turn(loop);
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}

bool loop_is_closing(const struct loop *loop)
{
    return loop->ending || loop->leaving;
}

static void on_signal(int signum, short what, void *arg)
{
    (void)what;
    struct loop_signal *sig = arg;
    sig->fn(sig->arg, signum);
}

void loop_signal(struct loop *loop, int signum, loop_signal_fn *fn, void *arg)
{
    struct loop_signal *sig = xnew(struct loop_signal);
    sig->fn = fn;
    sig->arg = arg;
    evsignal_assign(&sig->event, loop->base, signum, on_signal, sig);
    event_add(&sig->event, NULL);
    LL_PREPEND(loop->signals, sig);
}

static void on_timer(int fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct loop_timer *timer = arg;
    timer->fn(timer->arg);
}

struct loop_timer *loop_timer_new(struct loop *loop, loop_fn *fn, void *arg)
{
    struct loop_timer *timer = xnew(struct loop_timer);
    timer->fn = fn;
    timer->arg = arg;
    evtimer_assign(&timer->event, loop->base, on_timer, timer);
    return timer;
}

void loop_timer_free(struct loop_timer *timer)
{
    if (!timer)
        return;
    event_del(&timer->event);
    free(timer);
}

void loop_timer_set(struct loop_timer *timer, int64_t delay_ms)
{
    if (delay_ms < 0)
        delay_ms = 0;
    struct timeval delay = {.tv_sec = delay_ms / 1000, .tv_usec = delay_ms % 1000 * 1000};
    event_add(&timer->event, &delay);
}

void loop_timer_unset(struct loop_timer *timer)
{
    event_del(&timer->event);
}

bool loop_timer_is_set(const struct loop_timer *timer)
{
    return evtimer_pending(&timer->event, NULL) != 0;
}

static void on_watch(int fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct loop_watch *watch = arg;
    if (watch->first)
        event_base_loopbreak(event_get_base(&watch->event));
    watch->fn(watch->arg);
}

struct loop_watch *loop_watch_new(struct loop *loop, int fd, loop_fn *fn, void *arg)
{
    struct loop_watch *watch = xnew(struct loop_watch);
    watch->fn = fn;
    watch->arg = arg;
    event_assign(&watch->event, loop->base, fd, EV_READ | EV_PERSIST, on_watch, watch);
    event_add(&watch->event, NULL);
    return watch;
}

void loop_watch_first(struct loop_watch *watch)
{
    event_priority_set(&watch->event, FIRST);
    watch->first = true;
}

void loop_watch_free(struct loop_watch *watch)
{
    if (!watch)
        return;
    event_del(&watch->event);
    free(watch);
}

static void enlist(struct loop_task **list, struct loop_task *task)
{
    if (task->list == list)
        return;
    loop_task_drop(task);
    DL_APPEND(*list, task);
    task->list = list;
}

void loop_task_soon(struct loop *loop, struct loop_task *task)
{
    enlist(&loop->soon, task);
}

void loop_task_patient(struct loop *loop, struct loop_task *task)
{
    enlist(&loop->patient, task);
}

void loop_task_end(struct loop *loop, struct loop_task *task)
{
    enlist(&loop->ending, task);
}

void loop_task_exit(struct loop *loop, struct loop_task *task)
{
    enlist(&loop->leaving, task);
}

/* NOLINTNEXTLINE(readability-function-size): it counts the asserts inside the macro as nesting */
void loop_task_drop(struct loop_task *task)
{
    if (!task->list)
        return;
    DL_DELETE(*task->list, task);
    task->list = NULL;
}

char *loop_read_buffer(struct loop *loop)
{
    return loop->in;
}

char *loop_write_buffer(struct loop *loop)
{
    return loop->out;
}
