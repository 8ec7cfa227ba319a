#include "archive.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "log.h"
#include "mem.h"

/*
 * The log is put into the file when there is rest: it takes as long as some
 * hundred keys. Beyond the greatest size nobody waits for rest.
 */
#define LOG_PAGES     1000
#define LOG_PAGES_MAX 8192

/* From each version to the next one. */
static const char *const migrations[] = {
    "CREATE TABLE conv(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);"
    "CREATE TABLE line(id INTEGER PRIMARY KEY, conv INTEGER NOT NULL, ms INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, flags INTEGER NOT NULL, nick TEXT NOT NULL, text TEXT NOT NULL,"
    " msgid TEXT);"
    "CREATE INDEX line_time ON line(conv, ms);"
    "CREATE UNIQUE INDEX line_msgid ON line(conv, msgid);"
    "CREATE TABLE pair(space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY(space, key)) WITHOUT ROWID;"
    "CREATE TABLE input(id INTEGER PRIMARY KEY, conv TEXT NOT NULL, text TEXT NOT NULL);",
    "CREATE TABLE outbox(id INTEGER PRIMARY KEY, idem TEXT NOT NULL UNIQUE, server TEXT NOT NULL,"
    " target TEXT NOT NULL, text TEXT NOT NULL, action INTEGER NOT NULL, said INTEGER NOT NULL,"
    " sent INTEGER NOT NULL, sent_as TEXT);",
};

enum statement {
    ADD_CONV,
    FIND_CONV,
    ADD_LINE,
    REWRITE_LINE,
    READ_LINES,
    PUT,
    DELETE,
    GET,
    EACH,
    ADD_INPUT,
    READ_INPUTS,
    PUT_QUEUED,
    REMOVE_QUEUED,
    EACH_QUEUED,
    STATEMENTS
};

static const char *const texts[STATEMENTS] = {
    [ADD_CONV] = "INSERT OR IGNORE INTO conv(key) VALUES(?1)",
    [FIND_CONV] = "SELECT id FROM conv WHERE key = ?1",
    [ADD_LINE] = "INSERT OR IGNORE INTO line(conv, ms, kind, flags, nick, text, msgid)"
                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [REWRITE_LINE] = "UPDATE line SET kind = ?3, text = ?4 WHERE conv = ?1 AND msgid = ?2",
    /* From the moment of the limit-th newest on, all of that moment. */
    [READ_LINES] = "SELECT ms, kind, flags, nick, text, msgid FROM line WHERE conv = ?1"
                   " AND ms < ?2 AND ms >= coalesce((SELECT ms FROM line WHERE conv = ?1"
                   " AND ms < ?2 ORDER BY ms DESC LIMIT 1 OFFSET ?3 - 1), 0) ORDER BY ms, id",
    [PUT] = "INSERT INTO pair VALUES(?1, ?2, ?3)"
            " ON CONFLICT(space, key) DO UPDATE SET value = ?3 WHERE value <> ?3",
    [DELETE] = "DELETE FROM pair WHERE space = ?1 AND key = ?2",
    [GET] = "SELECT value FROM pair WHERE space = ?1 AND key = ?2",
    [EACH] = "SELECT key, value FROM pair WHERE space = ?1 ORDER BY key",
    [ADD_INPUT] = "INSERT INTO input(conv, text) VALUES(?1, ?2)",
    [READ_INPUTS] = "SELECT conv, text FROM (SELECT * FROM input ORDER BY id DESC LIMIT ?1)"
                    " ORDER BY id",
    [PUT_QUEUED] = "INSERT INTO outbox(idem, server, target, text, sent_as, action, said, sent)"
                   " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(idem) DO UPDATE"
                   " SET target = ?3, text = ?4, sent_as = ?5, sent = ?8",
    [REMOVE_QUEUED] = "DELETE FROM outbox WHERE idem = ?1",
    [EACH_QUEUED] = "SELECT idem, server, target, text, sent_as, action, said, sent FROM outbox"
                    " WHERE server = ?1 ORDER BY id",
};

struct archive {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    char *last_key;     /* conversation of the last line: floods come into one */
    sqlite3_int64 last; /* its id */
    int log_pages;      /* what is in the log and not in the file */
    bool open;          /* a transaction is */
    bool failed;        /* something could not be written since it began */
};

