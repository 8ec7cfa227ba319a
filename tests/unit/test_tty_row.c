#include <stdlib.h>
#include <string.h>

#include "spec.h"
#include "tty_row.h"

/* What is sent, with < for backspace and $ for carriage return. */
static void sends(struct buf *out, const char *picture)
{
    for (size_t i = 0; i < out->len; i++)
        out->data[i] = out->data[i] == '\b' ? '<' : out->data[i] == '\r' ? '$' : out->data[i];
    assert_string_equal(buf_text(out), picture);
    buf_reset(out);
}

static void a_letter_at_the_end_is_all_that_is_sent(void **state)
{
    struct tty_row row = {0};
    struct buf out = {0};
    (void)state;
    tty_row_show(&row, &out, "> hell", 6);
    sends(&out, "> hell");
    tty_row_show(&row, &out, "> hello", 7);
    sends(&out, "o");
    tty_row_show(&row, &out, "> hello", 7);
    sends(&out, "");
    tty_row_clear(&row);
    buf_clear(&out);
}

static void what_is_edited_within_is_written_from_there_on(void **state)
{
    struct tty_row row = {0};
    struct buf out = {0};
    (void)state;
    tty_row_show(&row, &out, "> hello", 7);
    sends(&out, "> hello");
    tty_row_show(&row, &out, "> hello", 4);
    sends(&out, "<<<");
    tty_row_show(&row, &out, "> helo", 4);
    sends(&out, "lo <<<");
    tty_row_show(&row, &out, "> helo", 6);
    sends(&out, "lo");
    tty_row_show(&row, &out, "> ", 2);
    sends(&out, "<<<<    <<<<");
    tty_row_clear(&row);
    buf_clear(&out);
}

static void where_widths_may_differ_the_row_begins_anew(void **state)
{
    struct tty_row row = {0};
    struct buf out = {0};
    (void)state;
    tty_row_show(&row, &out, "> 明日", 8);
    sends(&out, "> 明日");
    tty_row_show(&row, &out, "> 明日", 5);
    sends(&out, "$> 明");
    tty_row_show(&row, &out, "> 明", 5);
    sends(&out, "  <<");
    tty_row_clear(&row);
    buf_clear(&out);
}

static void lines_take_the_place_of_the_row(void **state)
{
    struct tty_row row = {0};
    struct buf out = {0};
    (void)state;
    tty_row_show(&row, &out, "> ab", 4);
    sends(&out, "> ab");
    tty_row_say(&row, &out, "bob says hi\n");
    tty_row_show(&row, &out, "> ab", 4);
    sends(&out, "$    $bob says hi$\n> ab");
    tty_row_say(&row, &out, "");
    tty_row_leave(&row, &out);
    tty_row_leave(&row, &out);
    sends(&out, "$\n");
    buf_clear(&out);
}

static void what_is_said_sends_no_codes(void **state)
{
    struct tty_row row = {0};
    struct buf out = {0};
    (void)state;
    tty_row_say(&row, &out, "a\x1b[2Jb\302\2332J\n");
    sends(&out, "a\ufffd[2Jb\ufffd2J$\n");
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_at_the_end_is_all_that_is_sent),
        cmocka_unit_test(what_is_edited_within_is_written_from_there_on),
        cmocka_unit_test(where_widths_may_differ_the_row_begins_anew),
        cmocka_unit_test(lines_take_the_place_of_the_row),
        cmocka_unit_test(what_is_said_sends_no_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
