/* Emoji by the names that people type. */
#include <string.h>

#include "emoji.h"
#include "spec.h"
#include "utf8.h"

static const char *named(const char *name)
{
    return emoji_named(name, strlen(name));
}

static void a_name_gives_its_emoji_with_or_without_colons(void **state)
{
    (void)state;
    assert_string_equal(named("tada"), "🎉");
    assert_string_equal(named(":tada:"), "🎉");
    assert_string_equal(named("+1"), "👍");
    assert_null(named("tad"));
    assert_null(named("tadaa"));
    assert_null(named("::"));
    assert_null(named(""));
}

static void what_begins_so_comes_before_what_only_has_such_a_word(void **state)
{
    (void)state;
    struct emoji found[64];
    size_t n = emoji_search("heart", 5, found, 64);
    assert_true(n > 8);
    assert_string_equal(found[0].name, "heart");
    assert_true(strstr(found[n - 1].name, "_heart") != NULL);
    assert_int_equal(emoji_search("zzzz", 4, found, 64), 0);
    assert_int_equal(emoji_search("", 0, found, 5), 5);
}

static void a_thumb_goes_up_first(void **state)
{
    (void)state;
    struct emoji found[3];
    assert_int_equal(emoji_search("thumb", 5, found, 3), 2);
    assert_string_equal(found[0].name, "thumbsup");
    assert_string_equal(found[1].name, "thumbsdown");
}

static void all_names_are_sorted_and_all_emoji_are_one_cluster(void **state)
{
    (void)state;
    assert_true(emoji_count() >= 400);
    for (size_t i = 0; i < emoji_count(); i++) {
        struct emoji one = emoji_at(i);
        assert_string_equal(emoji_named(one.name, strlen(one.name)), one.text);
        assert_int_equal(utf8_cluster(one.text, strlen(one.text)), strlen(one.text));
        assert_true(i == 0 || strcmp(emoji_at(i - 1).name, one.name) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_gives_its_emoji_with_or_without_colons),
        cmocka_unit_test(what_begins_so_comes_before_what_only_has_such_a_word),
        cmocka_unit_test(a_thumb_goes_up_first),
        cmocka_unit_test(all_names_are_sorted_and_all_emoji_are_one_cluster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
