#include "spec.h"
#include "throttle.h"

static const struct throttle_rate rate = {.burst = 3, .per_second = 2};

static void a_burst_passes_and_then_waits(void **state)
{
    (void)state;
    struct throttle throttle = {0};
    assert_int_equal(throttle_take(&throttle, &rate, 1, 1000), 0);
    assert_int_equal(throttle_take(&throttle, &rate, 2, 1000), 0);
    assert_int_equal(throttle_take(&throttle, &rate, 1, 1000), 500);
}

static void the_wait_is_over_when_it_was_said(void **state)
{
    (void)state;
    struct throttle throttle = {0};
    throttle_take(&throttle, &rate, 4, 1000);
    assert_int_equal(throttle_take(&throttle, &rate, 0, 1499), 1);
    assert_int_equal(throttle_take(&throttle, &rate, 0, 1500), 0);
}

static void a_long_rest_fills_no_more_than_a_burst(void **state)
{
    (void)state;
    struct throttle throttle = {0};
    throttle_take(&throttle, &rate, 3, 1000);
    assert_int_equal(throttle_take(&throttle, &rate, 3, 1000000), 0);
    assert_int_equal(throttle_take(&throttle, &rate, 1, 1000000), 500);
}

static void many_small_steps_add_up(void **state)
{
    (void)state;
    struct throttle throttle = {0};
    throttle_take(&throttle, &rate, 5, 1000);
    for (int64_t ms = 1001; ms < 2000; ms++)
        assert_true(throttle_take(&throttle, &rate, 0, ms) > 0);
    assert_int_equal(throttle_take(&throttle, &rate, 0, 2000), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_passes_and_then_waits),
        cmocka_unit_test(the_wait_is_over_when_it_was_said),
        cmocka_unit_test(a_long_rest_fills_no_more_than_a_burst),
        cmocka_unit_test(many_small_steps_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
