#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "mem.h"
#include "store_scene.h"

static const struct store_history tea = {
    .conv = "#tea", .a = {NULL, -1},
         .b = {NULL, -1},
         .limit = 9
};

struct end {
    enum store_status status;
    struct store_erased counts;
};

static void hear_end(void *arg, enum store_status status, const struct store_erased *counts)
{
    struct end *end = arg;
    end->status = status;
    end->counts = *counts;
}

static struct end erases(struct scene *s, const char *account)
{
    struct end end = {.status = STORE_FAILED};
    store_erase(s->store, account, hear_end, &end);
    store_drain(s->store);
    return end;
}

static const struct store_history pair = {
    .conv = "alice bob", .a = {NULL, -1},
         .b = {NULL, -1},
         .limit = 2000
};

/* alice, of two devices, in a room and a pair; bob's second word no device of hers has. */
static void a_life(struct scene *s)
{
    s->now_ms = clock_wall_ms();
    claims(s, "alice", "a1ice");
    claims(s, "bob", "b0b");
    store_join(s->store, "alice", "#tea", "@");
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "hers");
    says(s, "bob", "#tea", "his");
    says(s, "alice", "alice bob", "to-bob");
    uint64_t had = says(s, "bob", "alice bob", "had").id;
    says(s, "bob", "alice bob", "not-had");
    store_ack(s->store, "alice", "desk", had);
    store_ack(s->store, "alice", "phone", 1);
    store_mark(s->store, "alice", "#tea", 5);
    store_mark(s->store, "bob", "#tea", 5);
    store_drain(s->store);
}

static void an_erased_account_leaves_places_without_words(void **state)
{
    struct scene *s = *state;
    a_life(s);
    struct end end = erases(s, "alice");
    assert_int_equal(end.status, STORE_OK);
    assert_int_equal(end.counts.credentials, 1);
    assert_int_equal(end.counts.devices, 2);
    assert_int_equal(end.counts.messages, 2);
    assert_int_equal(end.counts.mail, 1);
    assert_string_equal(history(s, &tea), "his");
    assert_string_equal(history(s, &pair), "had ");
    struct store_history before = pair;
    before.range = STORE_BEFORE;
    before.a.msgid = "id-not-had";
    assert_string_equal(history(s, &before), "had");
    assert_string_equal(credentials(s, "alice"), "");
    assert_string_equal(devices(s, "alice"), "");
    assert_non_null(strstr(everything(s), "account bob"));
    assert_null(strstr(everything(s), "account alice"));
    assert_null(strstr(everything(s), "member alice"));
    assert_null(strstr(everything(s), "marker alice"));
    assert_int_equal(erases(s, "alice").status, STORE_MISSING);
}

static void nothing_of_what_was_erased_is_in_the_file(void **state)
{
    struct scene *s = *state;
    a_life(s);
    says(s, "alice", "#tea", "a-secret-of-hers");
    erases(s, "alice");
    scene_close(s);
    FILE *file = fopen(s->path, "re");
    char *content = xmalloc(1 << 20);
    size_t len = fread(content, 1, 1 << 20, file);
    fclose(file);
    /* its msgid stays; the words behind it are gone */
    const char *at = memmem(content, len, "a-secret-of-hers", 16);
    assert_non_null(at);
    for (; at; at = memmem(at + 1, len - (size_t)(at + 1 - content), "a-secret-of-hers", 16))
        assert_memory_equal(at - 3, "id-", 3);
    free(content);
}

static enum store_status claims_at(struct scene *s, const char *name, int64_t now_ms)
{
    s->now_ms = now_ms;
    return claims(s, name, "a1ice");
}

static void an_erased_name_rests_for_90_days_and_begins_anew(void **state)
{
    struct scene *s = *state;
    a_life(s);
    erases(s, "alice");
    int64_t now_ms = clock_wall_ms();
    assert_int_equal(claims_at(s, "alice", now_ms + STORE_TOMBSTONE_MS - 60000), STORE_EXISTS);
    assert_int_equal(claims_at(s, "al1ce", now_ms), STORE_EXISTS);
    store_ack(s->store, "alice", "late", 3);
    says(s, "bob", "alice bob", "to-nobody");
    assert_string_equal(devices(s, "alice"), "");

    assert_int_equal(claims_at(s, "alice", now_ms + STORE_TOMBSTONE_MS + 60000), STORE_OK);
    says(s, "bob", "alice bob", "to-the-new-one");
    struct store_history hers = pair;
    hers.account = "alice";
    assert_string_equal(history(s, &hers), "to-the-new-one");
}

static void say_much(struct scene *s, int n)
{
    for (int i = 0; i < n; i++) {
        struct store_entry entry = {.time_ms = s->now_ms++,
                                    .queued = true,
                                    .conv = "alice bob",
                                    .msgid = "id",
                                    .sender = "alice",
                                    .device = "desk",
                                    .source = "",
                                    .body = "much",
                                    .tags = ""};
        store_append(s->store, &entry, NULL, NULL);
    }
    store_drain(s->store);
}

