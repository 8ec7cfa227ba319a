#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "store_private.h"

/* ---- the queues ---- */

void *op_new(size_t size, const char *const *texts, size_t n)
{
    size_t packed = 0;
    for (size_t i = 0; i < n; i++)
        packed += texts[i] ? strlen(texts[i]) + 1 : 0;

    struct op *op = xmalloc(size + packed);
    memset(op, 0, size);
    op->bytes = size + packed;
    char *at = (char *)op + size;
    for (size_t i = 0; i < n; i++) {
        if (!texts[i])
            continue;
        size_t len = strlen(texts[i]) + 1;
        op->text[i] = memcpy(at, texts[i], len);
        at += len;
    }
    return op;
}

/* Under the lock. */
static void hand_over(struct lane *lane)
{
    if (!lane->held)
        return;
    *lane->end = lane->held;
    lane->end = lane->held_end;
    lane->held = NULL;
    lane->held_end = &lane->held;
    if (lane->waiting)
        pthread_cond_signal(&lane->wake);
}

void store_flush(struct store *store)
{
    if (!store->writer.lane.held && !store->reader.lane.held)
        return;
    pthread_mutex_lock(&store->lock);
    hand_over(&store->writer.lane);
    hand_over(&store->reader.lane);
    pthread_mutex_unlock(&store->lock);
}

void store_gather(struct store *store)
{
    store->gathers = true;
}

void store_submit(struct store *store, struct lane *lane, struct op *op)
{
    store->pending++;
    *lane->held_end = op;
    lane->held_end = &op->next;
    if (!store->gathers)
        store_flush(store);
}

struct op *lane_take(struct lane *lane)
{
    struct op *first = lane->first;
    lane->first = NULL;
    lane->end = &lane->first;
    return first;
}

bool store_give_back(struct store *store, struct op *first)
{
    bool ring = !store->done;
    *store->done_end = first;
    while (*store->done_end)
        store->done_end = &(*store->done_end)->next;
    return ring;
}

void store_ring(struct store *store)
{
    uint64_t one = 1;
    if (write(store->done_fd, &one, sizeof(one)) < 0)
        log_event(LOG_ERROR, "store-wake", "error=\"%s\"", strerror(errno));
}

/* Takes the first completions off the done list; sets more if others stay. Under the lock. */
static struct op *take_done(struct store *store, bool *more)
{
    struct op *first = store->done;
    struct op **end = &store->done;
    for (int i = 0; *end && i < STORE_TURN_MAX; i++)
        end = &(*end)->next;
    *more = *end != NULL;
    store->done = *end;
    *end = NULL;
    if (!*more)
        store->done_end = &store->done;
    return first;
}

void store_turn(struct store *store)
{
    uint64_t rings;
    if (read(store->done_fd, &rings, sizeof(rings)) < 0 && errno != EAGAIN)
        log_event(LOG_ERROR, "store-wake", "error=\"%s\"", strerror(errno));

    bool more = false;
    pthread_mutex_lock(&store->lock);
    struct op *op = take_done(store, &more);
    pthread_mutex_unlock(&store->lock);
    if (more)
        store_ring(store);

    while (op) {
        struct op *next = op->next;
        store->pending -= !op->aside;
        if (op->finish)
            op->finish(op);
        free(op);
        op = next;
    }
}

bool store_is_idle(const struct store *store)
{
    return store->pending == 0;
}

void store_await(struct store *store)
{
    struct pollfd ready = {.fd = store->done_fd, .events = POLLIN};
    poll(&ready, 1, -1);
    store_turn(store);
}

void store_drain(struct store *store)
{
    while (!store_is_idle(store)) {
        store_flush(store);
        store_await(store);
    }
}

int store_fd(const struct store *store)
{
    return store->done_fd;
}

uint64_t store_last_id(const struct store *store)
{
    return store->last_id;
}

/* ---- opening ---- */

