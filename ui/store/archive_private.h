/*
 * archive_private.h - what the files of the archive share: its statements, and how they are run.
 */
#ifndef ARCHIVE_PRIVATE_H
#define ARCHIVE_PRIVATE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "archive.h"

/* The first ones are needed at every start; the others are prepared when they are. */
enum statement {
    ADD_CONV,
    FIND_CONV,
    ADD_LINE,
    READ_LINES,
    PUT,
    DELETE,
    GET,
    EACH,
    READ_INPUTS,
    PUT_QUEUED,
    REMOVE_QUEUED,
    EACH_QUEUED,
    NEEDED_AT_ONCE,
    REWRITE_LINE = NEEDED_AT_ONCE,
    READ_LINES_AFTER,
    ADD_INPUT,
    ADD_REACTION,
    REMOVE_REACTION,
    READ_REACTIONS,
    HAS_REACTIONS,
    INDEX_BOUNDS,
    INDEX_LINES,
    INDEX_MARK,
    INDEX_BACK,
    SEARCH_SCAN,
    SEARCH_WORDS,
    OLD_CONV,
    FORGET_LINES,
    FORGET_REACTIONS,
    FORGET_FILES,
    STATEMENTS
};

struct archive {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    char *last_key;     /* conversation of the last line: floods come into one */
    sqlite3_int64 last; /* its id */
    int log_pages;      /* what is in the log and not in the file */
    unsigned unindexed; /* lines that were added since the index was brought up to date */
    bool open;          /* a transaction is */
    bool failed;        /* something could not be written since it began */
};

/* Is there nothing in it? */
bool archive_is_new(sqlite3 *db);

/* Brings the file's tables to the newest version. */
bool archive_migrate(sqlite3 *db);

bool archive_prepare(struct archive *archive, enum statement which);

bool archive_run(sqlite3 *db, const char *sql);

/* A statement with its first text parameters bound; borrowed text must live until it is reset. */
sqlite3_stmt *archive_bound(struct archive *archive, enum statement which, const char *one,
                            const char *two, const char *three);

/* Runs a statement that gives no rows. */
void archive_finish(struct archive *archive, sqlite3_stmt *statement);

/* A conversation's number; 0 if there is none, and none was to be made. */
sqlite3_int64 archive_conv(struct archive *archive, const char *key, bool make);

/* A column's text, "" for NULL. */
const char *archive_column(sqlite3_stmt *statement, int i);

/* Reads the columns ms, kind, flags, nick, text, msgid, reply of a row. */
void archive_read_line(sqlite3_stmt *statement, struct archive_line *line);

/* There are enough lines for the index to be brought up to date; brings a piece of it. */
bool archive_wants_index(const struct archive *archive);
void archive_index(struct archive *archive);

#endif
