/*
 * A copy of a store at work. One read transaction on a connection of its own
 * sees one moment; SQLite's backup copies that, slice by slice, into PATH.new,
 * which is looked through and gets its name when nothing is wrong. It runs on a
 * thread of its own, since the reader's would keep others from reading while
 * the copy is looked through.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "durable.h"
#include "mem.h"
#include "store_private.h"
#include "sums.h"

/* A slice: 1 MB. */
#define SLICE_PAGES 256

/* Instructions of SQLite between two looks whether the store stops. */
#define LOOK_EVERY 10000

struct backup_op {
    struct op op; /* texts: the path */
    struct store *store;
    store_backup_fn *done;
    pthread_t thread;
    bool started;
    char *fresh; /* PATH.new */
    char *text;  /* what the caller is told */
    int64_t size_bytes;
    struct mark holds;
};

static const char stopped[] = "the server stopped before the copy was whole";

/* Says why it failed; takes the text over. */
static int fail(struct backup_op *backup, char *text)
{
    free(backup->text);
    backup->text = text;
    backup->op.status = STORE_FAILED;
    return -1;
}

static int fail_file(struct backup_op *backup, const char *path)
{
    return fail(backup, xasprintf("%s: %s", path, strerror(errno)));
}

static bool is_stopping(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    bool stopping = store->cancels;
    pthread_mutex_unlock(&store->lock);
    return stopping;
}

static int wants_to_stop(void *store_arg)
{
    return is_stopping(store_arg);
}

/* ---- files ---- */

static bool exists(struct backup_op *backup, const char *suffix)
{
    struct stat info;
    char *path = xasprintf("%s%s", backup->op.text[0], suffix);
    bool there = lstat(path, &info) == 0;
    if (there) {
        fail(backup, xasprintf("%s is there already; give another name, or move it away", path));
        backup->op.status = STORE_EXISTS;
    }
    free(path);
    return there;
}

static int make_file(struct backup_op *backup)
{
    if (exists(backup, "") || exists(backup, ".mark") || exists(backup, ".new"))
        return -1;
    int fd = open(backup->fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_file(backup, backup->fresh);
    close(fd);
    return 0;
}

static void drop_file(const struct backup_op *backup)
{
    static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char *path = xasprintf("%s%s", backup->fresh, suffixes[i]);
        unlink(path);
        free(path);
    }
}

/* Gives the copy its name, unless that is taken by now. */
static int name_file(struct backup_op *backup)
{
    const char *path = backup->op.text[0];
    char *cause = NULL;
    int fd = open(backup->fresh, O_RDONLY | O_CLOEXEC);
    struct stat info = {0};
    bool synced = fd >= 0 && fsync(fd) == 0 && fstat(fd, &info) == 0;
    if (fd >= 0)
        close(fd);
    if (!synced)
        return fail_file(backup, backup->fresh);
    backup->size_bytes = info.st_size;
    if (renameat2(AT_FDCWD, backup->fresh, AT_FDCWD, path, RENAME_NOREPLACE) < 0)
        return exists(backup, "") ? -1 : fail_file(backup, path);
    if (mark_write(path, &backup->holds, &cause) == 0 && durable_sync_folder(path, &cause) == 0)
        return 0;
    unlink(path);
    return fail(backup, cause);
}

/* ---- the copy ---- */

/* What SQLite complains of in the copy, by the name that it will have. */
static int fail_copy(struct backup_op *backup, int code)
{
    if (is_stopping(backup->store))
        return fail(backup, xstrdup(stopped));
    const char *why = (code & 0xff) == SQLITE_FULL ? "the disk is full" : sqlite3_errstr(code);
    return fail(backup, xasprintf("%s could not be written: %s", backup->op.text[0], why));
}

static int copy_pages(struct backup_op *backup, sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    if (!copy)
        return fail_copy(backup, sqlite3_extended_errcode(to));
    int code = SQLITE_OK;
    while (code == SQLITE_OK && !is_stopping(backup->store))
        code = sqlite3_backup_step(copy, SLICE_PAGES);
    sqlite3_backup_finish(copy);
    return code == SQLITE_DONE ? 0 : fail_copy(backup, code);
}

