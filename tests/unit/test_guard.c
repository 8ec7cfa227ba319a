#include <stdio.h>

#include "guard.h"
#include "log.h"
#include "spec.h"

static const struct guard_limits limits = {
    .connections_per_address = 4,
    .unregistered_per_address = 2,
    .unregistered_max = 3,
    .arrivals_per_address = 5,
};

static struct place *comes(struct guard *guard, const char *address, int64_t mono_ms)
{
    const char *why = NULL;
    return guard_admit(guard, address, false, mono_ms, &why);
}

static void is_refused(struct guard *guard, const char *address, int64_t mono_ms, const char *why)
{
    const char *said = NULL;
    assert_null(guard_admit(guard, address, false, mono_ms, &said));
    assert_string_equal(said, why);
}

static int setup(void **state)
{
    log_open(-1, LOG_ERROR);
    *state = guard_new(&limits);
    return 0;
}

static int teardown(void **state)
{
    guard_free(*state);
    return 0;
}

static const char unregistered[] = "Too many connections from your address have not logged in yet";
static const char connections[] = "Too many connections from your address";
static const char arrivals[] =
    "Too many connections in a short time from your address, try again in 10 seconds";
static const char busy[] = "Too many are logging in, try again later";

static void who_has_not_logged_in_makes_room_by_doing_so(void **state)
{
    struct guard *guard = *state;
    struct place *place = comes(guard, "192.0.2.1", 1000);
    assert_non_null(place);
    assert_ptr_equal(comes(guard, "192.0.2.1", 1000), place);
    is_refused(guard, "192.0.2.1", 1000, unregistered);
    guard_settle(guard, place);
    assert_non_null(comes(guard, "192.0.2.1", 1000));
}

static void one_address_has_so_many_connections_and_no_more(void **state)
{
    struct guard *guard = *state;
    struct place *place = NULL;
    for (int i = 0; i < 4; i++) {
        place = comes(guard, "192.0.2.1", 1000);
        guard_settle(guard, place);
    }
    is_refused(guard, "192.0.2.1", 1000, connections);
    assert_non_null(comes(guard, "192.0.2.2", 1000));
    guard_leave(guard, place, true);
    assert_non_null(comes(guard, "192.0.2.1", 1000));
}

static void coming_and_going_has_a_limit_too(void **state)
{
    struct guard *guard = *state;
    for (int i = 0; i < 5; i++)
        guard_leave(guard, comes(guard, "192.0.2.1", 1000), false);
    is_refused(guard, "192.0.2.1", 10999, arrivals);
    assert_non_null(comes(guard, "192.0.2.1", 11000));
}

static void all_addresses_together_have_a_limit(void **state)
{
    struct guard *guard = *state;
    comes(guard, "192.0.2.1", 1000);
    comes(guard, "192.0.2.2", 1000);
    struct place *third = comes(guard, "192.0.2.3", 1000);
    is_refused(guard, "192.0.2.4", 1000, busy);
    guard_leave(guard, third, false);
    assert_non_null(comes(guard, "192.0.2.4", 1000));
}

static void one_network_of_ipv6_counts_as_one_address(void **state)
{
    struct guard *guard = *state;
    struct place *place = comes(guard, "2001:db8::1", 1000);
    assert_ptr_equal(comes(guard, "2001:db8::2:3:4:5", 1000), place);
    is_refused(guard, "2001:db8::6", 1000, unregistered);
    assert_non_null(comes(guard, "2001:db8:0:1::1", 1000));
}

static void nobody_on_this_machine_is_refused(void **state)
{
    struct guard *guard = *state;
    const char *why = NULL;
    for (int i = 0; i < 100; i++)
        assert_non_null(guard_admit(guard, "127.0.0.1", true, 1000, &why));
    /* Nor do they take others' room. */
    assert_non_null(comes(guard, "192.0.2.1", 1000));
}

static void an_address_is_logged_once_a_minute(void **state)
{
    struct guard *guard = *state;
    struct place *place = comes(guard, "192.0.2.1", 1000);
    assert_true(guard_may_tell(place, 1000));
    assert_false(guard_may_tell(place, 60999));
    assert_true(guard_may_tell(place, 61000));
}

static void what_is_over_is_forgotten(void **state)
{
    struct guard *guard = *state;
    struct place *here = comes(guard, "192.0.2.1", 1000);
    guard_leave(guard, comes(guard, "192.0.2.2", 1000), false);
    guard_tick(guard, 2000);
    guard_tick(guard, 20000);
    /* The one that is still here is remembered. */
    assert_ptr_equal(comes(guard, "192.0.2.1", 20000), here);
    guard_leave(guard, here, false);
    guard_leave(guard, here, false);
    guard_tick(guard, 100000);
    assert_non_null(comes(guard, "192.0.2.1", 100000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_has_not_logged_in_makes_room_by_doing_so, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(one_address_has_so_many_connections_and_no_more, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(coming_and_going_has_a_limit_too, setup, teardown),
        cmocka_unit_test_setup_teardown(all_addresses_together_have_a_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(one_network_of_ipv6_counts_as_one_address, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_on_this_machine_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(an_address_is_logged_once_a_minute, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_over_is_forgotten, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
