#include <string.h>

#include "buf.h"
#include "spec.h"
#include "wrap.h"

/* The rows of text, one behind the other with '|' between. */
static void wraps_first(const char *text, int first_cols, int cols, const char *rows)
{
    struct wrap wrap = {0};
    struct buf all = {0};
    wrap_text(&wrap, text, first_cols, cols);
    assert_true(wrap.n > 0);
    for (size_t i = 0; i < wrap.n; i++) {
        buf_puts(&all, i ? "|" : "");
        buf_append(&all, text + wrap.rows[i].from, wrap.rows[i].to - wrap.rows[i].from);
    }
    assert_string_equal(buf_text(&all), rows);
    buf_clear(&all);
    wrap_clear(&wrap);
}

static void wraps(const char *text, int cols, const char *rows)
{
    wraps_first(text, cols, cols, rows);
}

static void what_fits_is_one_row(void **state)
{
    (void)state;
    wraps("", 10, "");
    wraps("tea", 10, "tea");
    wraps("ten wide..", 10, "ten wide..");
}

static void rows_are_cut_between_words(void **state)
{
    (void)state;
    wraps("the kettle is on", 10, "the kettle|is on");
    wraps("the kettle is on", 9, "the|kettle is|on");
    wraps("a b c d", 1, "a|b|c|d");
}

static void blanks_at_a_cut_are_not_seen(void **state)
{
    (void)state;
    wraps("kettle     on", 8, "kettle|on");
    wraps("kettle on     ", 9, "kettle on");
    wraps("a  b", 10, "a  b");
}

static void a_word_wider_than_a_row_is_cut(void **state)
{
    (void)state;
    wraps("teakettles", 4, "teak|ettl|es");
    wraps("a teakettles", 4, "a|teak|ettl|es");
}

static void an_address_that_fits_a_row_stays_whole(void **state)
{
    (void)state;
    wraps("notes are in https://example.org/a", 22, "notes are in|https://example.org/a");
}

static void newlines_begin_rows(void **state)
{
    (void)state;
    wraps("one\ntwo\n\nfour", 10, "one|two||four");
    wraps("one\n", 10, "one|");
}

static void wide_text_is_cut_anywhere_but_within_a_character(void **state)
{
    (void)state;
    wraps("日本語の文章", 5, "日本|語の|文章");
    wraps("日本語", 1, "日|本|語");
    wraps("ab日本", 4, "ab日|本");
    wraps("tea 日本語", 7, "tea 日|本語");
}

static void clusters_stay_whole(void **state)
{
    (void)state;
    wraps("👩‍💻👩‍💻👩‍💻", 4, "👩‍💻👩‍💻|👩‍💻");
    wraps("e\xcc\x81"
          "e\xcc\x81"
          "e\xcc\x81",
          2,
          "e\xcc\x81"
          "e\xcc\x81|e\xcc\x81");
}

static void the_first_row_may_be_shorter(void **state)
{
    (void)state;
    wraps_first("the kettle is on", 4, 10, "the|kettle is|on");
    wraps_first("kettle on", 3, 10, "|kettle on");
    wraps_first("日本", 1, 10, "|日本");
}

static void a_width_of_nothing_is_one(void **state)
{
    (void)state;
    wraps("ab", 0, "a|b");
    wraps("ab", -7, "a|b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_is_one_row),
        cmocka_unit_test(rows_are_cut_between_words),
        cmocka_unit_test(blanks_at_a_cut_are_not_seen),
        cmocka_unit_test(a_word_wider_than_a_row_is_cut),
        cmocka_unit_test(an_address_that_fits_a_row_stays_whole),
        cmocka_unit_test(newlines_begin_rows),
        cmocka_unit_test(wide_text_is_cut_anywhere_but_within_a_character),
        cmocka_unit_test(clusters_stay_whole),
        cmocka_unit_test(the_first_row_may_be_shorter),
        cmocka_unit_test(a_width_of_nothing_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
