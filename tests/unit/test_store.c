#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_scene.h"

/* ---- the log ---- */

static void ids_increase_and_seq_is_dense_in_each_conversation(void **state)
{
    struct scene *s = *state;
    struct store_entry one = says(s, "alice", "#tea", "one");
    struct store_entry two = says(s, "alice", "#milk", "two");
    struct store_entry three = says(s, "alice", "#tea", "three");
    assert_true(one.id < two.id && two.id < three.id);
    assert_int_equal(one.seq, 1);
    assert_int_equal(two.seq, 1);
    assert_int_equal(three.seq, 2);
    assert_int_equal(store_last_id(s->store), three.id);
}

static void time_never_goes_back_in_a_conversation(void **state)
{
    struct scene *s = *state;
    assert_int_equal(says_at(s, "#tea", "one", 5000).time_ms, 5000);
    assert_int_equal(says_at(s, "#tea", "two", 4000).time_ms, 5000);
    assert_int_equal(says_at(s, "#milk", "three", 4000).time_ms, 4000);
    assert_int_equal(says_at(s, "#tea", "four", 5001).time_ms, 5001);
}

static void numbers_and_times_go_on_after_a_restart(void **state)
{
    struct scene *s = *state;
    struct store_entry before = says_at(s, "#tea", "one", 5000);
    scene_close(s);
    scene_open(s);
    assert_int_equal(store_last_id(s->store), before.id);
    struct store_entry after = says_at(s, "#tea", "two", 4000);
    assert_true(after.id > before.id);
    assert_int_equal(after.seq, 2);
    assert_int_equal(after.time_ms, 5000);
}

static void keep_whole(void *arg, enum store_status status, const struct store_entry *entries,
                       size_t n, bool more)
{
    assert_int_equal(status, STORE_OK);
    assert_false(more);
    assert_int_equal(n, 1);
    assert_string_equal(entries[0].conv, "alice bob");
    assert_string_equal(entries[0].msgid, "id-h\xc3\xa9llo");
    assert_string_equal(entries[0].sender, "alice");
    assert_string_equal(entries[0].device, "desk");
    assert_string_equal(entries[0].source, "alice!a@b");
    assert_string_equal(entries[0].body, "h\xc3\xa9llo");
    assert_string_equal(entries[0].tags, "");
    assert_int_equal(entries[0].kind, 7);
    assert_int_equal(entries[0].time_ms, 1000);
    assert_true(entries[0].queued);
    *(bool *)arg = true;
}

static void an_entry_comes_back_as_it_was_given(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "alice bob", "h\xc3\xa9llo");
    bool seen = false;
    struct store_history query = {
        .conv = "alice bob", .a = {NULL, -1},
             .b = {NULL, -1},
             .limit = 9
    };
    store_history(s->store, &query, keep_whole, &seen);
    store_drain(s->store);
    assert_true(seen);
}

/* ---- completions ---- */

static struct store_entry bare_entry(const char *conv)
{
    return (struct store_entry){.conv = conv,
                                .msgid = "m",
                                .sender = "",
                                .device = "",
                                .source = "",
                                .body = "x",
                                .tags = ""};
}

struct order {
    int next;
    uint64_t last_id;
};

struct turn {
    struct order *order;
    int number;
};

static void is_next(void *arg, enum store_status status, const struct store_entry *entry)
{
    const struct turn *turn = arg;
    assert_int_equal(status, STORE_OK);
    assert_int_equal(turn->number, turn->order->next++);
    assert_true(entry->id > turn->order->last_id);
    turn->order->last_id = entry->id;
}

static void completions_come_in_the_order_of_the_calls(void **state)
{
    struct scene *s = *state;
    enum { MANY = 2000 };
    static struct turn turns[MANY];
    struct order order = {0};
    for (int i = 0; i < MANY; i++) {
        struct store_entry entry = bare_entry(i % 3 ? "#tea" : "#milk");
        turns[i] = (struct turn){&order, i};
        store_append(s->store, &entry, is_next, &turns[i]);
    }
    store_drain(s->store);
    assert_int_equal(order.next, MANY);
}

static void nothing_completes_outside_a_turn(void **state)
{
    struct scene *s = *state;
    struct order order = {0};
    struct turn turn = {&order, 0};
    struct store_entry entry = bare_entry("#tea");
    store_append(s->store, &entry, is_next, &turn);
    struct pollfd ready = {.fd = store_fd(s->store), .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 10000), 1);
    assert_int_equal(order.next, 0);
    store_turn(s->store);
    assert_int_equal(order.next, 1);
    assert_int_equal(poll(&ready, 1, 0), 0);
}

static void ask_what_was_said(void *arg, enum store_status status, const struct store_entry *entry)
{
    (void)entry;
    assert_int_equal(status, STORE_OK);
    struct scene *s = arg;
    store_put(s->store, "asked", "at", "once");
}

static void draining_waits_for_what_completions_ask_for(void **state)
{
    struct scene *s = *state;
    struct store_entry entry = bare_entry("#tea");
    store_append(s->store, &entry, ask_what_was_said, s);
    store_drain(s->store);
    assert_string_equal(everything(s), "record asked/at=once conv #tea 1@0");
}

/* ---- files ---- */

static bool exists(const struct scene *s, const char *suffix)
{
    char path[128];
    snprintf(path, sizeof(path), "%s%s", s->path, suffix);
    return access(path, F_OK) == 0;
}

static void closing_leaves_one_whole_file(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    assert_true(exists(s, "-wal"));
    scene_close(s);
    assert_true(exists(s, ""));
    assert_false(exists(s, "-wal"));
    assert_false(exists(s, "-shm"));
    scene_open(s);
}

static void nobody_else_may_read_the_file(void **state)
{
    struct scene *s = *state;
    struct stat about;
    assert_int_equal(stat(s->path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void what_is_there_at_start_is_visited_in_order(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    says(s, "alice", "alice bob", "two");
    store_join(s->store, "bob", "#tea", "v");
    store_join(s->store, "alice", "#tea", "o");
    store_join(s->store, "carol", "#tea", "");
    store_join(s->store, "bob", "#tea", "o");
    store_part(s->store, "carol", "#tea");
    store_put(s->store, "room", "#tea", "kettle");
    store_mark(s->store, "bob", "#tea", 5);
    assert_int_equal(claims(s, "alice", "a1ice"), STORE_OK);
    scene_close(s);
    scene_open(s);
    assert_string_equal(everything(s), "account alice record room/#tea=kettle"
                                       " conv #tea 1@1000 conv alice bob 1@1001"
                                       " member alice #tea +o member bob #tea +o"
                                       " marker bob #tea 5");
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(ids_increase_and_seq_is_dense_in_each_conversation),
        SPEC(time_never_goes_back_in_a_conversation),
        SPEC(numbers_and_times_go_on_after_a_restart),
        SPEC(an_entry_comes_back_as_it_was_given),
        SPEC(completions_come_in_the_order_of_the_calls),
        SPEC(nothing_completes_outside_a_turn),
        SPEC(draining_waits_for_what_completions_ask_for),
        SPEC(closing_leaves_one_whole_file),
        SPEC(nobody_else_may_read_the_file),
        SPEC(what_is_there_at_start_is_visited_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
