/*
 * `parlord --check`: everything that a start has no time for. It opens the
 * file read-only and holds parlord's lock meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "mem.h"
#include "rows.h"
#include "schema.h"
#include "store_private.h"
#include "sums.h"

enum check_statement { C_CONVS, C_ROWS, C_ORPHANS, C_STRAYS, C_BLANKS, C_COUNT };

static const char *const check_texts[C_COUNT] = {
    [C_CONVS] = "SELECT id, key, last_seq, queued, gone FROM conversation ORDER BY key",
    [C_ROWS] = "SELECT " ROW_COLUMNS " FROM message WHERE conversation = ? ORDER BY seq",
    [C_ORPHANS] = "SELECT count(*) FROM message"
                  " WHERE conversation NOT IN (SELECT id FROM conversation)",
    [C_STRAYS] = "SELECT count(*) FROM member"
                 " WHERE conversation NOT IN (SELECT id FROM conversation)",
    [C_BLANKS] = "SELECT (SELECT count(*) FROM message m WHERE kind = -1 AND NOT EXISTS"
                 " (SELECT 1 FROM redaction r WHERE r.conversation = m.conversation"
                 " AND r.seq = m.seq)) + (SELECT count(*) FROM redaction r JOIN message m"
                 " ON m.conversation = r.conversation AND m.seq = r.seq WHERE m.kind != -1)",
};

struct check {
    const char *path;
    store_report_fn *report;
    void *arg;
    struct sql sql;
    int findings;
    int64_t entries;
    int64_t convs;
};

static void say(struct check *check, char *line)
{
    check->report(check->arg, line);
    free(line);
}

/* Takes the sentence over. */
static void find(struct check *check, char *line)
{
    check->findings++;
    say(check, line);
}

/* ---- is the file what SQLite wrote? ---- */

/* Returns whether it makes sense to go on. */
static bool check_file(struct check *check)
{
    char *complaint = sql_damage(check->sql.db, "PRAGMA integrity_check(1)");
    if (complaint)
        find(check, complaint);
    return !complaint;
}

static void check_mark(struct check *check)
{
    struct mark mark;
    struct mark holds;
    char *complaint = NULL;
    int marked = mark_read(check->path, &mark, &complaint);
    if (marked == 0)
        say(check, xasprintf("%s.mark is missing: whether there once was more cannot be said; "
                             "parlord makes a new one at its next start",
                             check->path));
    else if (marked > 0 && guard_count(check->sql.db, &holds, &complaint) == 0)
        complaint = mark_complaint(check->path, &mark, &holds);
    if (complaint)
        find(check, complaint);
}

/* ---- are the rows what parlord wrote? ---- */

struct tally {
    int64_t damaged;
    int64_t lost;
};

static void check_rows(struct check *check, int64_t conv, const char *key, const struct edge *end,
                       struct tally *tally)
{
    struct sql *sql = &check->sql;
    struct edge last = {0, end->upto, end->upto};
    sqlite3_stmt *stmt = sql_bind(sql, C_ROWS, "i", conv);
    while (sql_row(sql, stmt)) {
        struct store_entry entry;
        tally->damaged += !row_read(stmt, key, &entry);
        int64_t before = sqlite3_column_int64(stmt, ROW_QUEUED_BEFORE);
        struct edge here = {(int64_t)entry.seq, before, before + entry.queued};
        tally->lost += edge_lost(&last, &here);
        last = here;
        check->entries++;
    }
    tally->lost += edge_lost(&last, &(struct edge){end->seq, end->before, end->before});
}

static void check_convs(struct check *check)
{
    struct sql *sql = &check->sql;
    sqlite3_stmt *stmt = sql_bind(sql, C_CONVS, "");
    for (; sql_row(sql, stmt); check->convs++) {
        const char *key = sql_text(stmt, 1);
        struct tally tally = {0};
        struct edge end = {.seq = sqlite3_column_int64(stmt, 2) + 1,
                           .before = sqlite3_column_int64(stmt, 3),
                           .upto = sqlite3_column_int64(stmt, 4)};
        check_rows(check, sqlite3_column_int64(stmt, 0), key, &end, &tally);
        if (tally.damaged > 0)
            find(check, xasprintf("%s: %lld entries of \"%s\" are damaged and will not be shown; "
                                  "restore it from a backup if they matter",
                                  check->path, (long long)tally.damaged, key));
        if (tally.lost > 0)
            find(check, xasprintf("%s: %lld entries of \"%s\" are lost; restore it from a backup "
                                  "if they matter",
                                  check->path, (long long)tally.lost, key));
    }
}

/* Rows that should not be. */
static void check_strays(struct check *check, enum check_statement which, const char *what)
{
    struct sql *sql = &check->sql;
    sqlite3_stmt *stmt = sql_bind(sql, which, "");
    if (sql_row(sql, stmt) && sqlite3_column_int64(stmt, 0) > 0)
        find(check, xasprintf("%s: %lld %s; restore it from a backup", check->path,
                              (long long)sqlite3_column_int64(stmt, 0), what));
}

/* Returns -1 with *cause if there are no tables that could be looked at. */
static int open_tables(struct check *check, int64_t *accounts, char **cause)
{
    int64_t version = 0;
    if (schema_version(check->sql.db, &version, cause) < 0)
        return -1;
    if (!schema_is_newest(check->sql.db)) {
        *cause = xasprintf("%s is %s; start parlord on it once", check->path,
                           version == 0 ? "empty" : "of an older parlord");
        return -1;
    }
    if (sums_check(check->sql.db, cause) < 0 || sums_check_ends(check->sql.db, cause) < 0 ||
        sql_number(check->sql.db, "SELECT count(*) FROM account", accounts, cause) < 0)
        return -1;
    return sql_prepare_only(&check->sql, check_texts, C_COUNT, cause);
}

static void check_content(struct check *check)
{
    char *cause = NULL;
    int64_t accounts = 0;
    check_mark(check);
    if (open_tables(check, &accounts, &cause) < 0) {
        find(check, cause);
        return;
    }
    check_convs(check);
    check_strays(check, C_ORPHANS, "entries belong to no conversation");
    check_strays(check, C_STRAYS, "memberships belong to no conversation");
    check_strays(check, C_BLANKS, "entries were taken back by half");
    if (check->sql.failed)
        find(check, sql_cause(check->sql.db));
    say(check, xasprintf("%s: %lld entries, %lld conversations, %lld accounts", check->path,
                         (long long)check->entries, (long long)check->convs, (long long)accounts));
}

/* ---- */

/* Returns the lock, -1 with *cause if a parlord holds it, or -2 if there never was one. */
static int hold_lock(const char *path, char **cause)
{
    char *name = xasprintf("%s.lock", path);
    int fd = open(name, O_RDWR | O_CLOEXEC);
    free(name);
    if (fd < 0)
        return -2;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    *cause = xasprintf("%s is in use by a parlord; stop that first", path);
    close(fd);
    return -1;
}

int store_check(const char *path, store_report_fn *report, void *arg, char **cause)
{
    struct check check = {.path = path, .report = report, .arg = arg};
    if (access(path, R_OK) < 0) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        return -1;
    }
    int lock = hold_lock(path, cause);
    if (lock == -1)
        return -1;
    int result = sql_open_readonly(&check.sql, path, cause);
    if (result == 0) {
        if (check_file(&check))
            check_content(&check);
        result = check.findings;
    }
    sql_close(&check.sql);
    if (lock >= 0)
        close(lock);
    return result;
}
