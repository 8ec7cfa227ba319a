/* What operators' commands answer, as it is read. */
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "buf.h"
#include "console_private.h"
#include "spec.h"

static const char *const people_keys[] = {"name", "from", "why"};

struct page {
    struct answer *answer;
    struct buf out;
};

static void begin(struct page *page, int width_cols, bool json)
{
    const struct answer_look look = {.width_cols = width_cols, .json = json};
    *page = (struct page){.answer = answer_new(&look)};
}

static void row(struct page *page, const char *name, const char *from, const char *why)
{
    const char *const values[] = {name, from, why};
    answer_row(page->answer, people_keys, values, 3, &page->out);
}

static void shows(struct page *page, const char *text)
{
    answer_end(page->answer, &page->out);
    assert_string_equal(buf_text(&page->out), text);
    answer_free(page->answer);
    buf_clear(&page->out);
}

static void facts_with_the_same_names_are_one_table(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 80, false);
    row(&page, "alice", "127.0.0.1", "kicked");
    row(&page, "bob", "::1", "left");
    answer_text(page.answer, false, "2 people", &page.out);
    shows(&page, "name   from       why\n"
                 "alice  127.0.0.1  kicked\n"
                 "bob    ::1        left\n"
                 "2 people\n");
}

static void columns_stand_below_each_other_whatever_is_in_them(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 80, false);
    row(&page, "李雷", "::1", "x");
    row(&page, "a\033[2J", "::1", "y");
    shows(&page, "name   from  why\n"
                 "李雷   ::1   x\n"
                 "a\uFFFD[2J  ::1   y\n");
}

static void a_long_last_column_goes_on_below_itself(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 42, false);
    row(&page, "alice", "127.0.0.1", "said the same thing again and again");
    row(&page, "bob", "::1", "left");
    shows(&page, "name   from       why\n"
                 "alice  127.0.0.1  said the same thing\n"
                 "                  again and again\n"
                 "bob    ::1        left\n");
}

static void what_does_not_fit_is_cut_in_its_widest_column(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 24, false);
    row(&page, "alice", "127.0.0.1", "kicked out");
    row(&page, "bob", "::1", "left");
    shows(&page, "name   from     why\n"
                 "alice  127.0.…  kicked …\n"
                 "bob    ::1      left\n");
}

static void one_fact_that_does_not_fit_stands_line_by_line(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 20, false);
    row(&page, "alice", "127.0.0.1", "kicked out");
    shows(&page, "name  alice\n"
                 "from  127.0.0.1\n"
                 "why   kicked out\n");
}

static void for_machines_each_fact_is_an_object(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 0, true);
    row(&page, "alice", "127.0.0.1", "said \"\\\n");
    answer_text(page.answer, false, "1 person", &page.out);
    shows(&page,
          "{\"name\": \"alice\", \"from\": \"127.0.0.1\", \"why\": \"said \\\"\\\\\\u000a\"}\n");
}

static void a_long_sentence_is_broken_between_words(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 28, false);
    answer_text(page.answer, false, "the kettle is on, and there is no tea", &page.out);
    shows(&page, "the kettle is on, and there\nis no tea\n");
}

static void for_machines_a_sentence_is_an_object_too(void **state)
{
    (void)state;
    struct page page;
    begin(&page, 0, true);
    answer_text(page.answer, false, "Nobody is here", &page.out);
    shows(&page, "{\"text\": \"Nobody is here\"}\n");
}

static void lines_of_the_log_have_the_time_of_day_and_a_level_that_matters(void **state)
{
    (void)state;
    struct buf out = {0};
    setenv("TZ", "UTC", 1);
    console_put_log(&out, "2026-11-21T10:43:35.123Z info connected session=1", 80, false);
    console_put_log(&out, "2026-11-21T10:43:36.000Z warn full connections=9", 80, false);
    console_put_log(&out, "2026-11-21T10:43:37.000Z error lost why=x", 80, true);
    console_put_log(&out, "something else", 80, false);
    assert_string_equal(buf_text(&out), "10:43:35 connected session=1\n"
                                        "10:43:36 warn full connections=9\n"
                                        "10:43:37 \033[31merror lost why=x\033[0m\n"
                                        "something else\n");
    buf_clear(&out);
}

static void a_long_line_of_the_log_is_broken_between_words(void **state)
{
    (void)state;
    struct buf out = {0};
    setenv("TZ", "UTC", 1);
    console_put_log(&out, "2026-11-21T10:43:35.123Z info connected session=1 address=127.0.0.1", 30,
                    false);
    assert_string_equal(buf_text(&out), "10:43:35 connected session=1\n"
                                        "         address=127.0.0.1\n");
    buf_clear(&out);
}

static void colours_are_for_terminals_that_want_them(void **state)
{
    (void)state;
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    assert_true(console_wants_colours());
    setenv("NO_COLOR", "1", 1);
    assert_false(console_wants_colours());
    unsetenv("NO_COLOR");
    setenv("TERM", "dumb", 1);
    assert_false(console_wants_colours());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_with_the_same_names_are_one_table),
        cmocka_unit_test(columns_stand_below_each_other_whatever_is_in_them),
        cmocka_unit_test(a_long_last_column_goes_on_below_itself),
        cmocka_unit_test(what_does_not_fit_is_cut_in_its_widest_column),
        cmocka_unit_test(one_fact_that_does_not_fit_stands_line_by_line),
        cmocka_unit_test(for_machines_each_fact_is_an_object),
        cmocka_unit_test(for_machines_a_sentence_is_an_object_too),
        cmocka_unit_test(a_long_sentence_is_broken_between_words),
        cmocka_unit_test(lines_of_the_log_have_the_time_of_day_and_a_level_that_matters),
        cmocka_unit_test(a_long_line_of_the_log_is_broken_between_words),
        cmocka_unit_test(colours_are_for_terminals_that_want_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
