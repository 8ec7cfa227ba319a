/* What was typed before. */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "recall.h"
#include "spec.h"

static int setup(void **state)
{
    struct recall *recall = recall_new(4);
    recall_add(recall, "#tea", "kettle on");
    recall_add(recall, "#ops", "deploy");
    recall_add(recall, "#tea", "milk?");
    *state = recall;
    return 0;
}

static int teardown(void **state)
{
    recall_free(*state);
    return 0;
}

static void going_back_gives_what_was_typed_here(void **state)
{
    assert_string_equal(recall_older(*state, "#tea", "dra"), "milk?");
    assert_string_equal(recall_older(*state, "#tea", "milk?"), "kettle on");
    assert_null(recall_older(*state, "#tea", "kettle on"));
}

static void going_forward_ends_at_the_draft(void **state)
{
    recall_older(*state, "#tea", "dra");
    recall_older(*state, "#tea", "milk?");
    assert_string_equal(recall_newer(*state, "#tea"), "milk?");
    assert_string_equal(recall_newer(*state, "#tea"), "dra");
    assert_null(recall_newer(*state, "#tea"));
}

static void without_a_conversation_it_goes_through_all(void **state)
{
    assert_string_equal(recall_older(*state, NULL, ""), "milk?");
    assert_string_equal(recall_older(*state, NULL, "milk?"), "deploy");
    assert_string_equal(recall_older(*state, NULL, "deploy"), "kettle on");
}

static void the_same_line_twice_is_kept_once(void **state)
{
    recall_add(*state, "#tea", "milk?");
    recall_older(*state, "#tea", "");
    assert_string_equal(recall_older(*state, "#tea", ""), "kettle on");
    recall_reset(*state);
    recall_add(*state, "#ops", "milk?");
    assert_string_equal(recall_older(*state, "#ops", ""), "milk?");
}

static void the_oldest_goes_when_it_is_full(void **state)
{
    recall_add(*state, "#tea", "four");
    recall_add(*state, "#tea", "five");
    assert_string_equal(recall_get(*state, 0), "five");
    assert_string_equal(recall_get(*state, 3), "deploy");
    assert_null(recall_get(*state, 4));
}

static void write_down(void *arg, const char *conv, const char *text)
{
    buf_printf(arg, "%s %s;", conv, text);
}

static void only_what_is_new_is_saved(void **state)
{
    struct buf saved = {0};
    recall_load(*state, "#tea", "from last time");
    recall_each_new(*state, write_down, &saved);
    assert_string_equal(buf_text(&saved), "#tea kettle on;#ops deploy;#tea milk?;");
    buf_reset(&saved);
    recall_add(*state, "#tea", "new");
    recall_each_new(*state, write_down, &saved);
    assert_string_equal(buf_text(&saved), "#tea new;");
    buf_clear(&saved);
}

/* A line that was typed and is not saved yet must not hide behind an equal one that is loaded. */
static void loading_what_was_just_typed_loses_nothing(void **state)
{
    struct buf saved = {0};
    recall_add(*state, "#ops", "again");
    recall_load(*state, "#ops", "again");
    recall_each_new(*state, write_down, &saved);
    assert_non_null(strstr(buf_text(&saved), "#ops again;"));
    buf_clear(&saved);
}

static void sending_starts_from_the_newest_again(void **state)
{
    recall_older(*state, "#tea", "");
    recall_older(*state, "#tea", "");
    recall_reset(*state);
    assert_string_equal(recall_older(*state, "#tea", ""), "milk?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define AFTER_SOME(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        AFTER_SOME(going_back_gives_what_was_typed_here),
        AFTER_SOME(going_forward_ends_at_the_draft),
        AFTER_SOME(without_a_conversation_it_goes_through_all),
        AFTER_SOME(the_same_line_twice_is_kept_once),
        AFTER_SOME(the_oldest_goes_when_it_is_full),
        AFTER_SOME(only_what_is_new_is_saved),
        AFTER_SOME(loading_what_was_just_typed_loses_nothing),
        AFTER_SOME(sending_starts_from_the_newest_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
