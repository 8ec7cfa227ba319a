#include <stdlib.h>

#include "clock.h"
#include "log.h"
#include "mem.h"
#include "schema.h"
#include "statements.h"
#include "store_private.h"

/*
 * Beyond this the log file begins anew, which waits for readers: readers that
 * cannot keep up with copying must not let it grow for ever.
 */
#define RESTART_BYTES (64 << 20)
#define PAGE_BYTES    4096
#define RESTART_PAGES (RESTART_BYTES / PAGE_BYTES)

/* When what is owed is tried again, if nothing else is written before. */
#define RETRY_MS 1000

/* When nothing was said for so long, words are made ready to be found. */
#define REST_MS 100

static int note_wal_size(void *arg, sqlite3 *db, const char *name, int pages)
{
    (void)db, (void)name;
    struct writer *writer = arg;
    writer->wal_pages = pages;
    return SQLITE_OK;
}

/* Who refuses a store leaves it as it was, with its log. */
static void keep_log(struct sql *sql, int keep)
{
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, NULL);
}

/* Connects; what is there is looked at before anything is changed. */
static int connect_writer(struct store *store, const struct guard *guard, char **cause)
{
    struct writer *writer = &store->writer;
    struct sql *sql = &writer->sql;
    if (sql_open(sql, store->path, cause) < 0)
        return -1;
    keep_log(sql, 1);
    if (guard_content(guard, sql->db, &writer->mark, cause) < 0 ||
        schema_migrate(sql->db, cause) < 0 || sql_prepare(sql, write_texts, W_COUNT, cause) < 0 ||
        guard_count(sql->db, &writer->mark, cause) < 0)
        return -1;
    keep_log(sql, 0);
    return 0;
}

int writer_open(struct store *store, const struct guard *guard, char **cause)
{
    struct writer *writer = &store->writer;
    struct sql *sql = &writer->sql;
    if (connect_writer(store, guard, cause) < 0)
        return -1;
    sqlite3_wal_hook(sql->db, note_wal_size, writer);
    writer->restart_at = RESTART_PAGES;

    store->mark = writer->mark;
    store->reader.marked = guard->mark;
    store->last_id = writer->mark.last_id;
    writer->next_id = store->last_id + 1;
    words_open(writer);

    sqlite3_stmt *stmt = sql_bind(sql, W_ERASURES, "");
    while (sql_row(sql, stmt)) {
        store->erasing =
            xreallocarray(store->erasing, store->nerasing + 1, sizeof(store->erasing[0]));
        store->erasing[store->nerasing++] = xstrdup(sql_text(stmt, 0));
    }
    if (sql_end(sql))
        return 0;
    *cause = sql_cause(sql->db);
    return -1;
}

void writer_close(struct store *store)
{
    struct sql *sql = &store->writer.sql;
    if (store->commits > 0 && sqlite3_wal_checkpoint_v2(sql->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
                                                        NULL, NULL) != SQLITE_OK)
        log_event(LOG_WARN, "store-checkpoint", "error=\"%s\"", sqlite3_errmsg(sql->db));
    convs_forget(&store->writer);
    owed_clear(&store->writer.owed);
    sql_close(sql);
}

/* Ends the transaction, well or not. Returns whether it went well. */
static bool end_batch(struct sql *sql)
{
    if (!sql->failed)
        sql_run(sql, sql_bind(sql, W_COMMIT, ""));
    bool well = sql_end(sql);
    if (!sqlite3_get_autocommit(sql->db))
        sql_run(sql, sql_bind(sql, W_ROLLBACK, ""));
    return sql_end(sql) && well;
}

static bool write_all(struct store *store, struct op *first)
{
    struct sql *sql = &store->writer.sql;
    sql_run(sql, sql_bind(sql, W_BEGIN, ""));
    for (struct op *op = first; op && !sql->failed; op = op->next)
        op->run(store, op);
    if (!sql->failed)
        convs_save(&store->writer);
    return end_batch(sql);
}

/*
 * A commit that failed may yet be found in the log, when SQLite reads it anew:
 * its frames were written, only not synced. What was said to be lost is taken
 * out again, before anything else is written.
 */
static bool take_back(struct writer *writer)
{
    static const enum write_statement undo[] = {W_UNDO_CONVS, W_UNDO_IDEMS, W_UNDO_ATTACHED,
                                                W_UNDO_ROWS, W_UNDO_INDEXED};
    struct sql *sql = &writer->sql;
    sql_run(sql, sql_bind(sql, W_BEGIN, ""));
    for (size_t i = 0; i < sizeof(undo) / sizeof(undo[0]) && !sql->failed; i++)
        sql_run(sql, sql_bind(sql, undo[i], "i", (int64_t)writer->next_id));
    if (!end_batch(sql))
        return false;
    char *cause = NULL;
    writer->unsure = guard_count(sql->db, &writer->mark, &cause) < 0;
    free(cause);
    return !writer->unsure;
}

