/* Lists, texts and forms, as data. */
#include <stdlib.h>

#include "buf.h"
#include "dialog.h"
#include "spec.h"

static struct dialog *rooms(enum dialog_kind kind)
{
    struct dialog *dialog = dialog_new(kind, "Go to", "Enter open", NULL);
    dialog_add_heading(dialog, "Rooms");
    dialog_add(dialog, "#lobby", NULL, "1");
    dialog_add(dialog, "#teamchat", "3 new", "2");
    dialog_add(dialog, "#tea", NULL, "3");
    dialog_add_heading(dialog, "People");
    dialog_add(dialog, "Matea", NULL, "4");
    dialog_refilter(dialog);
    return dialog;
}

static int list(void **state)
{
    *state = rooms(DIALOG_LIST);
    return 0;
}

static int text(void **state)
{
    *state = rooms(DIALOG_TEXT);
    return 0;
}

static int form(void **state)
{
    struct dialog *dialog = dialog_new(DIALOG_FORM, "Connect", "Enter connect", NULL);
    dialog_add_field(dialog, "Server", "localhost", false);
    dialog_add_field(dialog, "Name", NULL, false);
    dialog_add_field(dialog, "Password", NULL, true);
    *state = dialog;
    return 0;
}

static int end(void **state)
{
    dialog_free(*state);
    return 0;
}

/* "#tea >#teamchat": the rows that are shown, > at the chosen one. */
static void shows(const struct dialog *dialog, const char *wanted)
{
    struct buf rows = {0};
    for (size_t i = 0; i < dialog->nshown; i++)
        buf_printf(&rows, "%s%s%s", i ? " " : "",
                   dialog_picked(dialog) && i == dialog->picked ? ">" : "",
                   dialog->rows[dialog->shown[i]].label);
    assert_string_equal(buf_text(&rows), wanted);
    buf_clear(&rows);
}

static void types(struct dialog *dialog, const char *typed)
{
    edit_set(dialog->filter, typed);
    dialog_refilter(dialog);
}

static void a_list_begins_at_its_first_row(void **state)
{
    shows(*state, "Rooms >#lobby #teamchat #tea People Matea");
}

static void headings_are_stepped_over(void **state)
{
    dialog_move(*state, 1);
    dialog_move(*state, 1);
    shows(*state, "Rooms #lobby #teamchat >#tea People Matea");
    dialog_move(*state, 1);
    shows(*state, "Rooms #lobby #teamchat #tea People >Matea");
    dialog_move(*state, -1);
    shows(*state, "Rooms #lobby #teamchat >#tea People Matea");
}

static void moving_far_ends_at_the_ends(void **state)
{
    dialog_move(*state, 9999);
    shows(*state, "Rooms #lobby #teamchat #tea People >Matea");
    dialog_move(*state, 1);
    shows(*state, "Rooms #lobby #teamchat #tea People >Matea");
    dialog_move(*state, -9999);
    shows(*state, "Rooms >#lobby #teamchat #tea People Matea");
}

static void typing_finds_and_the_best_comes_first(void **state)
{
    types(*state, "#tea");
    shows(*state, ">#teamchat #tea");
    types(*state, "TEA");
    shows(*state, ">#teamchat #tea Matea");
    types(*state, "ma");
    shows(*state, ">Matea #teamchat");
    types(*state, "");
    shows(*state, "Rooms >#lobby #teamchat #tea People Matea");
}

static void letters_may_be_left_out(void **state)
{
    types(*state, "tcht");
    shows(*state, ">#teamchat");
}

static void what_fits_nothing_chooses_nothing(void **state)
{
    types(*state, "coffee");
    shows(*state, "");
    assert_null(dialog_picked(*state));
    dialog_move(*state, 1);
    assert_null(dialog_picked(*state));
}

static void a_text_shows_rows_that_hold_what_was_typed(void **state)
{
    types(*state, "tea");
    shows(*state, ">#teamchat #tea Matea");
    types(*state, "tcht");
    shows(*state, "");
}

static void a_text_scrolls_row_by_row(void **state)
{
    struct dialog *dialog = *state;
    dialog->picked = 0;
    dialog_move(dialog, 4);
    assert_int_equal(dialog->picked, 4);
    dialog_move(dialog, -9999);
    assert_int_equal(dialog->picked, 0);
}

static void the_focus_goes_round(void **state)
{
    struct dialog *dialog = *state;
    dialog_move(dialog, 1);
    assert_int_equal(dialog->focus, 1);
    dialog_move(dialog, 1);
    dialog_move(dialog, 1);
    assert_int_equal(dialog->focus, 0);
    dialog_move(dialog, -1);
    assert_int_equal(dialog->focus, 2);
    assert_string_equal(dialog_field_text(dialog, 0), "localhost");
    assert_string_equal(dialog_field_text(dialog, 1), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_list_begins_at_its_first_row, list, end),
        cmocka_unit_test_setup_teardown(headings_are_stepped_over, list, end),
        cmocka_unit_test_setup_teardown(moving_far_ends_at_the_ends, list, end),
        cmocka_unit_test_setup_teardown(typing_finds_and_the_best_comes_first, list, end),
        cmocka_unit_test_setup_teardown(letters_may_be_left_out, list, end),
        cmocka_unit_test_setup_teardown(what_fits_nothing_chooses_nothing, list, end),
        cmocka_unit_test_setup_teardown(a_text_shows_rows_that_hold_what_was_typed, text, end),
        cmocka_unit_test_setup_teardown(a_text_scrolls_row_by_row, text, end),
        cmocka_unit_test_setup_teardown(the_focus_goes_round, form, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