static void an_erasure_that_was_cut_off_ends_after_the_next_start(void **state)
{
    struct scene *s = *state;
    a_life(s);
    say_much(s, 1500);
    struct end end = {.status = STORE_OK};
    store_erase(s->store, "alice", hear_end, &end);
    scene_close(s);
    assert_int_equal(end.status, STORE_FAILED);

    scene_open(s);
    assert_int_equal(erases(s, "alice").status, STORE_MISSING);
    store_drain(s->store);
    struct store_history all = pair;
    all.account = NULL;
    assert_null(strstr(history(s, &all), "much"));
    assert_null(strstr(everything(s), "alice #tea"));
}

/* ---- exporting ---- */

static void note(void *arg, enum store_status status)
{
    *(enum store_status *)arg = status;
}

static char *read_text(const char *path)
{
    char *content = xcalloc(1, 1 << 16);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_true(fread(content, 1, (1 << 16) - 1, file) > 0);
    fclose(file);
    return content;
}

static void an_export_is_what_there_is_of_the_account_and_nobody_elses_to_read(void **state)
{
    struct scene *s = *state;
    enum store_status status = STORE_FAILED;
    a_life(s);
    says(s, "alice", "#tea", "\"quoted\" \x02");
    says(s, "bob", "bob carol", "private");
    char path[128];
    snprintf(path, sizeof(path), "%s/alice.json", s->folder);
    store_export(s->store, "alice", path, note, &status);
    store_drain(s->store);
    assert_int_equal(status, STORE_OK);

    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    char *text = read_text(path);
    static const char *const there[] = {
        "{\"account\": {\"account\":\"alice\"", "\"label\":\"phone\"", "\"kind\":\"scram\"",
        "\"conv\":\"#tea\",\"modes\":\"@\"",    "\"body\":\"hers\"",   "\"body\":\"not-had\"",
        "\"body\":\"\\\"quoted\\\" \\u0002\""};
    for (size_t i = 0; i < sizeof(there) / sizeof(there[0]); i++) {
        if (!strstr(text, there[i]))
            fail_msg("%s is not in %s", there[i], text);
    }
    assert_null(strstr(text, "\"his\""));
    assert_null(strstr(text, "private"));
    assert_null(strstr(text, "secret"));
    free(text);
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

static void a_long_export_has_each_entry_once_and_lets_others_ask_meanwhile(void **state)
{
    struct scene *s = *state;
    enum store_status status = STORE_OK;
    enum store_status second = STORE_OK;
    char path[128];
    snprintf(path, sizeof(path), "%s/alice.json", s->folder);
    a_life(s);
    for (int i = 0; i < 1100; i++)
        says(s, i % 20 == 0 ? "alice" : "bob", "#tea", i % 20 == 0 ? "mine" : "his");
    store_part(s->store, "alice", "#tea");
    store_join(s->store, "alice", "#tea", "");
    says(s, "alice", "#tea", "mine");
    store_export(s->store, "alice", path, note, &status);
    store_export(s->store, "alice", path, note, &second);
    store_drain(s->store);
    assert_int_equal(status, STORE_OK);
    assert_int_equal(second, STORE_FAILED);
    char *text = read_text(path);
    assert_int_equal(count(text, "\"body\":\"mine\""), 56);
    assert_int_equal(count(text, "\"body\":\"hers\""), 1);
    assert_int_equal(count(text, "\"body\":\"not-had\""), 1);
    assert_int_equal(count(text, "\"his\""), 0);
    free(text);
}

static void an_export_that_the_end_cuts_off_leaves_no_file(void **state)
{
    struct scene *s = *state;
    enum store_status status = STORE_OK;
    char path[128];
    struct stat info;
    snprintf(path, sizeof(path), "%s/alice.json", s->folder);
    a_life(s);
    for (int i = 0; i < 600; i++)
        says(s, "bob", "#tea", "his");
    store_export(s->store, "alice", path, note, &status);
    scene_close(s);
    assert_int_equal(status, STORE_FAILED);
    assert_int_equal(stat(path, &info), -1);
}

static void an_export_of_nobody_or_to_nowhere_leaves_no_file(void **state)
{
    struct scene *s = *state;
    enum store_status status = STORE_OK;
    char path[128];
    snprintf(path, sizeof(path), "%s/carol.json", s->folder);
    store_export(s->store, "carol", path, note, &status);
    store_drain(s->store);
    assert_int_equal(status, STORE_MISSING);
    struct stat info;
    assert_int_equal(stat(path, &info), -1);
    claims(s, "alice", "a1ice");
    store_export(s->store, "alice", "/no/where/alice.json", note, &status);
    store_drain(s->store);
    assert_int_equal(status, STORE_FAILED);
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(an_erased_account_leaves_places_without_words),
        SPEC(nothing_of_what_was_erased_is_in_the_file),
        SPEC(an_erased_name_rests_for_90_days_and_begins_anew),
        SPEC(an_erasure_that_was_cut_off_ends_after_the_next_start),
        SPEC(an_export_is_what_there_is_of_the_account_and_nobody_elses_to_read),
        SPEC(a_long_export_has_each_entry_once_and_lets_others_ask_meanwhile),
        SPEC(an_export_that_the_end_cuts_off_leaves_no_file),
        SPEC(an_export_of_nobody_or_to_nowhere_leaves_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