/* All or nothing. */
static bool try_batch(struct store *store, struct op *first)
{
    struct writer *writer = &store->writer;
    if (!writer->unsure || take_back(writer)) {
        uint64_t next_id = writer->next_id;
        struct mark mark = writer->mark;
        if (write_all(store, first))
            return true;
        writer->next_id = next_id;
        writer->mark = mark;
    }
    writer->unsure = true;
    convs_forget(writer);
    return false;
}

/* What cannot be committed was never said; what nobody waits for is owed, and comes first: who left
 * a room may not read on. */
static void write_batch(struct store *store, struct op *first)
{
    struct map *owed = &store->writer.owed;
    struct op *debts = owed_chain(owed);
    if (debts && try_batch(store, debts))
        owed_clear(owed);
    bool written = !first || try_batch(store, first);
    for (struct op *op = first; op && !written; op = op->next)
        op->status = STORE_FAILED;
    owed_note(owed, first, written);
}

/* What nobody asked for now: what is owed, else words. */
static void use_rest(struct store *store)
{
    struct writer *writer = &store->writer;
    struct op slice = {.run = words_run_slice};
    if (map_count(&writer->owed) > 0)
        write_batch(store, NULL);
    else if (!words_are_due(writer))
        return;
    else if (!try_batch(store, &slice))
        words_put_off(writer);
}

/* How long to wait for something before the rest is used; -1: for ever. */
static int64_t patience_ms(const struct writer *writer)
{
    if (map_count(&writer->owed) > 0)
        return RETRY_MS;
    if (!words_are_due(writer))
        return -1;
    return writer->rests || words_are_late(writer) ? 0 : REST_MS;
}

/* Called with the lock held. Returns false when the rest should be used. */
static bool sleep_on(struct store *store)
{
    struct writer *writer = &store->writer;
    int64_t wait_ms = patience_ms(writer);
    if (wait_ms == 0)
        return false;
    writer->lane.waiting = true;
    if (wait_ms < 0)
        return pthread_cond_wait(&writer->lane.wake, &store->lock) == 0;
    int64_t until_ms = clock_mono_ms() + wait_ms;
    struct timespec until = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};
    return pthread_cond_timedwait(&writer->lane.wake, &store->lock, &until) == 0;
}

/* Called with the lock held. NULL if nothing came. */
static struct op *wait_for_ops(struct store *store)
{
    struct lane *lane = &store->writer.lane;
    while (!lane->first && !store->stopping && sleep_on(store))
        ;
    lane->waiting = false;
    return lane_take(lane);
}

/* Called with the lock held: the reader copies to the database file when there is enough. */
static void publish_log(struct store *store)
{
    store->commits++;
    store->mark = store->writer.mark;
    store->wal_pages = store->writer.wal_pages;
    if (reader_wants_log(store))
        pthread_cond_signal(&store->reader.lane.wake);
}

static bool reader_is_copying(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    bool copying = store->reader.copying;
    pthread_mutex_unlock(&store->lock);
    return copying;
}

static void restart_log(struct store *store)
{
    struct writer *writer = &store->writer;
    if (writer->wal_pages < writer->restart_at || reader_is_copying(store))
        return;
    int code =
        sqlite3_wal_checkpoint_v2(writer->sql.db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    /* Somebody reads a state of long ago: wait no more until it doubled. */
    writer->restart_at = code == SQLITE_OK ? RESTART_PAGES : 2 * writer->wal_pages;
}

void *writer_main(void *store_arg)
{
    struct store *store = store_arg;
    pthread_mutex_lock(&store->lock);
    struct op *first = NULL;
    while ((first = wait_for_ops(store)) || !store->stopping) {
        pthread_mutex_unlock(&store->lock);
        store->writer.rests = !first;
        if (first)
            write_batch(store, first);
        else
            use_rest(store);

        pthread_mutex_lock(&store->lock);
        bool ring = store_give_back(store, first);
        publish_log(store);
        pthread_mutex_unlock(&store->lock);
        if (ring)
            store_ring(store);
        restart_log(store);
        pthread_mutex_lock(&store->lock);
    }
    pthread_mutex_unlock(&store->lock);
    /* A last time: the disk may have room by now. */
    write_batch(store, NULL);
    return NULL;
}
