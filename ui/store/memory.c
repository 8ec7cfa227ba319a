#include "memory.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "log.h"
#include "mem.h"

#define MEMORY_VERSION 1

static const char schema[] =
    "CREATE TABLE conv(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);"
    "CREATE TABLE line(id INTEGER PRIMARY KEY, conv INTEGER NOT NULL, ms INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, flags INTEGER NOT NULL, nick TEXT NOT NULL, text TEXT NOT NULL,"
    " msgid TEXT);"
    "CREATE INDEX line_time ON line(conv, ms);"
    "CREATE UNIQUE INDEX line_msgid ON line(conv, msgid);"
    "CREATE TABLE pair(space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY(space, key)) WITHOUT ROWID;"
    "CREATE TABLE input(id INTEGER PRIMARY KEY, conv TEXT NOT NULL, text TEXT NOT NULL);";

enum statement {
    ADD_CONV,
    FIND_CONV,
    ADD_LINE,
    READ_LINES,
    PUT,
    DELETE,
    GET,
    EACH,
    ADD_INPUT,
    READ_INPUTS,
    STATEMENTS
};

static const char *const texts[STATEMENTS] = {
    [ADD_CONV] = "INSERT OR IGNORE INTO conv(key) VALUES(?1)",
    [FIND_CONV] = "SELECT id FROM conv WHERE key = ?1",
    [ADD_LINE] = "INSERT OR IGNORE INTO line(conv, ms, kind, flags, nick, text, msgid)"
                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [READ_LINES] = "SELECT ms, kind, flags, nick, text, msgid FROM (SELECT * FROM line"
                   " WHERE conv = ?1 AND ms < ?2 ORDER BY ms DESC, id DESC LIMIT ?3)"
                   " ORDER BY ms, id",
    [PUT] = "INSERT INTO pair VALUES(?1, ?2, ?3)"
            " ON CONFLICT(space, key) DO UPDATE SET value = ?3",
    [DELETE] = "DELETE FROM pair WHERE space = ?1 AND key = ?2",
    [GET] = "SELECT value FROM pair WHERE space = ?1 AND key = ?2",
    [EACH] = "SELECT key, value FROM pair WHERE space = ?1 ORDER BY key",
    [ADD_INPUT] = "INSERT INTO input(conv, text) VALUES(?1, ?2)",
    [READ_INPUTS] = "SELECT conv, text FROM (SELECT * FROM input ORDER BY id DESC LIMIT ?1)"
                    " ORDER BY id",
};

struct memory {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    char *last_key;     /* conversation of the last line: floods come into one */
    sqlite3_int64 last; /* its id */
    bool open;          /* a transaction is */
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
    int found = version(db);
    if (found == MEMORY_VERSION)
        return true;
    return found == 0 && run(db, "BEGIN IMMEDIATE") && run(db, schema) &&
           run(db, "PRAGMA user_version = 1") && run(db, "COMMIT");
}

