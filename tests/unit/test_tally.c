/* How often something was done lately. */
#include <stdio.h>

#include "spec.h"
#include "tally.h"

#define MINUTE_MS 60000

static void what_is_older_than_the_window_does_not_count(void **state)
{
    (void)state;
    struct tally tally = {0};
    tally_add(&tally, "alice", 1000);
    tally_add(&tally, "alice", 30000);
    assert_int_equal(tally_count(&tally, "alice", MINUTE_MS, 31000), 2);
    assert_int_equal(tally_count(&tally, "alice", MINUTE_MS, 61500), 1);
    assert_int_equal(tally_count(&tally, "bob", MINUTE_MS, 31000), 0);
    tally_clear(&tally);
}

static void only_so_many_names_are_kept_and_the_quietest_goes_first(void **state)
{
    (void)state;
    struct tally tally = {0};
    char name[16];
    for (int i = 0; i < TALLY_NAMES_MAX; i++) {
        snprintf(name, sizeof(name), "n%d", i);
        tally_add(&tally, name, i);
    }
    tally_add(&tally, "n0", TALLY_NAMES_MAX);
    tally_add(&tally, "one more", TALLY_NAMES_MAX);
    assert_int_equal(map_count(&tally.by_name), TALLY_NAMES_MAX);
    assert_int_equal(tally_count(&tally, "n0", MINUTE_MS, TALLY_NAMES_MAX), 2);
    assert_int_equal(tally_count(&tally, "n1", MINUTE_MS, TALLY_NAMES_MAX), 0);
    tally_clear(&tally);
}

static void under_one_name_the_newest_times_are_kept(void **state)
{
    (void)state;
    struct tally tally = {0};
    const int64_t end_ms = 10LL * TALLY_TIMES_MAX;
    for (int64_t i = 0; i < end_ms; i++)
        tally_add(&tally, "alice", i);
    assert_int_equal(tally_count(&tally, "alice", MINUTE_MS, end_ms), TALLY_TIMES_MAX);
    tally_clear(&tally);
}

static void what_was_long_ago_is_forgotten(void **state)
{
    (void)state;
    struct tally tally = {0};
    tally_add(&tally, "alice", 1000);
    tally_add(&tally, "bob", 50000);
    tally_expire(&tally, MINUTE_MS, 61000);
    assert_int_equal(map_count(&tally.by_name), 1);
    tally_expire(&tally, MINUTE_MS, 110000);
    assert_int_equal(map_count(&tally.by_name), 0);
    tally_clear(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_older_than_the_window_does_not_count),
        cmocka_unit_test(only_so_many_names_are_kept_and_the_quietest_goes_first),
        cmocka_unit_test(under_one_name_the_newest_times_are_kept),
        cmocka_unit_test(what_was_long_ago_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
