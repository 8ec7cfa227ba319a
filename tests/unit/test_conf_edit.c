/* A program that writes into a file of its user's changes only what it must. */
#include <string.h>

#include "buf.h"
#include "conf_edit.h"
#include "spec.h"

/* A change of key in [ui] (value NULL: it goes) makes `after` of `before`. */
static void makes(const char *before, const char *key, const char *value, const char *after)
{
    struct conf_changes changes = {0};
    struct buf text = {0};
    buf_puts(&text, before);
    conf_changes_add(&changes, "ui", key, value);
    conf_edit(&text, &changes);
    assert_string_equal(buf_text(&text), after);
    buf_clear(&text);
    conf_changes_clear(&changes);
}

static void a_value_changes_where_it_stands(void **state)
{
    (void)state;
    makes("# mine\n[user]\nbell = x\n[ui]\n  bell=yes\n; why\ncolours = 16\n", "bell", "no",
          "# mine\n[user]\nbell = x\n[ui]\n  bell=no\n; why\ncolours = 16\n");
}

static void comments_order_and_what_is_unknown_stay(void **state)
{
    (void)state;
    makes("# one\n\n[later]\nwhat = ever\n\n[ui]\n# two\nbell = yes\n\n# three\n", "bell", "no",
          "# one\n\n[later]\nwhat = ever\n\n[ui]\n# two\nbell = no\n\n# three\n");
}

static void a_new_key_goes_behind_the_comment_that_names_it(void **state)
{
    (void)state;
    makes("[ui]\n; rings\n;bell = yes\n; how many\n;colours = auto\n\n[files]\n", "bell", "no",
          "[ui]\n; rings\n;bell = yes\nbell = no\n; how many\n;colours = auto\n\n[files]\n");
}

static void a_new_key_goes_to_the_end_of_its_section(void **state)
{
    (void)state;
    makes("[ui]\ncolours = 16\n\n\n[files]\nx = 1\n", "bell", "no",
          "[ui]\ncolours = 16\nbell = no\n\n\n[files]\nx = 1\n");
}

static void a_missing_section_is_made(void **state)
{
    (void)state;
    makes("", "bell", "no", "[ui]\nbell = no\n");
    makes("[files]\nx = 1", "bell", "no", "[files]\nx = 1\n\n[ui]\nbell = no\n");
}

static void what_is_taken_out_takes_nothing_along(void **state)
{
    (void)state;
    makes("[ui]\n# rings\nbell = no\nbells = 3\n", "bell", NULL, "[ui]\n# rings\nbells = 3\n");
    makes("[ui]\nbells = 3\n", "bell", NULL, "[ui]\nbells = 3\n");
}

static void a_key_that_stands_several_times_stands_once_after(void **state)
{
    (void)state;
    makes("[ui]\nbell = no\n[x]\nbell = 1\n[ui]\nbell = yes\n", "bell", "no",
          "[ui]\n[x]\nbell = 1\n[ui]\nbell = no\n");
}

static void a_list_has_a_line_for_each_item(void **state)
{
    (void)state;
    makes("[ui]\nword = tea\n# more\nword = milk\nx = 1\n", "word", "scone\njam",
          "[ui]\n# more\nword = scone\nword = jam\nx = 1\n");
}

static void the_last_word_on_a_key_counts(void **state)
{
    (void)state;
    struct conf_changes changes = {0};
    struct buf text = {0};
    conf_changes_add(&changes, "ui", "bell", "no");
    conf_changes_add(&changes, "ui", "bell", "yes");
    conf_changes_add(&changes, "keys", "pick.r", "reply");
    conf_edit(&text, &changes);
    assert_string_equal(buf_text(&text), "[ui]\nbell = yes\n\n[keys]\npick.r = reply\n");
    buf_clear(&text);
    conf_changes_clear(&changes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_changes_where_it_stands),
        cmocka_unit_test(comments_order_and_what_is_unknown_stay),
        cmocka_unit_test(a_new_key_goes_behind_the_comment_that_names_it),
        cmocka_unit_test(a_new_key_goes_to_the_end_of_its_section),
        cmocka_unit_test(a_missing_section_is_made),
        cmocka_unit_test(what_is_taken_out_takes_nothing_along),
        cmocka_unit_test(a_key_that_stands_several_times_stands_once_after),
        cmocka_unit_test(a_list_has_a_line_for_each_item),
        cmocka_unit_test(the_last_word_on_a_key_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