static struct memory *open_once(const char *path, int *code)
{
    struct memory *memory = xnew(struct memory);
    *code = sqlite3_open_v2(path, &memory->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    bool usable = *code == SQLITE_OK && run(memory->db, "PRAGMA busy_timeout = 500") &&
                  run(memory->db, "PRAGMA journal_mode = WAL") &&
                  run(memory->db, "PRAGMA synchronous = NORMAL") && migrate(memory->db);
    for (int i = 0; usable && i < STATEMENTS; i++)
        usable = sqlite3_prepare_v3(memory->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                                    &memory->statements[i], NULL) == SQLITE_OK;
    if (usable)
        return memory;

    *code = sqlite3_errcode(memory->db);
    memory_close(memory);
    return NULL;
}

struct memory *memory_open(const char *path, char **warning, char **cause)
{
    *warning = NULL;
    int code = SQLITE_OK;
    struct memory *memory = open_once(path, &code);
    if (!memory && code != SQLITE_CANTOPEN && code != SQLITE_BUSY && code != SQLITE_READONLY) {
        char *aside = xasprintf("%s.damaged", path);
        if (rename(path, aside) == 0) {
            *warning = xasprintf("%s was damaged and is set aside as %s; the server still has "
                                 "your history",
                                 path, aside);
            memory = open_once(path, &code);
        }
        free(aside);
    }
    if (!memory) {
        *cause = xasprintf("%s: %s", path, sqlite3_errstr(code));
        return NULL;
    }
    if (chmod(path, 0600) != 0)
        log_event(LOG_WARN, "memory", "path=%s cause=%s", path, strerror(errno));
    return memory;
}

void memory_close(struct memory *memory)
{
    if (!memory)
        return;

    if (memory->open)
        memory_commit(memory);
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(memory->statements[i]);
    sqlite3_close(memory->db);
    free(memory->last_key);
    free(memory);
}

void memory_begin(struct memory *memory)
{
    memory->open = run(memory->db, "BEGIN");
}

void memory_commit(struct memory *memory)
{
    if (memory->open && !run(memory->db, "COMMIT")) {
        log_event(LOG_ERROR, "memory", "cause=%s", sqlite3_errmsg(memory->db));
        run(memory->db, "ROLLBACK");
        xreplace(&memory->last_key, NULL);
    }
    memory->open = false;
}

/* A statement with its first text parameters bound; borrowed text must live until it is reset. */
static sqlite3_stmt *bound(struct memory *memory, enum statement which, const char *one,
                           const char *two, const char *three)
{
    sqlite3_stmt *statement = memory->statements[which];
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
static void finish(struct memory *memory, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        log_event(LOG_ERROR, "memory", "cause=%s", sqlite3_errmsg(memory->db));
    sqlite3_reset(statement);
}

static sqlite3_int64 conv_id(struct memory *memory, const char *key, bool make)
{
    if (memory->last_key && strcmp(memory->last_key, key) == 0)
        return memory->last;

    if (make)
        finish(memory, bound(memory, ADD_CONV, key, NULL, NULL));
    sqlite3_stmt *statement = bound(memory, FIND_CONV, key, NULL, NULL);
    sqlite3_int64 id =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    if (id != 0) {
        xreplace(&memory->last_key, key);
        memory->last = id;
    }
    return id;
}

void memory_add_line(struct memory *memory, const char *conv, const struct memory_line *line)
{
    sqlite3_int64 id = conv_id(memory, conv, true);
    sqlite3_stmt *statement = bound(memory, ADD_LINE, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, line->time_ms);
    sqlite3_bind_int(statement, 3, line->kind);
    sqlite3_bind_int(statement, 4, (int)line->flags);
    sqlite3_bind_text(statement, 5, line->nick, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, line->text, -1, SQLITE_STATIC);
    if (*line->msgid)
        sqlite3_bind_text(statement, 7, line->msgid, -1, SQLITE_STATIC);
    finish(memory, statement);
}

static const char *column(sqlite3_stmt *statement, int i)
{
    const unsigned char *text = sqlite3_column_text(statement, i);
    return text ? (const char *)text : "";
}

void memory_lines(struct memory *memory, const char *conv, int64_t before_ms, size_t limit,
                  memory_line_fn *fn, void *arg)
{
    sqlite3_int64 id = conv_id(memory, conv, false);
    sqlite3_stmt *statement = bound(memory, READ_LINES, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, before_ms);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)limit);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct memory_line line = {.time_ms = sqlite3_column_int64(statement, 0),
                                   .kind = sqlite3_column_int(statement, 1),
                                   .flags = (unsigned)sqlite3_column_int(statement, 2),
                                   .nick = column(statement, 3),
                                   .text = column(statement, 4),
                                   .msgid = column(statement, 5)};
        fn(arg, &line);
    }
    sqlite3_reset(statement);
}

void memory_put(struct memory *memory, const char *space, const char *key, const char *value)
{
    finish(memory, bound(memory, value ? PUT : DELETE, space, key, value));
}

char *memory_get(struct memory *memory, const char *space, const char *key)
{
    sqlite3_stmt *statement = bound(memory, GET, space, key, NULL);
    char *value = sqlite3_step(statement) == SQLITE_ROW ? xstrdup(column(statement, 0)) : NULL;
    sqlite3_reset(statement);
    return value;
}

static void each(sqlite3_stmt *statement, memory_pair_fn *fn, void *arg)
{
    while (sqlite3_step(statement) == SQLITE_ROW)
        fn(arg, column(statement, 0), column(statement, 1));
    sqlite3_reset(statement);
}

void memory_each(struct memory *memory, const char *space, memory_pair_fn *fn, void *arg)
{
    each(bound(memory, EACH, space, NULL, NULL), fn, arg);
}

void memory_add_input(struct memory *memory, const char *conv, const char *text)
{
    finish(memory, bound(memory, ADD_INPUT, conv, text, NULL));
}

void memory_inputs(struct memory *memory, size_t limit, memory_pair_fn *fn, void *arg)
{
    sqlite3_stmt *statement = bound(memory, READ_INPUTS, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)limit);
    each(statement, fn, arg);
}
