#include "sql.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "mem.h"
#include "sums.h"

/* Somebody else holding the file (a backup, a shell) may delay a statement so long; a word waits
 * for some of them, and must be answered in 5 s. */
#define BUSY_MS 1000

/* How often the same failure is logged. */
#define TELL_MS 60000

static const char pragmas[] = "PRAGMA journal_mode = WAL;"
                              "PRAGMA synchronous = FULL;"
                              "PRAGMA wal_autocheckpoint = 0;"
                              "PRAGMA cache_size = -8000;"
                              "PRAGMA temp_store = MEMORY;"
                              "PRAGMA secure_delete = ON;";

char *sql_cause(sqlite3 *db)
{
    const char *path = sqlite3_db_filename(db, "main");
    switch (sqlite3_errcode(db) & 0xff) {
    case SQLITE_NOTADB:
        return xasprintf("%s is not a database; move it away or restore it from a backup", path);
    case SQLITE_CORRUPT: return xasprintf("%s is damaged; restore it from a backup", path);
    case SQLITE_BUSY: return xasprintf("%s is held by another program; close that first", path);
    default: return xasprintf("%s: %s", path, sqlite3_errmsg(db));
    }
}

static int open_as(struct sql *sql, const char *path, int how, char **cause)
{
    /* Nobody asks how much memory SQLite has; to know it takes a lock around each allocation. (Too
     * late, and of no effect, for the second store of a process.) */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open_v2(path, &sql->db, how | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        *cause = xasprintf("%s: %s", path, sqlite3_errmsg(sql->db));
        return -1;
    }
    sqlite3_extended_result_codes(sql->db, 1);
    sums_register(sql->db);
    sqlite3_busy_timeout(sql->db, BUSY_MS);
    return 0;
}

int sql_open(struct sql *sql, const char *path, char **cause)
{
    return open_as(sql, path, SQLITE_OPEN_READWRITE, cause);
}

int sql_open_readonly(struct sql *sql, const char *path, char **cause)
{
    return open_as(sql, path, SQLITE_OPEN_READONLY, cause);
}

int sql_number(sqlite3 *db, const char *text, int64_t *number, char **cause)
{
    sqlite3_stmt *stmt = NULL;
    int result = -1;
    if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW) {
        *number = sqlite3_column_int64(stmt, 0);
        result = 0;
    } else {
        *cause = sql_cause(db);
    }
    sqlite3_finalize(stmt);
    return result;
}

char *sql_damage(sqlite3 *db, const char *check)
{
    sqlite3_stmt *stmt = NULL;
    char *complaint = NULL;
    int code = sqlite3_prepare_v2(db, check, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    const char *said = code == SQLITE_ROW ? sql_text(stmt, 0) : "ok";
    if (code != SQLITE_ROW && (code & 0xff) != SQLITE_INTERRUPT)
        complaint = sql_cause(db);
    else if (strcmp(said, "ok") != 0)
        complaint = xasprintf("%s is damaged (%s); restore it from a backup",
                              sqlite3_db_filename(db, "main"), said);
    for (char *at = complaint; at && *at; at++)
        *at = *at == '\n' ? ' ' : *at;
    sqlite3_finalize(stmt);
    return complaint;
}

int sql_prepare(struct sql *sql, const char *const *texts, size_t n, char **cause)
{
    if (sqlite3_exec(sql->db, pragmas, NULL, NULL, NULL) == SQLITE_OK)
        return sql_prepare_only(sql, texts, n, cause);
    *cause = sql_cause(sql->db);
    return -1;
}

int sql_prepare_only(struct sql *sql, const char *const *texts, size_t n, char **cause)
{
    sql->stmts = xcalloc(n, sizeof(sqlite3_stmt *));
    sql->n = n;
    for (size_t i = 0; i < n; i++) {
        if (sqlite3_prepare_v3(sql->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &sql->stmts[i],
                               NULL) != SQLITE_OK) {
            *cause = sql_cause(sql->db);
            return -1;
        }
    }
    return 0;
}

void sql_close(struct sql *sql)
{
    for (size_t i = 0; i < sql->n; i++)
        sqlite3_finalize(sql->stmts[i]);
    free(sql->stmts);
    sqlite3_close(sql->db);
    *sql = (struct sql){0};
}

/* A full disk fails as often as anybody speaks. */
static bool is_news(struct sql *sql, int64_t mono_ms)
{
    int code = sqlite3_extended_errcode(sql->db);
    if (code == sql->told_code && mono_ms < sql->told_ms + TELL_MS)
        return false;
    sql->told_code = code;
    sql->told_ms = mono_ms;
    return true;
}

static void note_failure(struct sql *sql)
{
    if (!sql->failed && is_news(sql, clock_mono_ms()))
        log_event(LOG_ERROR, "store", "code=%d error=\"%s\"", sqlite3_extended_errcode(sql->db),
                  sqlite3_errmsg(sql->db));
    sql->failed = true;
    int code = sqlite3_errcode(sql->db) & 0xff;
    sql->corrupt = sql->corrupt || code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

sqlite3_stmt *sql_bind(struct sql *sql, size_t which, const char *types, ...)
{
    sqlite3_stmt *stmt = sql->stmts[which];
    sqlite3_reset(stmt);

    va_list args;
    va_start(args, types);
    for (int i = 0; types[i]; i++) {
        if (types[i] == 't')
            sqlite3_bind_text(stmt, i + 1, va_arg(args, const char *), -1, SQLITE_STATIC);
        else
            sqlite3_bind_int64(stmt, i + 1, va_arg(args, int64_t));
    }
    va_end(args);
    return stmt;
}

bool sql_row(struct sql *sql, sqlite3_stmt *stmt)
{
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        note_failure(sql);
    sqlite3_reset(stmt);
    return false;
}

bool sql_run(struct sql *sql, sqlite3_stmt *stmt)
{
    int code = sqlite3_step(stmt);
    bool unique = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY;
    if (code != SQLITE_DONE && !unique)
        note_failure(sql);
    sqlite3_reset(stmt);
    return code == SQLITE_DONE;
}

const char *sql_text(sqlite3_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt, column);
    return text ? (const char *)text : "";
}

bool sql_end(struct sql *sql)
{
    for (size_t i = 0; i < sql->n; i++)
        sqlite3_reset(sql->stmts[i]);
    bool well = !sql->failed;
    sql->failed = false;
    sql->corrupt = false;
    return well;
}
