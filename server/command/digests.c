#include "digests.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "digest.h"
#include "map.h"
#include "mem.h"

#define DIGEST_SPACE "sum"

/* Files that wait for their turn, each with its descriptor; for others somebody asks again. */
#define WAITING_MAX 64

/* What was written so shortly ago may be written again within the same tick of the disk's clock. */
#define FRESH_MS 2000

/* Sums that are remembered; then one that was found long ago gives way. */
#define KNOWN_MAX 200000

#define READ_BYTES 65536

/* One file whose sum is sought. */
struct seeking {
    struct server *server;
    char *key;
    struct library_file file;
    struct digest *digest;
    int64_t done; /* bytes */
    bool worked;  /* on the present slice */
    bool failed;
    struct seeking *prev, *next;
};

struct digests {
    struct map known;        /* key -> sum, owned */
    struct seeking *waiting; /* DL, the first is worked on */
    size_t nwaiting;
};

void digests_begin(struct server *server)
{
    server->digests = xnew(struct digests);
}

static void seeking_free(struct seeking *seeking)
{
    close(seeking->file.fd);
    digest_free(seeking->digest);
    free(seeking->key);
    free(seeking);
}

void digests_free(struct digests *digests)
{
    if (!digests)
        return;
    struct seeking *seeking = NULL;
    struct seeking *next = NULL;
    DL_FOREACH_SAFE(digests->waiting, seeking, next)
    {
        seeking_free(seeking);
    }
    MAP_FOREACH(e, &digests->known) {
        free(map_value(e));
    }
    map_clear(&digests->known);
    free(digests);
}

/* ---- what is known ---- */

static char *key_of(uint64_t dev, uint64_t ino, int64_t size, int64_t mtime_ms)
{
    return xasprintf("%" PRIx64 ":%" PRIx64 ":%" PRId64 ":%" PRId64, dev, ino, size, mtime_ms);
}

static void forget_oldest(struct server *server)
{
    struct digests *digests = server->digests;
    char *key = xstrdup(map_key(map_next(&digests->known, NULL)));
    free(map_remove(&digests->known, key));
    store_put(server->store, DIGEST_SPACE, key, NULL);
    free(key);
}

static void remember(struct server *server, const char *key, char *sum)
{
    free(map_set(&server->digests->known, key, sum));
    if (map_count(&server->digests->known) > KNOWN_MAX)
        forget_oldest(server);
}

void digests_restore(struct server *server, const char *key, const char *value)
{
    if (server->digests && strlen(value) == DIGEST_HEX)
        remember(server, key, xstrdup(value));
}

const char *digests_known(const struct server *server, const struct library_entry *entry)
{
    if (!server->digests)
        return NULL;
    char *key = key_of(entry->dev, entry->ino, entry->size, entry->mtime_ms);
    const char *sum = map_get(&server->digests->known, key);
    free(key);
    return sum;
}

/* ---- what is sought ---- */

static void work_on_slice(void *job)
{
    struct seeking *seeking = job;
    char *buffer = xmalloc(READ_BYTES);
    seeking->worked = true;
    for (int64_t end = seeking->done + DIGESTS_SLICE; seeking->done < end;) {
        ssize_t n = pread(seeking->file.fd, buffer, READ_BYTES, seeking->done);
        seeking->failed = n < 0;
        if (n <= 0)
            break;
        digest_add(seeking->digest, buffer, (size_t)n);
        seeking->done += n;
    }
    free(buffer);
}

static void slice_done(void *job);

/* Gives the next slice to the worker. False if it takes no more. */
static bool go_on(struct seeking *seeking)
{
    struct server *server = seeking->server;
    seeking->worked = false;
    return server->hash(server->hasher, work_on_slice, slice_done, seeking) == 0;
}

static void end_first(struct digests *digests)
{
    struct seeking *seeking = digests->waiting;
    DL_DELETE(digests->waiting, seeking);
    digests->nwaiting--;
    seeking_free(seeking);
}

static void keep_sum(struct seeking *seeking)
{
    struct server *server = seeking->server;
    char *sum = digest_hex(seeking->digest);
    seeking->digest = NULL;
    store_put(server->store, DIGEST_SPACE, seeking->key, sum);
    remember(server, seeking->key, sum);
}

static void slice_done(void *job)
{
    struct seeking *seeking = job;
    struct digests *digests = seeking->server->digests;
    /* The worker has ended: what waits is freed with the rest. */
    if (!seeking->worked)
        return;
    bool is_good = !seeking->failed && library_file_is_same(&seeking->file);
    if (is_good && seeking->done < seeking->file.size && go_on(seeking))
        return;
    if (is_good && seeking->done == seeking->file.size)
        keep_sum(seeking);
    end_first(digests);
    while (digests->waiting && !go_on(digests->waiting))
        end_first(digests);
}

static bool is_sought(const struct digests *digests, const char *key)
{
    const struct seeking *seeking = NULL;
    DL_FOREACH(digests->waiting, seeking)
    {
        if (strcmp(seeking->key, key) == 0)
            return true;
    }
    return false;
}

static void seek(struct server *server, const struct library_file *file, const char *key)
{
    struct digests *digests = server->digests;
    int fd = fcntl(file->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0)
        return;
    struct seeking *seeking = xnew(struct seeking);
    seeking->server = server;
    seeking->key = xstrdup(key);
    seeking->file = *file;
    seeking->file.fd = fd;
    seeking->digest = digest_new();
    DL_APPEND(digests->waiting, seeking);
    digests->nwaiting++;
    if (digests->waiting == seeking && !go_on(seeking))
        end_first(digests);
}

const char *digests_of(struct server *server, const struct library_file *file)
{
    struct digests *digests = server->digests;
    if (!digests)
        return NULL;
    char *key = key_of(file->dev, file->ino, file->size, file->mtime_ms);
    const char *sum = map_get(&digests->known, key);
    bool is_fresh = server->now_ms - file->mtime_ms < FRESH_MS;
    if (!sum && !is_fresh && digests->nwaiting < WAITING_MAX && !is_sought(digests, key))
        seek(server, file, key);
    free(key);
    return sum;
}
