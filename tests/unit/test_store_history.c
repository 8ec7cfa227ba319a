#include "store_scene.h"

#define NOWHERE  \
    {            \
        NULL, -1 \
    }

/* seven words in #tea at 100, 200, 300, 300, 300, 400, 500 */
static void seven_words(struct scene *s)
{
    says_at(s, "#tea", "one", 100);
    says_at(s, "#tea", "two", 200);
    says_at(s, "#milk", "other", 250);
    says_at(s, "#tea", "three", 300);
    says_at(s, "#tea", "four", 300);
    says_at(s, "#tea", "five", 300);
    says_at(s, "#tea", "six", 400);
    says_at(s, "#tea", "seven", 500);
}

static const char *asks(struct scene *s, enum store_range range, struct store_ref a,
                        struct store_ref b, size_t limit)
{
    struct store_history query = {.conv = "#tea", .range = range, .a = a, .b = b, .limit = limit};
    return history(s, &query);
}

static struct store_ref id(const char *msgid)
{
    return (struct store_ref){msgid, -1};
}

static struct store_ref at(int64_t time_ms)
{
    return (struct store_ref){NULL, time_ms};
}

static struct store_ref nowhere(void)
{
    return at(-1);
}

static void latest_gives_the_newest(void **state)
{
    struct scene *s = *state;
    seven_words(s);
    assert_string_equal(asks(s, STORE_LATEST, nowhere(), nowhere(), 3), "five six seven ...");
    assert_string_equal(asks(s, STORE_LATEST, nowhere(), nowhere(), 7),
                        "one two three four five six seven");
    assert_string_equal(asks(s, STORE_LATEST, id("id-five"), nowhere(), 7), "six seven");
    assert_string_equal(asks(s, STORE_LATEST, id("id-five"), nowhere(), 1), "seven ...");
    assert_string_equal(asks(s, STORE_LATEST, at(300), nowhere(), 7), "six seven");
    assert_string_equal(asks(s, STORE_LATEST, at(299), nowhere(), 7), "three four five six seven");
    assert_string_equal(asks(s, STORE_LATEST, id("id-seven"), nowhere(), 7), "");
}

static void before_gives_the_nearest_strictly_before(void **state)
{
    struct scene *s = *state;
    seven_words(s);
    assert_string_equal(asks(s, STORE_BEFORE, id("id-four"), nowhere(), 2), "two three ...");
    assert_string_equal(asks(s, STORE_BEFORE, id("id-three"), nowhere(), 2), "one two");
    assert_string_equal(asks(s, STORE_BEFORE, id("id-one"), nowhere(), 2), "");
    assert_string_equal(asks(s, STORE_BEFORE, at(300), nowhere(), 9), "one two");
    assert_string_equal(asks(s, STORE_BEFORE, at(301), nowhere(), 2), "four five ...");
    assert_string_equal(asks(s, STORE_BEFORE, at(9999), nowhere(), 1), "seven ...");
    assert_string_equal(asks(s, STORE_BEFORE, at(100), nowhere(), 9), "");
}

static void after_gives_the_nearest_strictly_after(void **state)
{
    struct scene *s = *state;
    seven_words(s);
    assert_string_equal(asks(s, STORE_AFTER, id("id-four"), nowhere(), 2), "five six ...");
    assert_string_equal(asks(s, STORE_AFTER, id("id-five"), nowhere(), 2), "six seven");
    assert_string_equal(asks(s, STORE_AFTER, id("id-seven"), nowhere(), 2), "");
    assert_string_equal(asks(s, STORE_AFTER, at(300), nowhere(), 9), "six seven");
    assert_string_equal(asks(s, STORE_AFTER, at(299), nowhere(), 2), "three four ...");
    assert_string_equal(asks(s, STORE_AFTER, at(0), nowhere(), 1), "one ...");
    assert_string_equal(asks(s, STORE_AFTER, at(500), nowhere(), 9), "");
}

static void around_has_half_before_and_the_rest_from_there(void **state)
{
    struct scene *s = *state;
    seven_words(s);
    assert_string_equal(asks(s, STORE_AROUND, id("id-four"), nowhere(), 1), "four ...");
    assert_string_equal(asks(s, STORE_AROUND, id("id-four"), nowhere(), 4),
                        "two three four five ...");
    assert_string_equal(asks(s, STORE_AROUND, id("id-four"), nowhere(), 5),
                        "two three four five six ...");
    assert_string_equal(asks(s, STORE_AROUND, id("id-one"), nowhere(), 4),
                        "one two three four ...");
    assert_string_equal(asks(s, STORE_AROUND, id("id-seven"), nowhere(), 4),
                        "four five six seven ...");
    assert_string_equal(asks(s, STORE_AROUND, id("id-four"), nowhere(), 7),
                        "one two three four five six seven");
    assert_string_equal(asks(s, STORE_AROUND, at(300), nowhere(), 4), "one two three four ...");
    assert_string_equal(asks(s, STORE_AROUND, at(9999), nowhere(), 2), "six seven ...");
}

