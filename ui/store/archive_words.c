#include <ctype.h>

#include "archive_private.h"
#include "buf.h"
#include "log.h"

/* So many lines are put into the index in one piece, some milliseconds, and not before there are
 * so many. */
#define INDEX_LINES_ONCE 500

/* The newest lines are looked through whole: a word is found within another one. */
#define SCAN_LINES 20000

#define TRIM_LINES_ONCE 500

/* What the index knows, and the newest line. */
struct bounds {
    sqlite3_int64 indexed, newest;
};

static struct bounds bounds(struct archive *archive)
{
    struct bounds found = {0};
    sqlite3_stmt *statement = archive_bound(archive, INDEX_BOUNDS, NULL, NULL, NULL);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        found.indexed = sqlite3_column_int64(statement, 0);
        found.newest = sqlite3_column_int64(statement, 1);
    }
    sqlite3_reset(statement);
    return found;
}

bool archive_wants_index(const struct archive *archive)
{
    return archive->unindexed >= INDEX_LINES_ONCE;
}

/* A transaction of its own, unless one is open. */
static bool begin_own(struct archive *archive)
{
    bool own = !archive->open;
    archive_begin(archive);
    return own;
}

static void end_own(struct archive *archive, bool own)
{
    if (own)
        archive_commit(archive);
}

void archive_index(struct archive *archive)
{
    bool own = begin_own(archive);
    struct bounds found = bounds(archive);
    sqlite3_int64 upto = found.indexed + INDEX_LINES_ONCE;
    if (upto > found.newest)
        upto = found.newest;
    sqlite3_stmt *statement = archive_bound(archive, INDEX_LINES, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, found.indexed);
    sqlite3_bind_int64(statement, 2, upto);
    archive_finish(archive, statement);
    statement = archive_bound(archive, INDEX_MARK, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, upto);
    archive_finish(archive, statement);
    archive->unindexed = (unsigned)(found.newest - upto);
    end_own(archive, own);
}

/* Is a character part of a word for the index too? Beyond Latin, Greek, Cyrillic, Hebrew and
 * Arabic letters (two bytes) that is not certain. */
static bool is_letter(unsigned char c)
{
    return isalnum(c) || c >= 0x80;
}

static bool is_certain(const char *word)
{
    for (const unsigned char *p = (const unsigned char *)word; *p; p++)
        if (*p == 0xc2 || *p >= 0xe0)
            return false;
    return true;
}

/* The index's question: "kettle"* "on"* for each run of letters; nothing if it cannot be asked. */
static void ask_words(const struct archive_search *search, struct buf *question)
{
    for (size_t i = 0; i < search->nwords; i++) {
        const char *p = is_certain(search->words[i]) ? search->words[i] : "";
        while (*p) {
            size_t len = 0;
            while (is_letter((unsigned char)p[len]))
                len++;
            if (len > 0)
                buf_printf(question, "%s\"%.*s\"*", question->len ? " " : "", (int)len, p);
            p += len + (p[len] != '\0');
        }
    }
}

/* What both ways of searching ask. */
static sqlite3_stmt *bind_search(struct archive *archive, const struct archive_search *search,
                                 enum statement which)
{
    sqlite3_stmt *statement = archive_bound(archive, which, search->conv, NULL, NULL);
    sqlite3_bind_int64(statement, 2, search->from_ms);
    sqlite3_bind_int64(statement, 3, search->to_ms);
    sqlite3_bind_int(statement, 4, search->reacted);
    sqlite3_bind_int(statement, 5, search->file);
    sqlite3_bind_int(statement, 8, (int)search->flags);
    return statement;
}

/* False if the caller has enough. */
static bool give_hits(struct archive *archive, sqlite3_stmt *statement, archive_hit_fn *fn,
                      void *arg)
{
    bool more = true;
    int code = SQLITE_ROW;
    while (more && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct archive_line line;
        archive_read_line(statement, &line);
        more = fn(arg, archive_column(statement, 7), &line);
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        log_event(LOG_WARN, "archive", "cause=%s", sqlite3_errmsg(archive->db));
    sqlite3_reset(statement);
    return more;
}

void archive_search(struct archive *archive, const struct archive_search *search,
                    archive_hit_fn *fn, void *arg)
{
    struct buf question = {0};
    struct bounds found = bounds(archive);
    ask_words(search, &question);
    sqlite3_int64 whole = found.newest > SCAN_LINES ? found.newest - SCAN_LINES : 0;
    if (whole > found.indexed)
        whole = found.indexed;
    if (question.len == 0)
        whole = 0;
    sqlite3_stmt *statement = bind_search(archive, search, SEARCH_SCAN);
    sqlite3_bind_int64(statement, 6, whole);
    if (give_hits(archive, statement, fn, arg) && whole > 0) {
        statement = bind_search(archive, search, SEARCH_WORDS);
        sqlite3_bind_int64(statement, 6, whole);
        sqlite3_bind_text(statement, 7, buf_text(&question), -1, SQLITE_STATIC);
        give_hits(archive, statement, fn, arg);
    }
    buf_clear(&question);
}

static void forget_lines(struct archive *archive, sqlite3_int64 conv, int64_t before_ms, int limit)
{
    sqlite3_stmt *statement = archive_bound(archive, FORGET_LINES, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, conv);
    sqlite3_bind_int64(statement, 2, before_ms);
    sqlite3_bind_int(statement, 3, limit);
    archive_finish(archive, statement);
    statement = archive_bound(archive, FORGET_REACTIONS, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, conv);
    archive_finish(archive, statement);
    archive_finish(archive, archive_bound(archive, INDEX_BACK, NULL, NULL, NULL));
}

void archive_forget(struct archive *archive, const char *conv)
{
    bool own = begin_own(archive);
    sqlite3_int64 id = archive_conv(archive, conv, false);
    if (id != 0) {
        /* What was deleted is to be found no more by those who have the disk. */
        archive_run(archive->db, "PRAGMA secure_delete = ON");
        forget_lines(archive, id, INT64_MAX, -1);
        archive_finish(archive, archive_bound(archive, FORGET_FILES, conv, NULL, NULL));
        archive_run(archive->db, "INSERT INTO word(word) VALUES('optimize')");
        archive_run(archive->db, "PRAGMA secure_delete = OFF");
    }
    end_own(archive, own);
}

bool archive_trim(struct archive *archive, int64_t before_ms)
{
    bool own = begin_own(archive);
    sqlite3_stmt *statement = archive_bound(archive, OLD_CONV, NULL, NULL, NULL);
    sqlite3_bind_int64(statement, 1, before_ms);
    sqlite3_int64 conv =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    if (conv != 0)
        forget_lines(archive, conv, before_ms, TRIM_LINES_ONCE);
    end_own(archive, own);
    return conv != 0;
}
