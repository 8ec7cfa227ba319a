/*
 * guard.h - whether a database is whole enough to be opened, or only looks so.
 */
#ifndef GUARD_H
#define GUARD_H

#include <sqlite3.h>

#include "mark.h"

/* What was seen before the database was touched. */
struct guard {
    struct mark mark;
    bool marked;  /* there is a mark */
    bool unclean; /* the last one did not stop in order: its log is still there */
    int64_t size_bytes;
};

/*
 * Looks at the files, and makes an empty database if there is neither one nor
 * a mark. Returns 0, or -1 with *cause: a mark and no database.
 */
int guard_files(struct guard *guard, const char *path, char **cause);

/*
 * Compares what the database holds with the mark, and looks through a small
 * one wholly. Changes nothing. Returns 0, or -1 with *cause.
 */
int guard_content(const struct guard *guard, sqlite3 *db, struct mark *holds, char **cause);

/* Whether it was too large to be looked through before the start, and should be later. */
bool guard_is_late(const struct guard *guard);

/* What the database holds; it has our tables, or none. */
int guard_count(sqlite3 *db, struct mark *holds, char **cause);

#endif
