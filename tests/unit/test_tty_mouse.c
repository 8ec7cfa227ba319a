#include "spec.h"
#include "tty_mouse.h"

/* "CSI < what ; x ; y final": what it says, or nothing. */
static bool tells(struct key *key, long what, long x, long y, char final)
{
    const long numbers[] = {what, x, y};
    *key = (struct key){.code = PRESS_MOUSE};
    return mouse_decode(key, numbers, final);
}

static void a_press_a_drag_and_a_release_say_where(void **state)
{
    struct key key;
    (void)state;
    assert_true(tells(&key, 0, 10, 5, 'M'));
    assert_int_equal(key.mouse.event, MOUSE_PRESS);
    assert_int_equal(key.mouse.button, 1);
    assert_int_equal(key.mouse.x, 9);
    assert_int_equal(key.mouse.y, 4);
    assert_true(tells(&key, 32, 10, 5, 'M'));
    assert_int_equal(key.mouse.event, MOUSE_DRAG);
    assert_true(tells(&key, 2, 10, 5, 'm'));
    assert_int_equal(key.mouse.event, MOUSE_RELEASE);
    assert_int_equal(key.mouse.button, 3);
}

static void the_wheel_has_a_direction(void **state)
{
    struct key key;
    (void)state;
    assert_true(tells(&key, 64, 1, 1, 'M'));
    assert_int_equal(key.mouse.event, MOUSE_WHEEL_UP);
    assert_true(tells(&key, 65, 1, 1, 'M'));
    assert_int_equal(key.mouse.event, MOUSE_WHEEL_DOWN);
    assert_false(tells(&key, 66, 1, 1, 'M'));
}

static void keys_held_down_come_with_it(void **state)
{
    struct key key;
    (void)state;
    assert_true(tells(&key, 4 + 8 + 16, 1, 1, 'M'));
    assert_int_equal(key.mods, PRESS_SHIFT | PRESS_ALT | PRESS_CTRL);
}

static void what_no_terminal_says_is_nothing(void **state)
{
    struct key key;
    (void)state;
    assert_false(tells(&key, 0, 0, 5, 'M'));
    assert_false(tells(&key, 0, 5, -1, 'M'));
    assert_false(tells(&key, 0, 99999999, 5, 'M'));
    assert_false(tells(&key, 4000, 5, 5, 'M'));
    assert_false(tells(&key, 0, 5, 5, 'A'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_press_a_drag_and_a_release_say_where),
        cmocka_unit_test(the_wheel_has_a_direction),
        cmocka_unit_test(keys_held_down_come_with_it),
        cmocka_unit_test(what_no_terminal_says_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