static void between_counts_from_the_first_toward_the_second(void **state)
{
    struct scene *s = *state;
    seven_words(s);
    assert_string_equal(asks(s, STORE_BETWEEN, id("id-one"), id("id-six"), 2), "two three ...");
    assert_string_equal(asks(s, STORE_BETWEEN, id("id-six"), id("id-one"), 2), "four five ...");
    assert_string_equal(asks(s, STORE_BETWEEN, id("id-one"), id("id-six"), 4),
                        "two three four five");
    assert_string_equal(asks(s, STORE_BETWEEN, id("id-four"), id("id-five"), 4), "");
    assert_string_equal(asks(s, STORE_BETWEEN, id("id-four"), id("id-four"), 4), "");
    assert_string_equal(asks(s, STORE_BETWEEN, at(200), at(400), 9), "three four five");
    assert_string_equal(asks(s, STORE_BETWEEN, at(400), at(200), 1), "five ...");
    assert_string_equal(asks(s, STORE_BETWEEN, at(300), at(300), 9), "");
    assert_string_equal(asks(s, STORE_BETWEEN, at(100), id("id-four"), 9), "two three");
}

static void a_message_that_is_not_here_is_missing(void **state)
{
    struct scene *s = *state;
    seven_words(s);
    assert_string_equal(asks(s, STORE_BEFORE, id("id-never"), nowhere(), 2), "missing");
    assert_string_equal(asks(s, STORE_AFTER, id("id-other"), nowhere(), 2), "missing");
    assert_string_equal(asks(s, STORE_BETWEEN, id("id-one"), id("id-never"), 2), "missing");
}

static void a_conversation_that_never_was_is_empty(void **state)
{
    struct scene *s = *state;
    assert_string_equal(asks(s, STORE_LATEST, nowhere(), nowhere(), 2), "");
    assert_string_equal(asks(s, STORE_AFTER, at(100), nowhere(), 2), "");
    assert_string_equal(asks(s, STORE_AROUND, at(100), nowhere(), 2), "");
}

static void events_are_shown_to_who_asks_for_them(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    happens(s, "#tea", "joins");
    says(s, "alice", "#tea", "two");
    struct store_history query = {.conv = "#tea", .a = NOWHERE, .b = NOWHERE, .limit = 2};
    assert_string_equal(history(s, &query), "one two");
    query.events = true;
    assert_string_equal(history(s, &query), "joins two ...");
}

/* ---- membership ---- */

static const char *bob_sees(struct scene *s, enum store_range range, size_t limit)
{
    struct store_history query = {.conv = "#tea", .account = "bob", .range = range, .limit = limit};
    query.a = query.b = range == STORE_LATEST ? nowhere() : at(0);
    return history(s, &query);
}

static void a_member_sees_what_was_said_while_a_member(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "before");
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    says(s, "alice", "#tea", "two");
    store_part(s->store, "bob", "#tea");
    says(s, "alice", "#tea", "meanwhile");
    store_join(s->store, "bob", "#tea", "v");
    store_join(s->store, "bob", "#tea", "o");
    says(s, "alice", "#tea", "three");
    assert_string_equal(bob_sees(s, STORE_LATEST, 9), "one two three");
    assert_string_equal(bob_sees(s, STORE_LATEST, 2), "two three ...");
    assert_string_equal(bob_sees(s, STORE_AFTER, 9), "one two three");
    assert_string_equal(bob_sees(s, STORE_AFTER, 2), "one two ...");
}

static void a_stranger_sees_nothing(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "one");
    assert_string_equal(bob_sees(s, STORE_LATEST, 9), "");
    store_join(s->store, "bob", "#tea", "");
    store_part(s->store, "bob", "#tea");
    says(s, "alice", "#tea", "two");
    assert_string_equal(bob_sees(s, STORE_LATEST, 9), "");
}

static void a_pair_sees_all_that_they_said(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "alice bob", "one");
    says(s, "bob", "alice bob", "two");
    struct store_history query = {.conv = "alice bob", .a = NOWHERE, .b = NOWHERE, .limit = 9};
    query.account = "alice";
    assert_string_equal(history(s, &query), "one two");
    query.account = "bob";
    assert_string_equal(history(s, &query), "one two");
    query.account = "carol";
    assert_string_equal(history(s, &query), "");
}

/* ---- targets ---- */

static void targets_are_counted_from_either_end(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    store_join(s->store, "bob", "#quiet", "");
    says_at(s, "#tea", "one", 100);
    says_at(s, "alice bob", "two", 200);
    says_at(s, "bob carol", "three", 300);
    says_at(s, "alice carol", "four", 250);
    happens(s, "#tea", "joins");
    assert_string_equal(targets(s, "bob", 0, 999), "#tea@100 alice bob@200");
    assert_string_equal(targets(s, "bob", 999, 0), "bob carol@300 alice bob@200");
    assert_string_equal(targets(s, "bob", 100, 300), "alice bob@200");
    assert_string_equal(targets(s, "bob", 300, 100), "alice bob@200");
    assert_string_equal(targets(s, "bob", 300, 999), "");
    store_part(s->store, "bob", "#tea");
    store_drain(s->store);
    assert_string_equal(targets(s, "bob", 0, 250), "alice bob@200");
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(latest_gives_the_newest),
        SPEC(before_gives_the_nearest_strictly_before),
        SPEC(after_gives_the_nearest_strictly_after),
        SPEC(around_has_half_before_and_the_rest_from_there),
        SPEC(between_counts_from_the_first_toward_the_second),
        SPEC(a_message_that_is_not_here_is_missing),
        SPEC(a_conversation_that_never_was_is_empty),
        SPEC(events_are_shown_to_who_asks_for_them),
        SPEC(a_member_sees_what_was_said_while_a_member),
        SPEC(a_stranger_sees_nothing),
        SPEC(a_pair_sees_all_that_they_said),
        SPEC(targets_are_counted_from_either_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