/* The log of the store is not copied: what was in it is in the copy, which has none. */
static int look_through(struct backup_op *backup, sqlite3 *copy)
{
    char *complaint = NULL;
    if (sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
        return fail_copy(backup, sqlite3_extended_errcode(copy));
    sqlite3_progress_handler(copy, LOOK_EVERY, wants_to_stop, backup->store);
    complaint = sql_damage(copy, "PRAGMA integrity_check(1)");
    if (!complaint && sums_check(copy, &complaint) == 0 && sums_check_ends(copy, &complaint) == 0)
        guard_count(copy, &backup->holds, &complaint);
    if (is_stopping(backup->store)) {
        free(complaint);
        return fail(backup, xstrdup(stopped));
    }
    return complaint ? fail(backup, complaint) : 0;
}

/* The moment that is copied lasts from the first read to the rollback. */
static int copy_moment(struct backup_op *backup, struct sql *from, struct sql *to)
{
    char *cause = NULL;
    int64_t ignored = 0;
    if (sql_open_readonly(from, backup->store->path, &cause) < 0 ||
        sql_open(to, backup->fresh, &cause) < 0)
        return fail(backup, cause);
    sqlite3_exec(from->db, "BEGIN", NULL, NULL, NULL);
    if (sql_number(from->db, "SELECT count(*) FROM store", &ignored, &cause) < 0)
        return fail(backup, cause);
    int result = copy_pages(backup, from->db, to->db);
    sqlite3_exec(from->db, "ROLLBACK", NULL, NULL, NULL);
    return result == 0 ? look_through(backup, to->db) : -1;
}

static void make_copy(struct backup_op *backup)
{
    struct sql from = {0};
    struct sql to = {0};
    if (make_file(backup) < 0)
        return;
    int result = copy_moment(backup, &from, &to);
    sql_close(&from);
    sql_close(&to);
    if (result < 0 || name_file(backup) < 0)
        drop_file(backup);
    else
        backup->text = xasprintf("%s: %llu entries, %llu accounts, %lld kB", backup->op.text[0],
                                 (unsigned long long)backup->holds.entries,
                                 (unsigned long long)backup->holds.accounts,
                                 (long long)backup->size_bytes / 1024);
}

/* ---- the thread ---- */

static void give_back(struct backup_op *backup)
{
    struct store *store = backup->store;
    pthread_mutex_lock(&store->lock);
    bool ring = store_give_back(store, &backup->op);
    pthread_mutex_unlock(&store->lock);
    if (ring)
        store_ring(store);
}

static void *backup_main(void *backup_arg)
{
    make_copy(backup_arg);
    give_back(backup_arg);
    return NULL;
}

static void finish_backup(struct op *op)
{
    struct backup_op *backup = (struct backup_op *)op;
    if (backup->started) {
        pthread_join(backup->thread, NULL);
        backup->store->copies = false;
    }
    if (backup->done)
        backup->done(op->arg, op->status, backup->text);
    free(backup->fresh);
    free(backup->text);
}

void store_backup(struct store *store, const char *path, store_backup_fn *done, void *arg)
{
    const char *const texts[] = {path};
    struct backup_op *backup = op_new(sizeof(*backup), texts, 1);
    backup->op.finish = finish_backup;
    backup->op.arg = arg;
    backup->op.aside = true;
    backup->store = store;
    backup->done = done;
    backup->fresh = xasprintf("%s.new", path);
    if (store->copies) {
        fail(backup, xstrdup("another copy is being made; wait for that"));
    } else {
        int error = store_start_thread(&backup->thread, backup_main, backup);
        store->copies = backup->started = error == 0;
        if (error != 0)
            fail(backup, xasprintf("no thread for it: %s", strerror(error)));
    }
    if (!backup->started)
        give_back(backup);
}

void backup_stop(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    store->cancels = true;
    pthread_mutex_unlock(&store->lock);
    while (store->copies)
        store_await(store);
}
