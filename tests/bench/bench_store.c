/*
 * bench_store - how many messages a second are committed, by how many wait at once.
 * Prints `name value unit`, one a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "store.h"

enum { PAIRS = 50, RUN_MS = 2000 };

struct run {
    struct store *store;
    int64_t end_ms;
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
    if (clock_mono_ms() < run->end_ms)
        say_next(run);
}

static void say_next(struct run *run)
{
    char conv[32];
    char msgid[32];
    snprintf(conv, sizeof(conv), "alice%02u bob%02u", run->said % PAIRS, run->said % PAIRS);
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
        .body = "the kettle is on, come over when you are done with the garden",
        .tags = "",
    };
    store_append(run->store, &entry, committed, run);
}

static void measure(struct store *store, const char *name, unsigned window)
{
    int64_t begin_ms = clock_mono_ms();
    struct run run = {.store = store, .end_ms = begin_ms + RUN_MS};
    for (unsigned i = 0; i < window; i++)
        say_next(&run);
    store_drain(store);
    int64_t took_ms = clock_mono_ms() - begin_ms;
    printf("%s %lld messages/s\n", name, (long long)run.committed * 1000 / (long long)took_ms);
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
    measure(store, "store_saturated", 20000);
    store_close(store);
    remove_files(folder, path);
    return 0;
}
