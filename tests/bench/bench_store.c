/*
 * bench_store - how many messages a second are committed, by how many wait at once; and what it
 * costs to find them again. Prints `name value unit`, one a line. With PARLOR_LONG a million is
 * searched.
 */
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "store.h"

enum { PAIRS = 50, RUN_MS = 2000, WINDOW = 20000, FEW = 100000, MANY = 1000000 };

/* Quiet for so long, with less CPU time than that: nothing is left to be done. */
enum { REST_MS = 500, REST_CPU_US = 5000 };

struct run {
    struct store *store;
    int64_t end_ms;
    unsigned most; /* messages */
    uint64_t committed;
    unsigned said;
};

static void say_next(struct run *run);

static void committed(void *arg, enum store_status status, const struct store_entry *entry)
{
    (void)entry;
    struct run *run = arg;
    if (status != STORE_OK)
        exit(1);
    run->committed++;
    if (run->said < run->most && clock_mono_ms() < run->end_ms)
        say_next(run);
}

static void say_next(struct run *run)
{
    char conv[32];
    char msgid[32];
    char body[128];
    snprintf(conv, sizeof(conv), "alice%02u bob%02u", run->said % PAIRS, run->said % PAIRS);
    snprintf(body, sizeof(body),
             "the kettle is on, come over when you are done with the garden, no %u", run->said);
    snprintf(msgid, sizeof(msgid), "01k9c%010u0123456789ab", run->said++);
    struct store_entry entry = {
        .time_ms = clock_wall_ms(),
        .queued = true,
        .kind = 1,
        .conv = conv,
        .msgid = msgid,
        .sender = "alice",
        .device = "default",
        .source = "alice!alice@localhost",
        .body = body,
        .tags = "",
    };
    store_append(run->store, &entry, committed, run);
}

static void measure(struct store *store, const char *name, unsigned window)
{
    int64_t begin_ms = clock_mono_ms();
    struct run run = {.store = store, .end_ms = begin_ms + RUN_MS, .most = UINT_MAX};
    for (unsigned i = 0; i < window; i++)
        say_next(&run);
    store_drain(store);
    int64_t took_ms = clock_mono_ms() - begin_ms;
    printf("%s %lld messages/s\n", name, (long long)run.committed * 1000 / (long long)took_ms);
}

/* ---- finding ---- */

static double now_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void fill(struct store *store, unsigned n)
{
    struct run run = {.store = store, .end_ms = INT64_MAX, .most = n};
    while (run.said < WINDOW)
        say_next(&run);
    store_drain(store);
}

/* Waits until the store has come to rest; returns the CPU time that it took for that. */
static double rest(void)
{
    double begin_us = now_us(CLOCK_PROCESS_CPUTIME_ID);
    double last_us = 0;
    double used_us = begin_us;
    do {
        last_us = used_us;
        poll(NULL, 0, REST_MS);
        used_us = now_us(CLOCK_PROCESS_CPUTIME_ID);
    } while (used_us - last_us > REST_CPU_US);
    return used_us - begin_us;
}

static void found(void *arg, enum store_status status, const struct store_entry *entries, size_t n,
                  bool more)
{
    size_t *count = arg;
    (void)entries, (void)more;
    if (status != STORE_OK)
        exit(1);
    *count = n;
}

static void find(struct store *store, const char *name, const char *text)
{
    size_t count = 0;
    const struct store_search_place place = {.conv = "alice01 bob01", .all = true};
    const struct store_search query = {.places = &place,
                                       .nplaces = 1,
                                       .text = text,
                                       .after_ms = -1,
                                       .before_ms = -1,
                                       .kind_max = 1,
                                       .limit = 50};
    double begin_us = now_us(CLOCK_MONOTONIC);
    store_search(store, &query, found, &count);
    do
        store_drain(store);
    while (!store_is_idle(store));
    printf("%s %.0f us\n", name, now_us(CLOCK_MONOTONIC) - begin_us);
    if (count == 0)
        exit(1);
}

static void measure_search(struct store *store, unsigned n)
{
    rest();
    fill(store, n);
    double used_us = rest();
    printf("store_index %.3g us/message\n", used_us / n);
    find(store, "store_search_first", "kettle garden");
    find(store, "store_search_common", "kettle garden");
    find(store, "store_search_rare", "kettle 9951");
}

static void remove_files(const char *folder, const char *path)
{
    char lock[128];
    snprintf(lock, sizeof(lock), "%s.lock", path);
    unlink(path);
    unlink(lock);
    rmdir(folder);
}

int main(void)
{
    char folder[] = "/tmp/parlor-bench-XXXXXX";
    char path[64];
    char *cause = NULL;
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof(path), "%s/parlord.db", folder);
    struct store *store = store_open(path, &cause);
    if (!store) {
        fprintf(stderr, "bench_store: %s\n", cause);
        return 1;
    }
    measure(store, "store_window_1", 1);
    measure(store, "store_window_64", 64);
    measure(store, "store_saturated", WINDOW);
    measure_search(store, getenv("PARLOR_LONG") ? MANY : FEW);
    store_close(store);
    remove_files(folder, path);
    return 0;
}
