/* What keys do. */
#include <string.h>

#include "keyboard.h"
#include "keymap.h"
#include "spec.h"

/* alice in #tea and #ops, with bob; #tea is open. */
static int in_rooms(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":irc.example.org 353 alice = #tea :@alice bob");
    server_says(s, ":irc.example.org 366 alice #tea :End of /NAMES list.");
    server_says(s, ":alice!a@h JOIN #ops * :Alice");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

/* ---- typing ---- */

static void letters_are_typed_and_enter_sends(void **state)
{
    struct scene *s = *state;
    types(s, "grüße");
    input_shows(s, "grüße|");
    presses(s, "Enter");
    input_shows(s, "|");
    client_says(s, "*PRIVMSG #tea :grüße");
}

static void a_key_without_meaning_types_nothing(void **state)
{
    struct scene *s = *state;
    presses(s, "C-g M-z F12 C-M-x S-Up Ins");
    input_shows(s, "|");
}

static void what_readline_does_is_done(void **state)
{
    struct scene *s = *state;
    types(s, "one two");
    presses(s, "C-a M-f");
    input_shows(s, "one| two");
    presses(s, "C-k");
    input_shows(s, "one|");
    presses(s, "C-y C-w");
    input_shows(s, "one |");
    presses(s, "C-u C-_");
    input_shows(s, "one |");
    presses(s, "C-b C-d");
    input_shows(s, "one|");
    presses(s, "C-t");
    input_shows(s, "oen|");
}

static void a_new_row_is_no_end(void **state)
{
    struct scene *s = *state;
    types(s, "one");
    presses(s, "C-j");
    types(s, "two");
    input_shows(s, "one\ntwo|");
    presses(s, "Up");
    input_shows(s, "one|\ntwo");
    presses(s, "Enter");
    client_says(s, "*PRIVMSG #tea :one");
    client_says(s, "*PRIVMSG #tea :two");
}

static void a_paste_sends_nothing_by_itself(void **state)
{
    struct scene *s = *state;
    pastes(s, "rm -rf /\n/quit\n");
    client_does_not_say(s, "*");
    assert_int_equal(s->chat->wishes & WISH_QUIT, 0);
    input_shows(s, "rm -rf /\n/quit\n|");
    presses(s, "C-c");
    input_shows(s, "|");
    presses(s, "C-c");
    notice_says(s, "*/quit*");
}

static void what_was_typed_before_comes_back(void **state)
{
    struct scene *s = *state;
    enters(s, "kettle on");
    enters(s, "milk?");
    types(s, "dra");
    presses(s, "Up Up");
    input_shows(s, "kettle on|");
    presses(s, "Down Down");
    input_shows(s, "dra|");
    presses(s, "C-c M-Down C-Up");
    input_shows(s, "milk?|");
}

static void what_was_typed_is_found_by_a_few_letters(void **state)
{
    struct scene *s = *state;
    enters(s, "kettle on");
    enters(s, "milk?");
    presses(s, "C-r");
    types(s, "ket");
    presses(s, "Enter");
    assert_null(s->chat->dialog);
    input_shows(s, "kettle on|");
}

/* ---- a readline key that would do nothing falls through ---- */

static void the_end_of_a_line_is_where_rooms_are_found(void **state)
{
    struct scene *s = *state;
    types(s, "tea");
    presses(s, "C-k");
    assert_non_null(s->chat->dialog);
    assert_string_equal(s->chat->dialog->title, "Go to");
    types(s, "op");
    presses(s, "Enter");
    assert_null(s->chat->dialog);
    assert_string_equal(s->chat->current->name, "#ops");
    input_shows(s, "|");
    presses(s, "M-/");
    input_shows(s, "tea|");
}

static void an_empty_line_scrolls(void **state)
{
    struct scene *s = *state;
    presses(s, "C-u");
    assert_true(s->chat->scroll_rows < 0);
    s->chat->scroll_rows = 0;
    presses(s, "C-d");
    assert_true(s->chat->scroll_rows > 0);
    s->chat->scroll_rows = 0;
    types(s, "x");
    presses(s, "C-u");
    assert_int_equal(s->chat->scroll_rows, 0);
    presses(s, "PgUp");
    assert_int_equal(s->chat->scroll_rows, -(s->chat->page_rows - 1));
}

