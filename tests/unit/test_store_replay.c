#include <stdio.h>
#include <string.h>

#include "store_scene.h"

static void what_waits_is_what_bob_may_see_in_one_order(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    says(s, "alice", "alice bob", "two");
    says(s, "alice", "#milk", "not-a-member");
    says(s, "carol", "bob carol", "three");
    says(s, "alice", "alice carol", "not-for-bob");
    happens(s, "#tea", "topic");
    says(s, "alice", "#tea", "four");
    assert_string_equal(waits_for_bob(s, 0), "one two three four");
    assert_int_equal(s->at.upto, store_last_id(s->store));
    assert_int_equal(s->at.skipped, 0);
}

static void what_was_had_does_not_wait(void **state)
{
    struct scene *s = *state;
    uint64_t one = says(s, "alice", "alice bob", "one").id;
    uint64_t two = says(s, "alice", "alice bob", "two").id;
    assert_string_equal(waits_for_bob(s, one), "two");
    assert_string_equal(waits_for_bob(s, two), "");
    assert_int_equal(s->at.upto, two);
}

static void a_room_waits_within_membership_only(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "before");
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    store_part(s->store, "bob", "#tea");
    says(s, "alice", "#tea", "meanwhile");
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "two");
    store_part(s->store, "bob", "#tea");
    says(s, "alice", "#tea", "after");
    assert_string_equal(waits_for_bob(s, 0), "one two");
}

static void the_device_that_said_it_has_it(void **state)
{
    struct scene *s = *state;
    says_from(s, "bob", "phone", "alice bob", "from-phone");
    says_from(s, "bob", "desk", "alice bob", "from-desk");
    says_from(s, "alice", "phone", "alice bob", "from-alice");
    assert_string_equal(page(s, "phone", 0, 9, 0), "from-desk from-alice");
    assert_string_equal(page(s, "desk", 0, 9, 0), "from-phone from-alice");
    assert_string_equal(page(s, "new", 0, 9, 0), "from-phone from-desk from-alice");
}

/* 30 words over ten conversations, every sixth his own, with an event between. */
static void thirty_words(struct scene *s)
{
    char conv[16];
    char body[16];
    for (int i = 0; i < 5; i++) {
        snprintf(conv, sizeof(conv), "#room%d", i);
        store_join(s->store, "bob", conv, "");
    }
    for (int i = 0; i < 30; i++) {
        snprintf(conv, sizeof(conv), i % 2 ? "#room%d" : "bob c%d", i / 2 % 5);
        snprintf(body, sizeof(body), "%d", i);
        says_from(s, i % 6 == 5 ? "bob" : "alice", "phone", conv, body);
        happens(s, conv, "event");
    }
}

/* Turns pages until the last; "0 1 2 ..." as one page would have given it. */
static void read_by_pages(struct scene *s, size_t limit, char *got, size_t size)
{
    uint64_t after = 0;
    got[0] = '\0';
    do {
        page(s, "phone", after, limit, 0);
        assert_true(s->at.n <= limit);
        assert_true(s->at.upto > after);
        after = s->at.upto;
        size_t len = strlen(got);
        int words = (int)strcspn(s->answer, ".");
        snprintf(got + len, size - len, "%.*s", words, s->answer);
    } while (s->at.more);
    assert_int_equal(after, store_last_id(s->store));
}

static void pages_cover_everything_exactly_once(void **state)
{
    struct scene *s = *state;
    thirty_words(s);
    static const char all[] = "0 1 2 3 4 6 7 8 9 10 12 13 14 15 16 18 19 20 21 22 24 25 26 27 28";
    assert_string_equal(waits_for_bob(s, 0), all);
    for (size_t limit = 1; limit <= 26; limit++) {
        char got[512];
        read_by_pages(s, limit, got, sizeof(got));
        assert_string_equal(got, all);
    }
}

static void the_last_full_page_says_that_it_is_the_last(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "alice bob", "one");
    says(s, "alice", "alice bob", "two");
    happens(s, "alice bob", "event");
    says_from(s, "bob", "phone", "alice bob", "own");
    assert_string_equal(page(s, "phone", 0, 2, 0), "one two");
    assert_int_equal(s->at.upto, store_last_id(s->store));
    assert_string_equal(page(s, "phone", 0, 1, 0), "one ...");
}

static void a_rooms_oldest_are_skipped_and_counted(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    for (int i = 0; i < 5; i++) {
        char body[16];
        snprintf(body, sizeof(body), "tea%d", i);
        says(s, "alice", "#tea", body);
        happens(s, "#tea", "event");
        snprintf(body, sizeof(body), "dm%d", i);
        says(s, "alice", "alice bob", body);
    }
    assert_string_equal(page(s, "phone", 0, 99, 2), "dm0 dm1 dm2 tea3 dm3 tea4 dm4");
    assert_int_equal(s->at.skipped, 3);
    assert_string_equal(page(s, "phone", 0, 99, 5), "tea0 dm0 tea1 dm1 tea2 dm2 tea3 dm3 tea4 dm4");
    assert_int_equal(s->at.skipped, 0);

    size_t skipped = 0;
    uint64_t after = 0;
    do {
        page(s, "phone", after, 2, 2);
        skipped += s->at.skipped;
        after = s->at.upto;
    } while (s->at.more);
    assert_int_equal(skipped, 3);
}

static void a_rooms_limit_ends_where_the_membership_did(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    says(s, "alice", "#tea", "two");
    store_part(s->store, "bob", "#tea");
    says(s, "alice", "#tea", "three");
    assert_string_equal(page(s, "phone", 0, 9, 1), "two");
    assert_int_equal(s->at.skipped, 1);
}

static void the_limit_of_a_room_counts_over_rejoining(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    says(s, "alice", "#tea", "two");
    store_part(s->store, "bob", "#tea");
    says(s, "alice", "#tea", "meanwhile");
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "three");
    assert_string_equal(page(s, "phone", 0, 9, 2), "two three");
    assert_int_equal(s->at.skipped, 1);
    assert_string_equal(page(s, "phone", 0, 9, 1), "three");
    assert_int_equal(s->at.skipped, 2);
}

static void what_waits_survives_a_restart(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    scene_close(s);
    scene_open(s);
    says(s, "alice", "#tea", "two");
    assert_string_equal(waits_for_bob(s, 0), "one two");
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(what_waits_is_what_bob_may_see_in_one_order),
        SPEC(what_was_had_does_not_wait),
        SPEC(a_room_waits_within_membership_only),
        SPEC(the_device_that_said_it_has_it),
        SPEC(pages_cover_everything_exactly_once),
        SPEC(the_last_full_page_says_that_it_is_the_last),
        SPEC(a_rooms_oldest_are_skipped_and_counted),
        SPEC(a_rooms_limit_ends_where_the_membership_did),
        SPEC(the_limit_of_a_room_counts_over_rejoining),
        SPEC(what_waits_survives_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
