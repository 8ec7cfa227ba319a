#include <stdio.h>
#include <string.h>

#include "store_scene.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

struct slice {
    enum store_status status;
    size_t deleted;
    bool more;
};

static void hear_slice(void *arg, enum store_status status, size_t deleted, bool more)
{
    *(struct slice *)arg = (struct slice){status, deleted, more};
}

/* A whole round; returns how many rows went. */
static size_t expires(struct scene *s, const struct store_policy *policy)
{
    size_t deleted = 0;
    struct slice slice = {.more = true};
    while (slice.more) {
        store_expire(s->store, policy, hear_slice, &slice);
        store_drain(s->store);
        assert_int_equal(slice.status, STORE_OK);
        assert_true(slice.deleted <= STORE_EXPIRE_ROWS);
        deleted += slice.deleted;
    }
    return deleted;
}

static struct store_history all_of(const char *conv)
{
    return (struct store_history){
        .conv = conv, .a = {NULL, -1},
             .b = {NULL, -1},
             .limit = 1000, .events = true
    };
}

static void what_is_too_old_goes_and_the_rest_keeps_its_place(void **state)
{
    struct scene *s = *state;
    says_at(s, "#tea", "one", 1 * DAY_MS);
    says_at(s, "#tea", "two", 2 * DAY_MS);
    says_at(s, "#tea", "three", 3 * DAY_MS);
    uint64_t last = says_at(s, "#milk", "four", 3 * DAY_MS).id;
    struct store_policy policy = {.now_ms = 10 * DAY_MS, .queued_ms = 8 * DAY_MS};
    assert_int_equal(expires(s, &policy), 1);
    struct store_history query = all_of("#tea");
    assert_string_equal(history(s, &query), "two three");
    query.range = STORE_AFTER;
    query.a.msgid = "id-one";
    assert_string_equal(history(s, &query), "missing");
    query.a = (struct store_ref){NULL, 2 * DAY_MS};
    assert_string_equal(history(s, &query), "three");
    query.range = STORE_BEFORE;
    query.a.msgid = "id-two";
    assert_string_equal(history(s, &query), "");
    assert_int_equal(says(s, "alice", "#tea", "five").seq, 4);
    assert_int_equal(store_last_id(s->store), last + 1);
}

static void events_go_before_words_and_leave_no_false_alarm(void **state)
{
    struct scene *s = *state;
    s->now_ms = DAY_MS;
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    happens(s, "#tea", "topic");
    says(s, "alice", "#tea", "two");
    happens(s, "#tea", "mode");
    says(s, "alice", "#milk", "other");
    struct store_policy policy = {
        .now_ms = 10 * DAY_MS, .queued_ms = 90 * DAY_MS, .event_ms = DAY_MS};
    assert_int_equal(expires(s, &policy), 2);
    struct store_history query = all_of("#tea");
    assert_string_equal(history(s, &query), "one two");
    query.limit = 1;
    assert_string_equal(history(s, &query), "two ...");
    query.range = STORE_AFTER;
    query.a.msgid = "id-one";
    assert_string_equal(history(s, &query), "two");
    assert_string_equal(waits_for_bob(s, 0), "one two");
    assert_int_equal(expires(s, &policy), 0);
}

static void a_room_keeps_its_newest(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    for (int i = 0; i < 1203; i++) {
        char body[16];
        snprintf(body, sizeof(body), "%d", i);
        says(s, "alice", "#tea", body);
    }
    says(s, "alice", "alice bob", "pair");
    struct store_policy policy = {.now_ms = 10 * DAY_MS, .room_rows = 3};
    assert_int_equal(expires(s, &policy), 1200);
    struct store_history query = all_of("#tea");
    assert_string_equal(history(s, &query), "1200 1201 1202");
    assert_string_equal(waits_for_bob(s, 0), "1200 1201 1202 pair");
    assert_string_equal(page(s, "phone", 0, 9, 2), "1201 1202 pair");
    assert_int_equal(s->at.skipped, 1);
}

static void mail_that_waits_is_kept_for_its_guaranteed_time(void **state)
{
    struct scene *s = *state;
    uint64_t had = says_at(s, "alice bob", "had", 1 * DAY_MS).id;
    says_at(s, "alice bob", "waits", 2 * DAY_MS);
    says_at(s, "#tea", "newest", 2 * DAY_MS);
    store_ack(s->store, "bob", "phone", had);
    store_ack(s->store, "alice", "desk", 99);
    struct store_policy policy = {
        .now_ms = 40 * DAY_MS, .queued_ms = 30 * DAY_MS, .mail_ms = 90 * DAY_MS};
    assert_int_equal(expires(s, &policy), 1);
    assert_string_equal(waits_for_bob(s, 0), "waits");
    policy.now_ms = 93 * DAY_MS;
    assert_int_equal(expires(s, &policy), 1);
    assert_string_equal(waits_for_bob(s, 0), "");
    assert_string_equal(targets(s, "bob", 0, 99 * DAY_MS), "");
}

static void the_newest_of_all_stays_so_that_no_id_comes_twice(void **state)
{
    struct scene *s = *state;
    says_at(s, "#tea", "one", DAY_MS);
    uint64_t two = says_at(s, "#tea", "two", DAY_MS).id;
    struct store_policy policy = {
        .now_ms = 99 * DAY_MS, .queued_ms = DAY_MS, .event_ms = DAY_MS, .room_rows = 1};
    assert_int_equal(expires(s, &policy), 1);
    scene_close(s);
    scene_open(s);
    assert_int_equal(store_last_id(s->store), two);
    assert_int_equal(says(s, "alice", "#tea", "three").id, two + 1);
    struct store_history query = all_of("#tea");
    assert_string_equal(history(s, &query), "two three");
}

static void without_limits_all_stays(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    happens(s, "#tea", "topic");
    says(s, "alice", "alice bob", "two");
    struct store_policy policy = {.now_ms = 9999 * DAY_MS};
    assert_int_equal(expires(s, &policy), 0);
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(what_is_too_old_goes_and_the_rest_keeps_its_place),
        SPEC(events_go_before_words_and_leave_no_false_alarm),
        SPEC(a_room_keeps_its_newest),
        SPEC(mail_that_waits_is_kept_for_its_guaranteed_time),
        SPEC(the_newest_of_all_stays_so_that_no_id_comes_twice),
        SPEC(without_limits_all_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