static void the_newest_line_wins_over_a_page_up_before_it(void **state)
{
    struct scene *s = *state;
    presses(s, "PgUp");
    presses(s, "C-End");
    assert_int_equal(s->chat->scroll_rows, 0);
    presses(s, "PgUp M->");
    assert_int_equal(s->chat->scroll_rows, 0);
}

/* ---- rooms ---- */

static void rooms_are_reached_by_number_and_in_turn(void **state)
{
    struct scene *s = *state;
    presses(s, "M-2");
    assert_string_equal(s->chat->current->name, "#ops");
    presses(s, "C-p");
    assert_string_equal(s->chat->current->name, "#tea");
    presses(s, "F6");
    assert_string_equal(s->chat->current->name, "#ops");
    presses(s, "M-9");
    notice_says(s, "There is no room 9");
}

static void what_is_unread_is_found(void **state)
{
    struct scene *s = *state;
    presses(s, "M-a");
    notice_says(s, "Everything is read");
    server_says(s, ":bob!b@h PRIVMSG #ops :deploy done");
    presses(s, "M-a");
    assert_string_equal(s->chat->current->name, "#ops");
    assert_int_equal(s->chat->current->unread, 0);
}

static void next_of_the_last_room_is_the_first(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 3; i++)
        presses(s, "C-n");
    assert_string_equal(s->chat->current->name, "#tea");
    presses(s, "C-p");
    assert_ptr_equal(s->chat->current, s->network->console);
}

/* ---- leaders ---- */

static void escape_and_c_x_lead_to_alt_keys(void **state)
{
    struct scene *s = *state;
    presses(s, "Esc");
    assert_true(s->chat->leader);
    presses(s, "2");
    assert_string_equal(s->chat->current->name, "#ops");
    presses(s, "C-x 1");
    assert_string_equal(s->chat->current->name, "#tea");
    input_shows(s, "|");
}

static void escape_twice_reads_all_of_the_room(void **state)
{
    struct scene *s = *state;
    s->chat->focused = false;
    s->chat->current->anchor = 1;
    server_says(s, "@time=2026-11-20T18:00:01.000Z;msgid=a :bob!b@h PRIVMSG #tea :hi");
    scene_wait(s, 2000);
    scene_forget(s);
    presses(s, "Esc Esc");
    assert_int_equal(s->chat->current->anchor, 0);
    assert_int_equal(s->chat->current->unread, 0);
    client_says(s, "MARKREAD #tea :timestamp=2026-11-20T18:00:01.000Z");
}

static void a_letter_that_leads_nowhere_is_typed_behind_an_escape_too_many(void **state)
{
    struct scene *s = *state;
    presses(s, "Esc q C-x q");
    input_shows(s, "q|");
    assert_string_equal(s->chat->notice, "M-q does nothing");
}

static void a_command_or_another_key_may_follow_an_escape_too_many(void **state)
{
    struct scene *s = *state;
    presses(s, "Esc");
    types(s, "/");
    input_shows(s, "/|");
    presses(s, "BS Esc F9");
    assert_non_null(s->chat->dialog);
    presses(s, "Esc Esc C-k");
    assert_string_equal(s->chat->dialog->title, "Go to");
    presses(s, "Esc M-2 C-x /");
    assert_string_equal(s->chat->current->name, "#tea");
}

/* ---- dialogs ---- */

static void a_dialog_has_the_keys(void **state)
{
    struct scene *s = *state;
    types(s, "dra");
    presses(s, "F1");
    assert_string_equal(s->chat->dialog->title, "Help");
    types(s, "unread");
    input_shows(s, "unread|");
    presses(s, "M-2 C-j F2");
    assert_string_equal(s->chat->dialog->title, "Help");
    assert_string_equal(s->chat->current->name, "#tea");
    presses(s, "Esc");
    assert_non_null(s->chat->dialog);
    input_shows(s, "|");
    presses(s, "Esc");
    assert_null(s->chat->dialog);
    input_shows(s, "dra|");
    assert_false(s->chat->leader);
}