static bool run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The version in the file; -1 if it cannot be read. */
static int version(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    int found = -1;
    if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        found = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return found;
}

static bool migrate(sqlite3 *db)
{
    const int newest = (int)(sizeof(migrations) / sizeof(migrations[0]));
    int found = version(db);
    bool done = found >= 0 && found <= newest;
    for (; done && found < newest; found++) {
        char mark[64];
        snprintf(mark, sizeof(mark), "PRAGMA user_version = %d; COMMIT", found + 1);
        done = run(db, "BEGIN IMMEDIATE") && run(db, migrations[found]) && run(db, mark);
    }
    return done;
}

static int note_log(void *arg, sqlite3 *db, const char *name, int pages)
{
    struct archive *archive = arg;
    (void)db, (void)name;
    archive->log_pages = pages;
    if (pages >= LOG_PAGES_MAX)
        archive_rest(archive);
    return SQLITE_OK;
}

static struct archive *open_once(const char *path, int *code)
{
    struct archive *archive = xnew(struct archive);
    *code = sqlite3_open_v2(path, &archive->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    bool usable = *code == SQLITE_OK && run(archive->db, "PRAGMA busy_timeout = 500") &&
                  run(archive->db, "PRAGMA journal_mode = WAL") &&
                  run(archive->db, "PRAGMA journal_size_limit = 4194304") &&
                  run(archive->db, "PRAGMA synchronous = NORMAL") && migrate(archive->db);
    for (int i = 0; usable && i < STATEMENTS; i++)
        usable = sqlite3_prepare_v3(archive->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                                    &archive->statements[i], NULL) == SQLITE_OK;
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
    archive->open = run(archive->db, "BEGIN");
}

bool archive_commit(struct archive *archive)
{
    if (archive->open && !run(archive->db, "COMMIT")) {
        log_event(LOG_ERROR, "archive", "cause=%s", sqlite3_errmsg(archive->db));
        run(archive->db, "ROLLBACK");
        xreplace(&archive->last_key, NULL);
        archive->failed = true;
    }
    archive->open = false;
    return !archive->failed;
}

bool archive_wants_rest(const struct archive *archive)
{
    return archive->log_pages >= LOG_PAGES;
}

void archive_rest(struct archive *archive)
{
    archive->log_pages = 0;
    if (sqlite3_wal_checkpoint_v2(archive->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) !=
        SQLITE_OK)
        log_event(LOG_WARN, "archive", "cause=%s", sqlite3_errmsg(archive->db));
}

/* A statement with its first text parameters bound; borrowed text must live until it is reset. */
static sqlite3_stmt *bound(struct archive *archive, enum statement which, const char *one,
                           const char *two, const char *three)
{
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

/* Runs a statement that gives no rows. */
static void finish(struct archive *archive, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) {
        log_event(LOG_ERROR, "archive", "cause=%s", sqlite3_errmsg(archive->db));
        archive->failed = true;
    }
    sqlite3_reset(statement);
}

static sqlite3_int64 conv_id(struct archive *archive, const char *key, bool make)
{
    if (archive->last_key && strcmp(archive->last_key, key) == 0)
        return archive->last;

    if (make)
        finish(archive, bound(archive, ADD_CONV, key, NULL, NULL));
    sqlite3_stmt *statement = bound(archive, FIND_CONV, key, NULL, NULL);
    sqlite3_int64 id =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    if (id != 0) {
        xreplace(&archive->last_key, key);
        archive->last = id;
    }
    return id;
}

void archive_add_line(struct archive *archive, const char *conv, const struct archive_line *line)
{
    sqlite3_int64 id = conv_id(archive, conv, true);
    sqlite3_stmt *statement = bound(archive, ADD_LINE, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, line->time_ms);
    sqlite3_bind_int(statement, 3, line->kind);
    sqlite3_bind_int(statement, 4, (int)line->flags);
    sqlite3_bind_text(statement, 5, line->nick, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, line->text, -1, SQLITE_STATIC);
    if (*line->msgid)
        sqlite3_bind_text(statement, 7, line->msgid, -1, SQLITE_STATIC);
    finish(archive, statement);
}

void archive_rewrite_line(struct archive *archive, const char *conv,
                          const struct archive_line *line)
{
    sqlite3_int64 id = conv_id(archive, conv, false);
    sqlite3_stmt *statement = bound(archive, REWRITE_LINE, NULL, line->msgid, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int(statement, 3, line->kind);
    sqlite3_bind_text(statement, 4, line->text, -1, SQLITE_STATIC);
    finish(archive, statement);
}

static const char *column(sqlite3_stmt *statement, int i)
{
    const unsigned char *text = sqlite3_column_text(statement, i);
    return text ? (const char *)text : "";
}

void archive_lines(struct archive *archive, const struct archive_page *page, archive_line_fn *fn,
                   void *arg)
{
    sqlite3_int64 id = conv_id(archive, page->conv, false);
    sqlite3_stmt *statement = bound(archive, READ_LINES, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, page->before_ms);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)page->limit);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct archive_line line = {.time_ms = sqlite3_column_int64(statement, 0),
                                    .kind = sqlite3_column_int(statement, 1),
                                    .flags = (unsigned)sqlite3_column_int(statement, 2),
                                    .nick = column(statement, 3),
                                    .text = column(statement, 4),
                                    .msgid = column(statement, 5)};
        fn(arg, &line);
    }
    sqlite3_reset(statement);
}

