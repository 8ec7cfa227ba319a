#include <string.h>

#include "archive_private.h"

const char *archive_column(sqlite3_stmt *statement, int i)
{
    const unsigned char *text = sqlite3_column_text(statement, i);
    return text ? (const char *)text : "";
}

bool archive_add_line(struct archive *archive, const char *conv, const struct archive_line *line)
{
    sqlite3_int64 id = archive_conv(archive, conv, true);
    sqlite3_stmt *statement = archive_bound(archive, ADD_LINE, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, line->time_ms);
    sqlite3_bind_int(statement, 3, line->kind);
    sqlite3_bind_int(statement, 4, (int)line->flags);
    sqlite3_bind_text(statement, 5, line->nick, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, line->text, -1, SQLITE_STATIC);
    if (*line->msgid)
        sqlite3_bind_text(statement, 7, line->msgid, -1, SQLITE_STATIC);
    if (line->reply && *line->reply)
        sqlite3_bind_text(statement, 8, line->reply, -1, SQLITE_STATIC);
    archive_finish(archive, statement);
    archive->unindexed++;
    return sqlite3_changes(archive->db) > 0;
}

void archive_rewrite_line(struct archive *archive, const char *conv,
                          const struct archive_line *line)
{
    sqlite3_int64 id = archive_conv(archive, conv, false);
    sqlite3_stmt *statement = archive_bound(archive, REWRITE_LINE, NULL, line->msgid, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int(statement, 3, line->kind);
    sqlite3_bind_text(statement, 4, line->text, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 5, (int)line->flags);
    archive_finish(archive, statement);
}

void archive_read_line(sqlite3_stmt *statement, struct archive_line *line)
{
    *line = (struct archive_line){.time_ms = sqlite3_column_int64(statement, 0),
                                  .kind = sqlite3_column_int(statement, 1),
                                  .flags = (unsigned)sqlite3_column_int(statement, 2),
                                  .nick = archive_column(statement, 3),
                                  .text = archive_column(statement, 4),
                                  .msgid = archive_column(statement, 5),
                                  .reply = archive_column(statement, 6)};
}

/* Either of the two: from a time on, forward or back. */
static void read_page(struct archive *archive, enum statement which,
                      const struct archive_page *page, archive_line_fn *fn, void *arg)
{
    sqlite3_int64 id = archive_conv(archive, page->conv, false);
    sqlite3_stmt *statement = archive_bound(archive, which, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, page->ms);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)page->limit);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct archive_line line;
        archive_read_line(statement, &line);
        fn(arg, &line);
    }
    sqlite3_reset(statement);
}

void archive_lines(struct archive *archive, const struct archive_page *page, archive_line_fn *fn,
                   void *arg)
{
    read_page(archive, READ_LINES, page, fn, arg);
}

void archive_lines_after(struct archive *archive, const struct archive_page *page,
                         archive_line_fn *fn, void *arg)
{
    read_page(archive, READ_LINES_AFTER, page, fn, arg);
}

void archive_react(struct archive *archive, const char *conv,
                   const struct archive_reaction *reaction)
{
    sqlite3_int64 id = archive_conv(archive, conv, true);
    sqlite3_stmt *statement =
        archive_bound(archive, reaction->gone ? REMOVE_REACTION : ADD_REACTION, reaction->msgid,
                      reaction->who, reaction->value);
    sqlite3_bind_int64(statement, 4, id);
    archive_finish(archive, statement);
}

bool archive_has_reactions(struct archive *archive, const char *conv)
{
    sqlite3_int64 id = archive_conv(archive, conv, false);
    sqlite3_stmt *statement = archive_bound(archive, HAS_REACTIONS, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, id);
    bool any = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_reset(statement);
    return any;
}

void archive_reactions(struct archive *archive, const char *conv, const char *msgid,
                       archive_pair_fn *fn, void *arg)
{
    sqlite3_int64 id = archive_conv(archive, conv, false);
    sqlite3_stmt *statement = archive_bound(archive, READ_REACTIONS, msgid, NULL, NULL);
    sqlite3_bind_int64(statement, 2, id);
    while (sqlite3_step(statement) == SQLITE_ROW)
        fn(arg, archive_column(statement, 0), archive_column(statement, 1));
    sqlite3_reset(statement);
}
