/* The line being typed. A state is drawn as its text, with | where the cursor stands. */
#include <stdlib.h>
#include <string.h>

#include "edit.h"
#include "mem.h"
#include "spec.h"

static int setup(void **state)
{
    *state = edit_new();
    return 0;
}

static int teardown(void **state)
{
    edit_free(*state);
    return 0;
}

static char *drawn(const struct edit *edit)
{
    size_t cursor = edit_cursor(edit);
    return xasprintf("%.*s|%s", (int)cursor, edit_text(edit), edit_text(edit) + cursor);
}

static void shows_at(struct edit *edit, const char *picture, const char *file, int line)
{
    char *text = drawn(edit);
    if (strcmp(text, picture) != 0) {
        print_error("the input is \"%s\", not \"%s\"\n", text, picture);
        free(text);
        _fail(file, line);
    }
    free(text);
}
#define shows(edit, picture) shows_at(edit, picture, __FILE__, __LINE__)

/* Types the text of a picture and goes to its mark. */
static void given(struct edit *edit, const char *picture)
{
    const char *mark = strchr(picture, '|');
    char *text = xasprintf("%.*s%s", (int)(mark - picture), picture, mark + 1);
    edit_set(edit, text);
    while (edit_cursor(edit) > (size_t)(mark - picture))
        edit_left(edit);
    free(text);
    shows(edit, picture);
}

static void what_is_typed_goes_where_the_cursor_is(void **state)
{
    given(*state, "hello |rld");
    edit_insert(*state, "wo");
    shows(*state, "hello wo|rld");
}

static void the_cursor_steps_over_whole_characters(void **state)
{
    given(*state, "wow \360\237\221\251\342\200\215\360\237\232\200|");
    assert_true(edit_left(*state));
    shows(*state, "wow |\360\237\221\251\342\200\215\360\237\232\200");
    assert_true(edit_right(*state));
    assert_true(edit_backspace(*state));
    shows(*state, "wow |");
    given(*state, "|e\314\201t\303\251");
    assert_true(edit_delete(*state));
    shows(*state, "|t\303\251");
}

static void at_the_ends_there_is_nothing_to_do(void **state)
{
    edit_fn *const at_start[] = {edit_left,      edit_word_left,       edit_home,
                                 edit_backspace, edit_kill_start,      edit_kill_word_left,
                                 edit_up,        edit_kill_blank_left, edit_yank,
                                 edit_yank_pop,  edit_transpose,       edit_redo};
    edit_fn *const at_end[] = {edit_right,    edit_word_right,      edit_end,
                               edit_delete,   edit_kill_word_right, edit_down,
                               edit_kill_end, edit_capitalize};
    given(*state, "|tea");
    for (size_t i = 0; i < sizeof(at_start) / sizeof(*at_start); i++)
        assert_false(at_start[i](*state));
    given(*state, "tea|");
    for (size_t i = 0; i < sizeof(at_end) / sizeof(*at_end); i++)
        assert_false(at_end[i](*state));
    shows(*state, "tea|");
}

static void words_are_letters_and_digits(void **state)
{
    given(*state, "one, tw\303\266-three|");
    edit_word_left(*state);
    shows(*state, "one, tw\303\266-|three");
    edit_word_left(*state);
    shows(*state, "one, |tw\303\266-three");
    edit_word_right(*state);
    shows(*state, "one, tw\303\266|-three");
}

static void home_and_end_are_of_the_row(void **state)
{
    given(*state, "first\nsec|ond\nthird");
    edit_home(*state);
    shows(*state, "first\n|second\nthird");
    edit_end(*state);
    shows(*state, "first\nsecond|\nthird");
}

static void up_and_down_keep_the_column(void **state)
{
    given(*state, "kettle on\nno\nmilk and sug|ar");
    assert_true(edit_up(*state));
    shows(*state, "kettle on\nno|\nmilk and sugar");
    given(*state, "\346\227\245\346\234\254x|\nabcdefg");
    assert_true(edit_down(*state));
    shows(*state, "\346\227\245\346\234\254x\nabcde|fg");
}

static void rows_are_cut_one_by_one(void **state)
{
    given(*state, "one|\ntwo");
    edit_kill_end(*state);
    shows(*state, "one|two");
    given(*state, "one\n|two");
    edit_kill_start(*state);
    shows(*state, "one|two");
}

static void what_was_cut_comes_back(void **state)
{
    given(*state, "tea and| milk");
    edit_kill_end(*state);
    shows(*state, "tea and|");
    edit_home(*state);
    edit_yank(*state);
    shows(*state, " milk|tea and");
}