void archive_put(struct archive *archive, const char *space, const char *key, const char *value)
{
    finish(archive, bound(archive, value ? PUT : DELETE, space, key, value));
}

char *archive_get(struct archive *archive, const char *space, const char *key)
{
    sqlite3_stmt *statement = bound(archive, GET, space, key, NULL);
    char *value = sqlite3_step(statement) == SQLITE_ROW ? xstrdup(column(statement, 0)) : NULL;
    sqlite3_reset(statement);
    return value;
}

static void each(sqlite3_stmt *statement, archive_pair_fn *fn, void *arg)
{
    while (sqlite3_step(statement) == SQLITE_ROW)
        fn(arg, column(statement, 0), column(statement, 1));
    sqlite3_reset(statement);
}

void archive_each(struct archive *archive, const char *space, archive_pair_fn *fn, void *arg)
{
    each(bound(archive, EACH, space, NULL, NULL), fn, arg);
}

void archive_add_input(struct archive *archive, const char *conv, const char *text)
{
    finish(archive, bound(archive, ADD_INPUT, conv, text, NULL));
}

void archive_inputs(struct archive *archive, size_t limit, archive_pair_fn *fn, void *arg)
{
    sqlite3_stmt *statement = bound(archive, READ_INPUTS, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)limit);
    each(statement, fn, arg);
}

void archive_queue_put(struct archive *archive, const struct archive_queued *queued)
{
    sqlite3_stmt *statement =
        bound(archive, PUT_QUEUED, queued->idem, queued->server, queued->target);
    sqlite3_bind_text(statement, 4, queued->text, -1, SQLITE_STATIC);
    if (queued->sent_as)
        sqlite3_bind_text(statement, 5, queued->sent_as, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 6, queued->action);
    sqlite3_bind_int64(statement, 7, queued->said_ms);
    sqlite3_bind_int64(statement, 8, queued->sent_ms);
    finish(archive, statement);
}

void archive_queue_remove(struct archive *archive, const char *idem)
{
    finish(archive, bound(archive, REMOVE_QUEUED, idem, NULL, NULL));
}

void archive_queue_each(struct archive *archive, const char *server, archive_queued_fn *fn,
                        void *arg)
{
    sqlite3_stmt *statement = bound(archive, EACH_QUEUED, server, NULL, NULL);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *sent_as = sqlite3_column_text(statement, 4);
        struct archive_queued queued = {.idem = column(statement, 0),
                                        .server = column(statement, 1),
                                        .target = column(statement, 2),
                                        .text = column(statement, 3),
                                        .sent_as = (const char *)sent_as,
                                        .action = sqlite3_column_int(statement, 5),
                                        .said_ms = sqlite3_column_int64(statement, 6),
                                        .sent_ms = sqlite3_column_int64(statement, 7)};
        fn(arg, &queued);
    }
    sqlite3_reset(statement);
}
