/*
 * sql.h - one SQLite connection and its prepared statements.
 *
 * A connection belongs to one thread at a time. A failure is logged when it
 * happens and remembered in `failed` until sql_end(), so that a series of
 * statements is checked once, at its end.
 */
#ifndef SQL_H
#define SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sql {
    sqlite3 *db;
    sqlite3_stmt **stmts; /* one per text given to sql_prepare */
    size_t n;
    bool failed;
    bool corrupt;    /* failed because the file is damaged; until sql_end() */
    int told_code;   /* the failure that was logged last, */
    int64_t told_ms; /* and when (monotonic) */
};

/* Connects to an existing file and changes nothing there. Returns 0, or -1 with *cause. */
int sql_open(struct sql *sql, const char *path, char **cause);

/*
 * Makes ready for work: WAL, synchronous=FULL, all texts prepared; the caller
 * names them by their index. Returns 0, or -1 with *cause.
 */
int sql_prepare(struct sql *sql, const char *const *texts, size_t n, char **cause);

/* The same without a change to the file. */
int sql_prepare_only(struct sql *sql, const char *const *texts, size_t n, char **cause);

/* Frees the statements and disconnects; a zeroed struct is fine. */
void sql_close(struct sql *sql);

/* The same, and nothing can be changed there. */
int sql_open_readonly(struct sql *sql, const char *path, char **cause);

/* The number that a text without parameters gives. Returns 0, or -1 with *cause. */
int sql_number(sqlite3 *db, const char *text, int64_t *number, char **cause);

/* What this check (a PRAGMA) complains of, with file and remedy, to free; NULL: nothing, or it was
 * interrupted. */
char *sql_damage(sqlite3 *db, const char *check);

/* What the connection last complained of, with file and remedy; to free. */
char *sql_cause(sqlite3 *db);

/*
 * The statement at this index, reset, with its parameters bound in order:
 * types has a 't' per const char * (NULL is NULL) and an 'i' per int64_t.
 * Texts must live until the statement ran.
 */
sqlite3_stmt *sql_bind(struct sql *sql, size_t which, const char *types, ...);

/* Steps to the next row. False at the end, or if it failed. */
bool sql_row(struct sql *sql, sqlite3_stmt *stmt);

/* Runs a statement that gives no rows. False if a UNIQUE rule forbade it, or if it failed. */
bool sql_run(struct sql *sql, sqlite3_stmt *stmt);

/* A column as a string, never NULL; lives until the next step. */
const char *sql_text(sqlite3_stmt *stmt, int column);

/* Resets all statements. Returns whether everything since the last sql_end() went well. */
bool sql_end(struct sql *sql);

#endif