static void cuts_in_a_row_come_back_as_one(void **state)
{
    given(*state, "one two three|");
    edit_kill_word_left(*state);
    edit_kill_word_left(*state);
    shows(*state, "one |");
    edit_yank(*state);
    shows(*state, "one two three|");
    given(*state, "|one two three");
    edit_kill_word_right(*state);
    edit_kill_word_right(*state);
    edit_yank(*state);
    shows(*state, "one two| three");
}

static void a_move_between_cuts_keeps_them_apart(void **state)
{
    given(*state, "one two|");
    edit_kill_word_left(*state);
    edit_home(*state);
    edit_kill_word_right(*state);
    edit_yank(*state);
    shows(*state, "one| ");
    edit_yank_pop(*state);
    shows(*state, "two| ");
    edit_yank_pop(*state);
    shows(*state, "one| ");
}

static void cutting_to_a_blank_takes_signs_too(void **state)
{
    given(*state, "see a/b.c|");
    edit_kill_blank_left(*state);
    shows(*state, "see |");
}

static void two_characters_swap(void **state)
{
    given(*state, "teh|");
    edit_transpose(*state);
    shows(*state, "the|");
    given(*state, "a|b");
    edit_transpose(*state);
    shows(*state, "ba|");
}

static void undo_takes_back_what_was_typed_and_redo_brings_it(void **state)
{
    edit_insert(*state, "t");
    edit_insert(*state, "e");
    edit_insert(*state, "a");
    edit_insert(*state, " ");
    edit_insert(*state, "x");
    assert_true(edit_undo(*state));
    shows(*state, "tea |");
    assert_true(edit_undo(*state));
    shows(*state, "tea|");
    assert_true(edit_undo(*state));
    shows(*state, "|");
    assert_true(edit_redo(*state));
    assert_true(edit_redo(*state));
    shows(*state, "tea |");
    edit_insert(*state, "y");
    assert_false(edit_redo(*state));
}

static void undo_goes_far_back_but_not_for_ever(void **state)
{
    for (int i = 0; i < 300; i++)
        edit_insert(*state, " ");
    int undone = 0;
    while (edit_undo(*state))
        undone++;
    assert_int_equal(undone, 200);
    assert_int_equal(strlen(edit_text(*state)), 100);
}

static void a_cleared_line_comes_back_by_undo(void **state)
{
    given(*state, "long thou|ght");
    assert_true(edit_clear(*state));
    assert_false(edit_clear(*state));
    assert_true(edit_is_empty(*state));
    edit_undo(*state);
    shows(*state, "long thou|ght");
}

static void a_word_gets_its_capital(void **state)
{
    given(*state, "|tEA time");
    edit_capitalize(*state);
    shows(*state, "Tea| time");
    edit_capitalize(*state);
    shows(*state, "Tea Time|");
}

static void control_characters_do_not_come_in(void **state)
{
    edit_insert(*state, "a\033[31mb\tc\nd\002bold\177");
    assert_null(strchr(edit_text(*state), '\033'));
    assert_null(strchr(edit_text(*state), '\177'));
    assert_non_null(strchr(edit_text(*state), '\n'));
    assert_non_null(strchr(edit_text(*state), '\002'));
}

static void a_range_is_replaced(void **state)
{
    given(*state, "hi al| there");
    edit_replace(*state, 3, 5, "alice:");
    shows(*state, "hi alice:| there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_A_LINE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        IN_A_LINE(what_is_typed_goes_where_the_cursor_is),
        IN_A_LINE(the_cursor_steps_over_whole_characters),
        IN_A_LINE(at_the_ends_there_is_nothing_to_do),
        IN_A_LINE(words_are_letters_and_digits),
        IN_A_LINE(home_and_end_are_of_the_row),
        IN_A_LINE(up_and_down_keep_the_column),
        IN_A_LINE(rows_are_cut_one_by_one),
        IN_A_LINE(what_was_cut_comes_back),
        IN_A_LINE(cuts_in_a_row_come_back_as_one),
        IN_A_LINE(a_move_between_cuts_keeps_them_apart),
        IN_A_LINE(cutting_to_a_blank_takes_signs_too),
        IN_A_LINE(two_characters_swap),
        IN_A_LINE(undo_takes_back_what_was_typed_and_redo_brings_it),
        IN_A_LINE(undo_goes_far_back_but_not_for_ever),
        IN_A_LINE(a_cleared_line_comes_back_by_undo),
        IN_A_LINE(a_word_gets_its_capital),
        IN_A_LINE(control_characters_do_not_come_in),
        IN_A_LINE(a_range_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
