#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "log.h"
#include "statements.h"
#include "store_private.h"

/* The log is copied when it grew by this much (4 MB), or when nothing was asked for so long. */
#define COPY_PAGES 1024
#define IDLE_MS    2000

/* The mark follows what is committed within this time. */
#define MARK_MS 1000

int reader_open(struct store *store, char **cause)
{
    struct sql *sql = &store->reader.sql;
    if (sql_open(sql, store->path, cause) < 0)
        return -1;
    return sql_prepare(sql, read_texts, R_COUNT, cause);
}

void reader_close(struct store *store)
{
    sql_close(&store->reader.sql);
}

/* ---- copying the log into the database file, so that the writer need not ---- */

/* Under the lock. After all was copied SQLite begins the log anew: its size falls. */
static bool log_is_long(const struct store *store)
{
    int copied = store->reader.copied <= store->wal_pages ? store->reader.copied : 0;
    return store->wal_pages - copied >= COPY_PAGES;
}

static bool log_is_copied(const struct store *store)
{
    return store->reader.checkpointed == store->commits;
}

bool reader_wants_log(const struct store *store)
{
    /* One that sleeps without a limit has copied all there was until now. */
    return store->reader.lane.waiting &&
           (store->reader.checkpointed + 1 == store->commits || log_is_long(store));
}

/* Called with the lock held; gives it away meanwhile. */
static void copy_log(struct store *store)
{
    struct reader *reader = &store->reader;
    uint64_t commits = store->commits;
    int pages = store->wal_pages;
    reader->copying = true;
    pthread_mutex_unlock(&store->lock);

    int copied = 0;
    int code =
        sqlite3_wal_checkpoint_v2(reader->sql.db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, &copied);
    /* Busy: the writer is at the same work. */
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        log_event(LOG_WARN, "store-checkpoint", "error=\"%s\"", sqlite3_errmsg(reader->sql.db));
    if (code != SQLITE_OK)
        copied = pages; /* not again until as much has come */

    pthread_mutex_lock(&store->lock);
    reader->copying = false;
    reader->checkpointed = commits;
    reader->copied = copied;
}

/* ---- the mark ---- */

static void write_mark(struct store *store, const struct mark *mark)
{
    struct reader *reader = &store->reader;
    char *cause = NULL;
    bool written = mark_write(store->path, mark, &cause) == 0;
    if (written)
        reader->marked = *mark;
    else if (!reader->mark_failed)
        log_event(LOG_ERROR, "store-mark", "error=\"%s\"", cause);
    reader->mark_failed = !written;
    free(cause);
}

/* Called with the lock held. */
static bool mark_is_old(const struct store *store)
{
    return !mark_equal(&store->mark, &store->reader.marked);
}

/* Called with the lock held; gives it away meanwhile. What was committed by now is on the disk. */
static void renew_mark(struct store *store)
{
    int64_t now_ms = clock_mono_ms();
    if (now_ms < store->reader.mark_due_ms || !mark_is_old(store))
        return;
    store->reader.mark_due_ms = now_ms + MARK_MS;
    struct mark mark = store->mark;
    pthread_mutex_unlock(&store->lock);
    write_mark(store, &mark);
    pthread_mutex_lock(&store->lock);
}

void reader_mark(struct store *store)
{
    if (mark_is_old(store))
        write_mark(store, &store->mark);
}

/* ---- the thread ---- */

static void run_op(struct store *store, struct op *op)
{
    struct sql *sql = &store->reader.sql;
    sql_run(sql, sql_bind(sql, R_BEGIN, ""));
    if (!sql->failed)
        op->run(store, op);
    bool corrupt = sql->corrupt;
    if (!sql_end(sql))
        op->status = corrupt ? STORE_DAMAGED : STORE_FAILED;
    if (!sqlite3_get_autocommit(sql->db))
        sql_run(sql, sql_bind(sql, R_COMMIT, ""));
    sql_end(sql);
}

/* Called with the lock held; gives it away meanwhile. */
static void run_ops(struct store *store)
{
    struct op *op = lane_take(&store->reader.lane);
    while (op) {
        struct op *next = op->next;
        op->next = NULL;
        pthread_mutex_unlock(&store->lock);
        run_op(store, op);
        pthread_mutex_lock(&store->lock);
        if (store_give_back(store, op))
            store_ring(store);
        op = next;
    }
}

/* Called with the lock held. Returns false if nothing came for a while. */
static bool wait_a_while(struct store *store)
{
    struct lane *lane = &store->reader.lane;
    int64_t now_ms = clock_mono_ms();
    bool for_mark = mark_is_old(store);
    int64_t until_ms = for_mark ? store->reader.mark_due_ms : now_ms + IDLE_MS;
    struct timespec until = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};

    lane->waiting = true;
    int code = log_is_copied(store) && !for_mark
                   ? pthread_cond_wait(&lane->wake, &store->lock)
                   : pthread_cond_timedwait(&lane->wake, &store->lock, &until);
    lane->waiting = false;
    return code != ETIMEDOUT || for_mark;
}

void *reader_main(void *store_arg)
{
    struct store *store = store_arg;
    pthread_mutex_lock(&store->lock);
    while (store->reader.lane.first || !store->stopping) {
        if (store->reader.lane.first)
            run_ops(store);
        else if (!wait_a_while(store))
            copy_log(store);
        if (log_is_long(store))
            copy_log(store);
        renew_mark(store);
    }
    pthread_mutex_unlock(&store->lock);
    return NULL;
}
