/* The index follows the log in everything. */
#include <stdio.h>
#include <string.h>

#include "store_edit.h"
#include "store_scene.h"

static void hear(void *arg, enum store_status status, const struct store_entry *entries, size_t n,
                 bool more)
{
    struct scene *s = arg;
    assert_int_equal(status, STORE_OK);
    s->answer[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        size_t at = strlen(s->answer);
        snprintf(s->answer + at, sizeof(s->answer) - at, "%s%s", i > 0 ? " " : "", entries[i].body);
    }
    size_t len = strlen(s->answer);
    snprintf(s->answer + len, sizeof(s->answer) - len, "%s", more ? "..." : "");
}

static const char *asks(struct scene *s, const char *text, int64_t after_ms, int64_t before_ms,
                        size_t limit)
{
    const struct store_search_place tea = {.conv = "#tea", .all = true};
    const struct store_search query = {.places = &tea,
                                       .nplaces = 1,
                                       .text = text,
                                       .after_ms = after_ms,
                                       .before_ms = before_ms,
                                       .kind_max = 100,
                                       .limit = limit};
    store_search(s->store, &query, hear, s);
    do
        store_drain(s->store);
    while (!store_is_idle(s->store));
    return s->answer;
}

/* What of "#tea" has this word. */
static const char *finds(struct scene *s, const char *text, size_t limit)
{
    return asks(s, text, -1, -1, limit);
}

/* What cups there were in "#tea" at that time. */
static const char *finds_between(struct scene *s, int64_t after_ms, int64_t before_ms, size_t limit)
{
    return asks(s, "cup", after_ms, before_ms, limit);
}

static void the_newest_are_found_and_it_is_said_that_there_are_more(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "cup-1");
    says(s, "bob", "#tea", "cup-2");
    says(s, "bob", "#coffee", "cup-3");
    assert_string_equal(finds(s, "cup", 9), "cup-1 cup-2");
    says(s, "bob", "#tea", "cup-4");
    assert_string_equal(finds(s, "cup", 2), "cup-2 cup-4...");
}

static void what_was_found_before_a_restart_is_found_after_it(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "cup");
    assert_string_equal(finds(s, "cup", 9), "cup");
    scene_close(s);
    scene_open(s);
    assert_string_equal(finds(s, "cup", 9), "cup");
}

static void what_expired_is_not_found(void **state)
{
    struct scene *s = *state;
    const struct store_policy policy = {.now_ms = 1000000, .room_rows = 1};
    says(s, "alice", "#tea", "cup-1");
    says(s, "alice", "#tea", "cup-2");
    assert_string_equal(finds(s, "cup", 9), "cup-1 cup-2");
    store_expire(s->store, &policy, NULL, NULL);
    store_drain(s->store);
    assert_string_equal(finds(s, "cup", 9), "cup-2");
}

static void what_the_erased_said_is_not_found_and_expires_well(void **state)
{
    struct scene *s = *state;
    const struct store_policy policy = {.now_ms = 1000000, .room_rows = 1};
    claims(s, "alice", "alice");
    says(s, "alice", "#tea", "cup-1");
    says(s, "bob", "#tea", "cup-2");
    says(s, "bob", "#tea", "cup-3");
    assert_string_equal(finds(s, "cup", 9), "cup-1 cup-2 cup-3");
    store_erase(s->store, "alice", NULL, NULL);
    do
        store_drain(s->store);
    while (!store_is_idle(s->store));
    assert_string_equal(finds(s, "cup", 9), "cup-2 cup-3");
    store_expire(s->store, &policy, NULL, NULL);
    store_drain(s->store);
    assert_string_equal(finds(s, "cup", 9), "cup-3");
}

static void an_edited_entry_is_found_by_its_new_words(void **state)
{
    struct scene *s = *state;
    struct store_entry entry = says(s, "alice", "#tea", "cup");
    assert_string_equal(finds(s, "cup", 9), "cup");
    static const char *const stale[] = {NULL};
    const struct store_edit edit = {
        .msgid = "id-cup",
        .kind = entry.kind,
        .body = "saucer",
        .mark = "",
        .stale = stale,
        .event = {.time_ms = 5000,
                  .queued = true,
                  .kind = STORE_ABOUT + 9,
                  .conv = "#tea",
                  .msgid = "id-edit",
                  .sender = "alice",
                  .device = "",
                  .source = "alice",
                  .body = "saucer",
                  .tags = ""}
    };
    store_edit(s->store, &edit, NULL, NULL);
    store_drain(s->store);
    assert_string_equal(finds(s, "cup", 9), "");
    assert_string_equal(finds(s, "saucer", 9), "saucer");
}

static void times_are_the_bounds_of_a_search(void **state)
{
    struct scene *s = *state;
    says_at(s, "#tea", "cup-1", 5000);
    says_at(s, "#tea", "cup-2", 6000);
    says_at(s, "#tea", "cup-3", 6000);
    says_at(s, "#tea", "cup-4", 7000);
    assert_string_equal(finds_between(s, -1, 5999, 9), "cup-1");
    assert_string_equal(finds_between(s, -1, 6000, 9), "cup-1 cup-2 cup-3");
    assert_string_equal(finds_between(s, 6000, -1, 9), "cup-2 cup-3 cup-4");
    assert_string_equal(finds_between(s, 6001, 6999, 9), "");
    assert_string_equal(finds_between(s, 7001, -1, 9), "");
    assert_string_equal(finds_between(s, -1, 4999, 9), "");
    assert_string_equal(finds_between(s, 5000, -1, 2), "cup-1 cup-2...");
    assert_string_equal(finds_between(s, -1, 7000, 2), "cup-3 cup-4...");
}

static void short_words_are_found_as_they_are_and_many_are_not_looked_for(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "of cups");
    says(s, "alice", "#tea", "often cups");
    assert_string_equal(finds(s, "of", 9), "of cups");
    assert_string_equal(finds(s, "oft", 9), "often cups");
    assert_string_equal(finds(s, "of of of of of of of cups saucers", 9), "of cups");
}

#define STORE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE(the_newest_are_found_and_it_is_said_that_there_are_more),
        STORE(what_was_found_before_a_restart_is_found_after_it),
        STORE(what_expired_is_not_found),
        STORE(what_the_erased_said_is_not_found_and_expires_well),
        STORE(an_edited_entry_is_found_by_its_new_words),
        STORE(times_are_the_bounds_of_a_search),
        STORE(short_words_are_found_as_they_are_and_many_are_not_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