static void who_is_there_already_is_told_so(void **state)
{
    struct scene *s = *state;
    enters(s, "/buffer tea");
    assert_null(s->chat->dialog);
    assert_string_equal(s->chat->notice, "This is #tea");
}

static void what_was_found_by_typing_closes_at_once(void **state)
{
    struct scene *s = *state;
    enters(s, "/lastlog tea");
    assert_string_equal(s->chat->dialog->title, "Search everywhere");
    presses(s, "Esc");
    assert_null(s->chat->dialog);
}

static void a_list_moves_by_arrows(void **state)
{
    struct scene *s = *state;
    presses(s, "F2 Down Up Down Enter");
    assert_string_equal(s->chat->current->name, "#ops");
}

static void help_has_every_command_and_key(void **state)
{
    struct scene *s = *state;
    presses(s, "F1");
    types(s, "M-a");
    assert_int_equal(s->chat->dialog->nshown, 2); /* a first step, and among the keys */
    presses(s, "Esc");
    types(s, "/whois");
    assert_int_equal(s->chat->dialog->nshown, 1);
}

static void a_paste_into_a_field_is_one_row(void **state)
{
    struct scene *s = *state;
    presses(s, "F2");
    pastes(s, "ops\nrm -rf");
    input_shows(s, "ops|");
}

static void looking_back_at_the_window_reads_the_room(void **state)
{
    struct scene *s = *state;
    struct key out = {.code = PRESS_FOCUS_OUT};
    struct key in = {.code = PRESS_FOCUS_IN};
    keymap_press(s->chat, &out);
    server_says(s, "@time=2026-11-20T18:00:01.000Z;msgid=a :bob!b@h PRIVMSG #tea :hi");
    assert_int_equal(s->chat->current->unread, 1);
    scene_wait(s, 2000);
    scene_forget(s);
    keymap_press(s->chat, &in);
    assert_int_equal(s->chat->current->unread, 0);
    client_says(s, "MARKREAD #tea *");
}

static void panes_come_and_go(void **state)
{
    struct scene *s = *state;
    presses(s, "F7 F8");
    assert_false(s->chat->settings.show_rooms);
    assert_false(s->chat->settings.show_users);
    presses(s, "M-B M-N");
    assert_true(s->chat->settings.show_rooms);
    assert_true(s->chat->settings.show_users);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_ROOMS(test) cmocka_unit_test_setup_teardown(test, in_rooms, scene_end)
        IN_ROOMS(letters_are_typed_and_enter_sends),
        IN_ROOMS(a_key_without_meaning_types_nothing),
        IN_ROOMS(what_readline_does_is_done),
        IN_ROOMS(a_new_row_is_no_end),
        IN_ROOMS(a_paste_sends_nothing_by_itself),
        IN_ROOMS(what_was_typed_before_comes_back),
        IN_ROOMS(what_was_typed_is_found_by_a_few_letters),
        IN_ROOMS(the_end_of_a_line_is_where_rooms_are_found),
        IN_ROOMS(an_empty_line_scrolls),
        IN_ROOMS(the_newest_line_wins_over_a_page_up_before_it),
        IN_ROOMS(rooms_are_reached_by_number_and_in_turn),
        IN_ROOMS(what_is_unread_is_found),
        IN_ROOMS(next_of_the_last_room_is_the_first),
        IN_ROOMS(escape_and_c_x_lead_to_alt_keys),
        IN_ROOMS(escape_twice_reads_all_of_the_room),
        IN_ROOMS(a_letter_that_leads_nowhere_is_typed_behind_an_escape_too_many),
        IN_ROOMS(a_command_or_another_key_may_follow_an_escape_too_many),
        IN_ROOMS(a_dialog_has_the_keys),
        IN_ROOMS(who_is_there_already_is_told_so),
        IN_ROOMS(what_was_found_by_typing_closes_at_once),
        IN_ROOMS(a_list_moves_by_arrows),
        IN_ROOMS(help_has_every_command_and_key),
        IN_ROOMS(a_paste_into_a_field_is_one_row),
        IN_ROOMS(looking_back_at_the_window_reads_the_room),
        IN_ROOMS(panes_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
