#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utlist.h>

#include "listener_private.h"
#include "log.h"
#include "loop.h"
#include "mem.h"

/* The rest waits for the next turn, so that those who talk are not kept waiting. */
#define ACCEPTS_PER_TURN 32

/* Without descriptors a listener that goes on would spin. */
#define REST_MS 100

/* Descriptors that are not for connections: the store, the log, certificates that are read anew,
 * and sockets that still see their last bytes off. */
#define RESERVE 64

/* Until some of those who came have got on. */
#define HOLD_MS 20

static const char full_text[] = "Server is full, try again later";

static int spare_open(void)
{
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Where there are few, no more than half of them are reserved. */
static int most_connections(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur > INT_MAX)
        return INT_MAX;
    int most = (int)files.rlim_cur;
    return most - (most < 2 * RESERVE ? most / 2 : RESERVE);
}

struct listeners *listeners_new(struct loop *loop, int max_connections, listener_fn *fn, void *arg)
{
    struct listeners *listeners = xnew(struct listeners);
    listeners->loop = loop;
    listeners->max_connections = max_connections;
    listeners->max_total = most_connections();
    listeners->fn = fn;
    listeners->arg = arg;
    listeners->spare_fd = spare_open();
    listeners->total = &listeners->n;
    return listeners;
}

void listeners_beside(struct listeners *listeners, struct listeners *other)
{
    *other->total += listeners->n;
    listeners->total = other->total;
}

void listeners_farewell(struct listeners *listeners, const char *before)
{
    listeners->farewell = before;
}

/* ---- accepting ---- */

void listener_refuse(const struct listener *listener, int fd, const char *why)
{
    char waste[1024];
    /* Nothing can be said to who waits for TLS. */
    const char *how = listener->owner->farewell;
    char *text = xasprintf("%s%s\r\n", how ? how : "ERROR :", why);
    if (!listener->tls)
        (void)send(fd, text, strlen(text), MSG_NOSIGNAL);
    free(text);
    /* What nobody read would make a reset of our farewell. */
    (void)recv(fd, waste, sizeof(waste), MSG_DONTWAIT);
    close(fd);
}

static void rest(struct listener *listener, int64_t time_ms)
{
    loop_watch_free(listener->watch);
    listener->watch = NULL;
    loop_timer_set(listener->rest, time_ms);
}

void listener_hold(struct listener *listener)
{
    rest(listener, HOLD_MS);
}

static int accept_next(const struct listener *listener)
{
    int fd = -1;
    do
        fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    while (fd < 0 && (errno == ECONNABORTED || errno == EINTR));
    return fd;
}

/* The last descriptor is spent on telling somebody that there is none. */
static int accept_by_spare(struct listener *listener)
{
    struct listeners *owner = listener->owner;
    if (owner->spare_fd >= 0)
        close(owner->spare_fd);
    owner->spare_fd = -1;
    return accept_next(listener);
}

static void note_full(struct listener *listener)
{
    if (!listener->owner->is_full)
        log_event(LOG_WARN, "full", "listener=%s connections=%d", listener->text,
                  *listener->owner->total);
    listener->owner->is_full = true;
}

static void admit(struct listener *listener, int fd)
{
    struct listeners *owner = listener->owner;
    owner->is_full = false;
    ++*owner->total;
    listener->n++;
    owner->fn(owner->arg, listener, fd);
}

static int most_on(const struct listener *listener)
{
    return listener->max_connections ? listener->max_connections : listener->owner->max_connections;
}

enum outcome { ADMITTED, REFUSED, NOBODY, FAILED };

static enum outcome accept_one(struct listener *listener)
{
    struct listeners *owner = listener->owner;
    int fd = accept_next(listener);
    bool spent = fd < 0 && (errno == EMFILE || errno == ENFILE);
    if (spent)
        fd = accept_by_spare(listener);
    enum outcome outcome = FAILED;
    if (fd < 0) {
        outcome = errno == EAGAIN && !spent ? NOBODY : FAILED;
    } else if (spent || listener->n >= most_on(listener) || *owner->total >= owner->max_total) {
        note_full(listener);
        listener_refuse(listener, fd, full_text);
        outcome = REFUSED;
    } else {
        admit(listener, fd);
        outcome = ADMITTED;
    }
    if (owner->spare_fd < 0)
        owner->spare_fd = spare_open();
    return outcome;
}

static void on_ready(void *arg)
{
    struct listener *listener = arg;
    bool refused = false;
    for (int i = 0; i < ACCEPTS_PER_TURN && listener->watch; i++) {
        enum outcome outcome = accept_one(listener);
        refused = refused || outcome == REFUSED || outcome == FAILED;
        if (outcome == NOBODY || outcome == FAILED)
            break;
    }
    /* Whoever knocks again and again at a full house costs next to nothing. */
    if (refused)
        rest(listener, REST_MS);
}

static void on_rested(void *arg)
{
    listener_begin(arg);
}

void listener_begin(struct listener *listener)
{
    if (!listener->rest)
        listener->rest = loop_timer_new(listener->owner->loop, on_rested, listener);
    listener->watch = loop_watch_new(listener->owner->loop, listener->fd, on_ready, listener);
}

/* ---- asking and closing ---- */

struct listener *listener_next(const struct listeners *listeners, const struct listener *listener)
{
    struct listener *next = listener ? listener->next : listeners->first;
    while (next && next->fd < 0)
        next = next->next;
    return next;
}

const char *listener_text(const struct listener *listener)
{
    return listener->text;
}

bool listener_is_tls(const struct listener *listener)
{
    return listener->tls;
}

int listener_connections(const struct listener *listener)
{
    return listener->n;
}

/* One that was closed goes with the last that came by it. */
void listener_left(struct listener *listener)
{
    struct listeners *owner = listener->owner;
    listener->n--;
    --*owner->total;
    if (listener->fd >= 0 || listener->n > 0 || owner->is_closed)
        return;
    DL_DELETE(owner->first, listener);
    listener_free(listener);
}

void listener_close(struct listener *listener)
{
    if (listener->fd < 0)
        return;
    loop_watch_free(listener->watch);
    loop_timer_free(listener->rest);
    listener->watch = NULL;
    listener->rest = NULL;
    close(listener->fd);
    listener->fd = -1;
    if (listener->path)
        unlink(listener->path);
}

void listener_free(struct listener *listener)
{
    listener_close(listener);
    free(listener->path);
    free(listener->text);
    free(listener->wish);
    free(listener);
}

void listeners_close(struct listeners *listeners)
{
    listeners->is_closed = true;
    struct listener *listener = NULL;
    DL_FOREACH(listeners->first, listener)
    {
        listener_close(listener);
    }
}

void listeners_free(struct listeners *listeners)
{
    if (!listeners)
        return;
    listeners_close(listeners);
    struct listener *next = NULL;
    for (struct listener *listener = listeners->first; listener; listener = next) {
        next = listener->next;
        listener_free(listener);
    }
    if (listeners->spare_fd >= 0)
        close(listeners->spare_fd);
    free(listeners);
}
