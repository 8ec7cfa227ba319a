/*
 * A store whose rows another hand changed, or looks at: older tables, numbers
 * that no longer fit together, words that are made ready at rest.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "store_files.h"

/* Closes the store and changes its file. */
static void change(struct scene *s, const char *text)
{
    sqlite3 *db = NULL;
    char *error = NULL;
    scene_close(s);
    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s", error);
    sqlite3_close(db);
}

/* What came after the first format that was published. */
static const char to_first_format[] =
    "DROP TABLE attached; DROP TRIGGER words_removed; DROP TRIGGER words_changed;"
    "DROP TABLE words; DROP TABLE indexed;"
    "DROP TABLE redaction; DROP TABLE upload; DROP TABLE part; DROP TABLE upload_day;"
    "DROP TRIGGER conversation_added; DROP TRIGGER conversation_removed;"
    "DROP TRIGGER member_added; DROP TRIGGER member_removed; DROP TRIGGER member_changed;"
    "DROP TRIGGER record_added; DROP TRIGGER record_removed; DROP TRIGGER record_changed;"
    "DROP TRIGGER account_added; DROP TRIGGER account_removed; DROP TRIGGER account_changed;"
    "DROP TRIGGER credential_added; DROP TRIGGER credential_removed;"
    "DROP TRIGGER credential_changed; DROP TRIGGER device_added; DROP TRIGGER device_removed;"
    "DROP TRIGGER device_changed; DROP TRIGGER marker_added; DROP TRIGGER marker_removed;"
    "DROP TRIGGER marker_changed; DROP TABLE sums; DROP TABLE store; DROP TABLE erasure;"
    "DROP TABLE tombstone; DROP TABLE idempotency; ALTER TABLE device DROP COLUMN last_ms;"
    "ALTER TABLE conversation DROP COLUMN gone; ALTER TABLE conversation DROP COLUMN swept;"
    "PRAGMA user_version = 1";

static void a_store_of_the_first_format_keeps_all_it_has(void **state)
{
    struct scene *s = *state;
    claims(s, "alice", "a1ice");
    store_join(s->store, "bob", "#tea", "@");
    store_put(s->store, "topic", "#tea", "kettle");
    store_mark(s->store, "bob", "#tea", 1000);
    store_ack(s->store, "bob", "desk", 1);
    says(s, "alice", "#tea", "one");
    says(s, "alice", "alice bob", "two");
    store_drain(s->store);
    char *before = strdup(everything(s));
    change(s, to_first_format);
    blob_write(&(struct blob){0}, s->path, ".mark");

    for (int start = 0; start < 2; start++) {
        scene_open(s);
        assert_string_equal(everything(s), before);
        assert_string_equal(credentials(s, "alice"), "scram/=secret");
        assert_string_equal(devices(s, "bob"), "desk:1@0");
        assert_string_equal(waits_for_bob(s, 0), "one two");
        scene_close(s);
    }
    scene_open(s);
    assert_int_equal(says(s, "alice", "#tea", "three").seq, 2);
    free(before);
}

static void an_older_store_beside_a_newer_ones_mark_is_refused(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    change(s, to_first_format);
    char *cause = scene_is_refused(s);
    assert_non_null(strstr(cause, "is not the store that"));
    free(cause);
}

/* Otherwise bob would never hear of what waits for him there. */
static void a_conversation_that_forgot_its_newest_entry_is_refused(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#milk", "one");
    says(s, "alice", "alice bob", "two");
    change(s, "UPDATE conversation SET queued_id = 1 WHERE key = 'alice bob'");
    char *cause = scene_is_refused(s);
    assert_non_null(strstr(cause, "is damaged (table conversation); restore"));
    free(cause);
}

/* The id up to which words can be found, as another program reads it. */
static int indexed_upto(struct scene *s)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open_v2(s->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT upto FROM indexed", -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int upto = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return upto;
}

static void at_rest_words_are_made_ready_unless_they_are_few(void **state)
{
    struct scene *s = *state;
    char body[24];
    for (int i = 1; i <= 100; i++)
        says(s, "alice", "#tea", "cup");
    assert_int_equal(indexed_upto(s), 0);
    for (int i = 0; i < 1100; i++) {
        snprintf(body, sizeof(body), "kettle-%d", i);
        happens(s, "#tea", body);
    }
    store_drain(s->store);
    int64_t end_ms = clock_mono_ms() + 20000;
    while (indexed_upto(s) <= 700 && clock_mono_ms() < end_ms)
        ;
    assert_true(indexed_upto(s) > 700);
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(a_store_of_the_first_format_keeps_all_it_has),
        SPEC(an_older_store_beside_a_newer_ones_mark_is_refused),
        SPEC(a_conversation_that_forgot_its_newest_entry_is_refused),
        SPEC(at_rest_words_are_made_ready_unless_they_are_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