static int fail(char **cause, const char *path)
{
    *cause = xasprintf("%s: %s", path, strerror(errno));
    return -1;
}

static int take_lock(struct store *store, char **cause)
{
    char *path = xasprintf("%s.lock", store->path);
    int result = 0;
    store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->lock_fd < 0) {
        result = fail(cause, path);
    } else if (flock(store->lock_fd, LOCK_EX | LOCK_NB) < 0) {
        *cause = errno == EWOULDBLOCK ? xasprintf("%s is in use by another parlord", store->path)
                                      : xasprintf("%s: %s", path, strerror(errno));
        result = -1;
    }
    free(path);
    return result;
}

static void wake_init(pthread_cond_t *wake)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

static void lane_init(struct lane *lane)
{
    wake_init(&lane->wake);
    lane->end = &lane->first;
    lane->held_end = &lane->held;
}

static struct store *store_new(const char *path)
{
    struct store *store = xnew(struct store);
    store->path = xstrdup(path);
    store->lock_fd = -1;
    store->done_fd = -1;
    store->done_end = &store->done;
    pthread_mutex_init(&store->lock, NULL);
    lane_init(&store->writer.lane);
    lane_init(&store->reader.lane);
    wake_init(&store->checker.wake);
    return store;
}

static void store_free(struct store *store)
{
    reader_close(store);
    writer_close(store);
    pthread_cond_destroy(&store->writer.lane.wake);
    pthread_cond_destroy(&store->reader.lane.wake);
    pthread_cond_destroy(&store->checker.wake);
    pthread_mutex_destroy(&store->lock);
    if (store->done_fd >= 0)
        close(store->done_fd);
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    for (size_t i = 0; i < store->nerasing; i++)
        free(store->erasing[i]);
    free(store->erasing);
    free(store->path);
    free(store);
}

static void stop_thread(struct store *store, pthread_t thread, pthread_cond_t *wake)
{
    pthread_mutex_lock(&store->lock);
    store->stopping = true;
    pthread_cond_signal(wake);
    pthread_mutex_unlock(&store->lock);
    pthread_join(thread, NULL);
}

static void stop_lane(struct store *store, struct lane *lane)
{
    stop_thread(store, lane->thread, &lane->wake);
}

int store_start_thread(pthread_t *thread, void *(*run)(void *), void *arg)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(thread, NULL, run, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

static int start_threads(struct store *store, bool check)
{
    int error = store_start_thread(&store->writer.lane.thread, writer_main, store);
    if (error == 0) {
        error = store_start_thread(&store->reader.lane.thread, reader_main, store);
        if (error != 0)
            stop_lane(store, &store->writer.lane);
    }
    if (error == 0 && check)
        store->checker.started =
            store_start_thread(&store->checker.thread, checker_main, store) == 0;
    errno = error;
    return error == 0 ? 0 : -1;
}

static int open_parts(struct store *store, char **cause)
{
    struct guard guard = {0};
    if (take_lock(store, cause) < 0 || guard_files(&guard, store->path, cause) < 0 ||
        writer_open(store, &guard, cause) < 0 || reader_open(store, cause) < 0)
        return -1;
    if (!guard.marked)
        reader_mark(store);
    store->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (store->done_fd < 0 || start_threads(store, guard_is_late(&guard)) < 0)
        return fail(cause, store->path);
    return 0;
}

struct store *store_open(const char *path, char **cause)
{
    struct store *store = store_new(path);
    if (open_parts(store, cause) == 0) {
        erase_resume(store);
        return store;
    }
    store_free(store);
    return NULL;
}

void store_close(struct store *store)
{
    store->closing = true;
    backup_stop(store);
    store_drain(store);
    if (store->checker.started)
        stop_thread(store, store->checker.thread, &store->checker.wake);
    stop_lane(store, &store->reader.lane);
    stop_lane(store, &store->writer.lane);
    while (store->done)
        store_turn(store);
    reader_mark(store);
    store_free(store);
}
