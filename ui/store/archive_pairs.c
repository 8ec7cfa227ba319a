#include "archive_private.h"
#include "mem.h"

void archive_put(struct archive *archive, const char *space, const char *key, const char *value)
{
    archive_finish(archive, archive_bound(archive, value ? PUT : DELETE, space, key, value));
}

char *archive_get(struct archive *archive, const char *space, const char *key)
{
    sqlite3_stmt *statement = archive_bound(archive, GET, space, key, NULL);
    char *value =
        sqlite3_step(statement) == SQLITE_ROW ? xstrdup(archive_column(statement, 0)) : NULL;
    sqlite3_reset(statement);
    return value;
}

static void each(sqlite3_stmt *statement, archive_pair_fn *fn, void *arg)
{
    while (sqlite3_step(statement) == SQLITE_ROW)
        fn(arg, archive_column(statement, 0), archive_column(statement, 1));
    sqlite3_reset(statement);
}

void archive_each(struct archive *archive, const char *space, archive_pair_fn *fn, void *arg)
{
    each(archive_bound(archive, EACH, space, NULL, NULL), fn, arg);
}

void archive_add_input(struct archive *archive, const char *conv, const char *text)
{
    archive_finish(archive, archive_bound(archive, ADD_INPUT, conv, text, NULL));
}

void archive_inputs(struct archive *archive, size_t limit, archive_pair_fn *fn, void *arg)
{
    sqlite3_stmt *statement = archive_bound(archive, READ_INPUTS, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)limit);
    each(statement, fn, arg);
}

void archive_queue_put(struct archive *archive, const struct archive_queued *queued)
{
    sqlite3_stmt *statement =
        archive_bound(archive, PUT_QUEUED, queued->idem, queued->server, queued->target);
    sqlite3_bind_text(statement, 4, queued->text, -1, SQLITE_STATIC);
    if (queued->sent_as)
        sqlite3_bind_text(statement, 5, queued->sent_as, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 6, queued->action);
    sqlite3_bind_int64(statement, 7, queued->said_ms);
    sqlite3_bind_int64(statement, 8, queued->sent_ms);
    archive_finish(archive, statement);
}

void archive_queue_remove(struct archive *archive, const char *idem)
{
    archive_finish(archive, archive_bound(archive, REMOVE_QUEUED, idem, NULL, NULL));
}

void archive_queue_each(struct archive *archive, const char *server, archive_queued_fn *fn,
                        void *arg)
{
    sqlite3_stmt *statement = archive_bound(archive, EACH_QUEUED, server, NULL, NULL);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *sent_as = sqlite3_column_text(statement, 4);
        struct archive_queued queued = {.idem = archive_column(statement, 0),
                                        .server = archive_column(statement, 1),
                                        .target = archive_column(statement, 2),
                                        .text = archive_column(statement, 3),
                                        .sent_as = (const char *)sent_as,
                                        .action = sqlite3_column_int(statement, 5),
                                        .said_ms = sqlite3_column_int64(statement, 6),
                                        .sent_ms = sqlite3_column_int64(statement, 7)};
        fn(arg, &queued);
    }
    sqlite3_reset(statement);
}
