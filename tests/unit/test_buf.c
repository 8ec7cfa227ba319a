#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "spec.h"

static void a_zeroed_buf_reads_as_an_empty_string(void **state)
{
    (void)state;
    struct buf buf = {0};
    assert_string_equal(buf_text(&buf), "");
    buf_consume(&buf, 3);
    buf_reset(&buf);
    assert_string_equal(buf_text(&buf), "");
    buf_clear(&buf);
}

static void what_is_appended_stands_in_order(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_puts(&buf, "kettle");
    buf_putc(&buf, ' ');
    buf_append(&buf, "only", 2);
    buf_printf(&buf, " %d%s", 4, "ever");
    assert_string_equal(buf_text(&buf), "kettle on 4ever");
    assert_int_equal(buf.len, 15);
    buf_clear(&buf);
}

static void it_grows_far_beyond_its_first_size(void **state)
{
    (void)state;
    struct buf buf = {0};
    for (int i = 0; i < 100000; i++)
        buf_puts(&buf, "tea ");
    assert_int_equal(buf.len, 400000);
    assert_int_equal(strlen(buf_text(&buf)), 400000);
    buf_clear(&buf);
    assert_int_equal(buf.len, 0);
}

static void consuming_drops_from_the_front_and_at_most_all(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_puts(&buf, "one two");
    buf_consume(&buf, 4);
    assert_string_equal(buf_text(&buf), "two");
    buf_consume(&buf, 99);
    assert_string_equal(buf_text(&buf), "");
    buf_clear(&buf);
}

static void truncating_drops_from_the_end(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_puts(&buf, "teapot");
    buf_truncate(&buf, 3);
    buf_putc(&buf, '!');
    assert_string_equal(buf_text(&buf), "tea!");
    buf_clear(&buf);
}

static void detaching_leaves_an_empty_buf(void **state)
{
    (void)state;
    struct buf buf = {0};
    char *nothing = buf_detach(&buf);
    buf_puts(&buf, "tea");
    char *tea = buf_detach(&buf);
    assert_string_equal(nothing, "");
    assert_string_equal(tea, "tea");
    assert_null(buf.data);
    free(nothing);
    free(tea);
}

static void copies_are_of_their_own(void **state)
{
    (void)state;
    char *slot = xstrndup("teapot", 3);
    assert_string_equal(slot, "tea");
    xreplace(&slot, slot);
    assert_string_equal(slot, "tea");
    xreplace(&slot, NULL);
    assert_null(slot);
    assert_null(xstrdup(NULL));

    int *numbers = xreallocarray(NULL, 4, sizeof(*numbers));
    numbers[3] = 4;
    free(numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zeroed_buf_reads_as_an_empty_string),
        cmocka_unit_test(what_is_appended_stands_in_order),
        cmocka_unit_test(it_grows_far_beyond_its_first_size),
        cmocka_unit_test(consuming_drops_from_the_front_and_at_most_all),
        cmocka_unit_test(truncating_drops_from_the_end),
        cmocka_unit_test(detaching_leaves_an_empty_buf),
        cmocka_unit_test(copies_are_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
