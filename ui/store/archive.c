#include "archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive_private.h"
#include "log.h"
#include "mem.h"

/*
 * The log is put into the file when there is rest: it takes as long as some
 * hundred keys. Beyond the greatest size nobody waits for rest.
 */
#define LOG_PAGES     1000
#define LOG_PAGES_MAX 8192

static void shorten_log(struct archive *archive)
{
    archive->log_pages = 0;
    if (sqlite3_wal_checkpoint_v2(archive->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) !=
        SQLITE_OK)
        log_event(LOG_WARN, "archive", "cause=%s", sqlite3_errmsg(archive->db));
}

static int note_log(void *arg, sqlite3 *db, const char *name, int pages)
{
    struct archive *archive = arg;
    (void)db, (void)name;
    archive->log_pages = pages;
    if (pages >= LOG_PAGES_MAX)
        shorten_log(archive);
    return SQLITE_OK;
}

/* A new file has nothing to lose: waiting for the disk would only hold up the first picture. */
static bool set_up(sqlite3 *db)
{
    const char *safety =
        archive_is_new(db) ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = NORMAL";
    return archive_run(db, "PRAGMA busy_timeout = 500") && archive_run(db, safety) &&
           archive_run(db, "PRAGMA journal_mode = WAL") &&
           archive_run(db, "PRAGMA journal_size_limit = 4194304") && archive_migrate(db) &&
           archive_run(db, "PRAGMA synchronous = NORMAL");
}

static struct archive *open_once(const char *path, int *code)
{
    struct archive *archive = xnew(struct archive);
    *code = sqlite3_open_v2(path, &archive->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    bool usable = *code == SQLITE_OK && set_up(archive->db);
    for (enum statement i = 0; usable && i < NEEDED_AT_ONCE; i++)
        usable = archive_prepare(archive, i);
    if (usable) {
        sqlite3_wal_hook(archive->db, note_log, archive);
        return archive;
    }

    *code = sqlite3_errcode(archive->db);
    archive_close(archive);
    return NULL;
}

struct archive *archive_open(const char *path, char **warning, char **cause)
{
    *warning = NULL;
    int code = SQLITE_OK;
    struct archive *archive = open_once(path, &code);
    if (!archive && code != SQLITE_CANTOPEN && code != SQLITE_BUSY && code != SQLITE_READONLY) {
        char *aside = xasprintf("%s.damaged", path);
        if (rename(path, aside) == 0) {
            *warning = xasprintf("your archive was damaged; the server still has your history; "
                                 "it is set aside as %s",
                                 aside);
            archive = open_once(path, &code);
        }
        free(aside);
    }
    if (!archive) {
        *cause = xasprintf("%s: %s", path, sqlite3_errstr(code));
        return NULL;
    }
    if (chmod(path, 0600) != 0)
        log_event(LOG_WARN, "archive", "path=%s cause=%s", path, strerror(errno));
    return archive;
}

void archive_close(struct archive *archive)
{
    if (!archive)
        return;

    if (archive->open)
        archive_commit(archive);
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(archive->statements[i]);
    sqlite3_close(archive->db);
    free(archive->last_key);
    free(archive);
}

void archive_begin(struct archive *archive)
{
    if (archive->open)
        return;
    archive->failed = false;
    archive->open = archive_run(archive->db, "BEGIN");
}

bool archive_commit(struct archive *archive)
{
    if (archive->open && !archive_run(archive->db, "COMMIT")) {
        log_event(LOG_ERROR, "archive", "cause=%s", sqlite3_errmsg(archive->db));
        archive_run(archive->db, "ROLLBACK");
        xreplace(&archive->last_key, NULL);
        archive->failed = true;
    }
    archive->open = false;
    return !archive->failed;
}

bool archive_wants_rest(const struct archive *archive)
{
    return archive->log_pages >= LOG_PAGES || archive_wants_index(archive);
}

bool archive_rest(struct archive *archive)
{
    if (archive->log_pages >= LOG_PAGES)
        shorten_log(archive);
    else
        archive_index(archive);
    return archive_wants_rest(archive);
}

sqlite3_stmt *archive_bound(struct archive *archive, enum statement which, const char *one,
                            const char *two, const char *three)
{
    if (!archive->statements[which])
        archive_prepare(archive, which);
    sqlite3_stmt *statement = archive->statements[which];
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    const char *const values[] = {one, two, three};
    for (int i = 0; i < 3; i++) {
        if (values[i])
            sqlite3_bind_text(statement, i + 1, values[i], -1, SQLITE_STATIC);
    }
    return statement;
}

void archive_finish(struct archive *archive, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) {
        log_event(LOG_ERROR, "archive", "cause=%s", sqlite3_errmsg(archive->db));
        archive->failed = true;
    }
    sqlite3_reset(statement);
}

sqlite3_int64 archive_conv(struct archive *archive, const char *key, bool make)
{
    if (archive->last_key && strcmp(archive->last_key, key) == 0)
        return archive->last;

    if (make)
        archive_finish(archive, archive_bound(archive, ADD_CONV, key, NULL, NULL));
    sqlite3_stmt *statement = archive_bound(archive, FIND_CONV, key, NULL, NULL);
    sqlite3_int64 id =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    if (id != 0) {
        xreplace(&archive->last_key, key);
        archive->last = id;
    }
    return id;
}
