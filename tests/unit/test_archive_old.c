/* Archives that earlier versions of the client wrote are taken over, with all that is in them. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "buf.h"
#include "mem.h"
#include "spec.h"

/* As they were written then. */
static const char first[] =
    "CREATE TABLE conv(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);"
    "CREATE TABLE line(id INTEGER PRIMARY KEY, conv INTEGER NOT NULL, ms INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, flags INTEGER NOT NULL, nick TEXT NOT NULL, text TEXT NOT NULL,"
    " msgid TEXT);"
    "CREATE INDEX line_time ON line(conv, ms);"
    "CREATE UNIQUE INDEX line_msgid ON line(conv, msgid);"
    "CREATE TABLE pair(space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY(space, key)) WITHOUT ROWID;"
    "CREATE TABLE input(id INTEGER PRIMARY KEY, conv TEXT NOT NULL, text TEXT NOT NULL);"
    "INSERT INTO conv VALUES(1, 'here/#tea');"
    "INSERT INTO line VALUES(1, 1, 1000, 0, 0, 'bob', 'the kettle is on', 'm1');"
    "INSERT INTO line VALUES(2, 1, 2000, 0, 0, 'carol', 'coming', 'm2');"
    "INSERT INTO pair VALUES('draft', 'here/#tea', 'half a thought');"
    "INSERT INTO input(conv, text) VALUES('here/#tea', 'milk?');"
    "PRAGMA user_version = 1;";
static const char second[] =
    "CREATE TABLE outbox(id INTEGER PRIMARY KEY, idem TEXT NOT NULL UNIQUE, server TEXT NOT NULL,"
    " target TEXT NOT NULL, text TEXT NOT NULL, action INTEGER NOT NULL, said INTEGER NOT NULL,"
    " sent INTEGER NOT NULL, sent_as TEXT);"
    "INSERT INTO outbox VALUES(1, 'k1', 'here', '#tea', 'not sent yet', 0, 3000, 0, NULL);"
    "PRAGMA user_version = 2;";

/* A file that an earlier version left, open in this one. */
struct old {
    char folder[32];
    char *path;
    struct archive *archive;
};

static void write_old(const char *path, const char *sql, const char *more)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, more, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void take_over(struct old *old, const char *more)
{
    char *warning = NULL;
    char *cause = NULL;
    write_old(old->path, first, more);
    old->archive = archive_open(old->path, &warning, &cause);
    assert_non_null(old->archive);
    assert_null(warning);
}

static int old_setup(void **state)
{
    struct old *old = xnew(struct old);
    *old = (struct old){.folder = "/tmp/parlor-old-XXXXXX"};
    assert_non_null(mkdtemp(old->folder));
    old->path = xasprintf("%s/archive.db", old->folder);
    *state = old;
    return 0;
}

static int old_teardown(void **state)
{
    struct old *old = *state;
    archive_close(old->archive);
    unlink(old->path);
    rmdir(old->folder);
    free(old->path);
    free(old);
    return 0;
}

static void put_line(void *arg, const struct archive_line *line)
{
    buf_printf(arg, "%s: %s;", line->nick, line->text);
}

static bool put_hit(void *arg, const char *conv, const struct archive_line *line)
{
    (void)conv;
    if (strstr(line->text, "kettle"))
        put_line(arg, line);
    return true;
}

static void put_pair(void *arg, const char *key, const char *value)
{
    buf_printf(arg, "%s: %s;", key, value);
}

static void put_queued(void *arg, const struct archive_queued *queued)
{
    buf_printf(arg, "%s: %s;", queued->target, queued->text);
}

/* Checks what was put, and forgets it. */
static void there_is(struct buf *put, const char *wanted)
{
    assert_string_equal(buf_text(put), wanted);
    buf_clear(put);
}

static void all_is_there(struct old *old)
{
    struct buf put = {0};
    struct archive_page page = {"here/#tea", INT64_MAX, 10};
    archive_lines(old->archive, &page, put_line, &put);
    there_is(&put, "bob: the kettle is on;carol: coming;");
    char *draft = archive_get(old->archive, "draft", "here/#tea");
    assert_string_equal(draft, "half a thought");
    free(draft);
    archive_inputs(old->archive, 10, put_pair, &put);
    there_is(&put, "here/#tea: milk?;");
}

static void it_is_as_good_as_new(struct old *old)
{
    struct buf put = {0};
    const char *const words[] = {"kettle"};
    struct archive_search search = {.words = words, .nwords = 1, .to_ms = INT64_MAX};
    struct archive_line line = {
        .time_ms = 4000, .nick = "bob", .text = "done", .msgid = "m3", .reply = "m1"};
    archive_search(old->archive, &search, put_hit, &put);
    there_is(&put, "bob: the kettle is on;");
    archive_add_line(old->archive, "here/#tea", &line);
    archive_react(old->archive, "here/#tea",
                  &(struct archive_reaction){.msgid = "m1", .who = "carol", .value = "👍"});
    archive_reactions(old->archive, "here/#tea", "m1", put_pair, &put);
    there_is(&put, "carol: 👍;");
}

static void an_archive_of_the_first_version_is_taken_over(void **state)
{
    struct old *old = *state;
    take_over(old, "");
    all_is_there(old);
    it_is_as_good_as_new(old);
}

static void an_archive_of_the_second_version_is_taken_over(void **state)
{
    struct old *old = *state;
    struct buf put = {0};
    take_over(old, second);
    all_is_there(old);
    it_is_as_good_as_new(old);
    archive_queue_each(old->archive, "here", put_queued, &put);
    there_is(&put, "#tea: not sent yet;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_archive_of_the_first_version_is_taken_over, old_setup,
                                        old_teardown),
        cmocka_unit_test_setup_teardown(an_archive_of_the_second_version_is_taken_over, old_setup,
                                        old_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
