#include <stdio.h>

#include "mem.h"
#include "view_scene.h"

static struct dialog *opens(struct scene *s, enum dialog_kind kind, const char *title)
{
    struct dialog *dialog = dialog_new(kind, title, "Enter go · Esc close", NULL);
    chat_dialog(s->chat, dialog);
    return dialog;
}

static struct dialog *opens_rooms(struct scene *s, int n)
{
    struct dialog *dialog = opens(s, DIALOG_LIST, "Find");
    char name[16];
    for (int i = 1; i <= n; i++) {
        snprintf(name, sizeof(name), "#room%d", i);
        dialog_add(dialog, name, i == 2 ? "3 unread" : NULL, name);
    }
    dialog_refilter(dialog);
    return dialog;
}

static void a_list_is_a_box_with_a_filter_and_keys(void **state)
{
    struct scene *s = *state;
    opens_rooms(s, 3);
    paints(s, 60, 20);
    struct rect box = {2, 7, 56, 6};
    pane_shows(s, box, 0, "┌─ Find ───────────────────────────────────────────────┐");
    pane_shows(s, box, 1, "│ >                                                    │");
    pane_shows(s, box, 2, "│▸#room1                                               │");
    pane_shows(s, box, 3, "│ #room2  3 unread                                     │");
    pane_shows(s, box, 4, "│ #room3                                               │");
    pane_shows(s, box, 5, "└─ Enter go · Esc close ───────────────────────────────┘");
    assert_int_equal(s->screen.canvas.cursor_x, box.x + 4);
    assert_int_equal(s->screen.canvas.cursor_y, box.y + 1);
}

static void the_picked_row_is_seen(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens_rooms(s, 100);
    for (int i = 1; i <= 100; i++) {
        char row[24];
        paints(s, 60, 20);
        snprintf(row, sizeof(row), "▸#room%d ", i);
        shows(s, row);
        dialog_move(dialog, 1);
    }
    hides(s, "#room1 ");
    paints(s, 60, 5);
    shows(s, "▸#room100");
}

static void filtering_keeps_the_box_and_says_if_nothing_is_left(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens_rooms(s, 5);
    paints(s, 60, 20);
    int top = row_of(s, "┌─ Find");
    edit_set(dialog->filter, "xyz");
    dialog_refilter(dialog);
    paints_again(s, CHANGE_DIALOG);
    assert_int_equal(row_of(s, "┌─ Find"), top);
    shows(s, "> xyz");
    shows(s, "Nothing matches.");
    shows(s, "Enter go · Esc clear");
    hides(s, "#room");
}

static void a_form_has_fields_and_dots_for_secrets(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens(s, DIALOG_FORM, "Connect");
    dialog_add_field(dialog, "Server", "localhost", false);
    dialog_add_field(dialog, "Password", "geheim", true);
    dialog->focus = 1;
    paints(s, 80, 24);
    shows(s, "│ Server     localhost ");
    shows(s, "│ Password ▸ •••••• ");
    hides(s, "geheim");
    int y = row_of(s, "Password");
    assert_int_equal(s->screen.canvas.cursor_y, y);
    dialog->error = xstrdup("the password is wrong");
    paints(s, 80, 24);
    shows(s, "│ ✗ the password is wrong");
    xreplace(&dialog->error, "No server answers on this machine: run parlord here, or name one");
    paints(s, 80, 24);
    shows(s, "│ ✗ No server answers on this machine: run parlord here, ");
    shows(s, "│ or name one ");
}

static void a_field_without_the_cursor_shows_its_beginning(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens(s, DIALOG_FORM, "Connect");
    dialog_add_field(dialog, "Server", "ircs://a.very.long.name.example.org:6697/lobby", false);
    dialog_add_field(dialog, "Your name", "alice", false);
    dialog->focus = 1;
    paints(s, 60, 24);
    shows(s, "Server      ircs://a.very.long");
    dialog->focus = 0;
    paints(s, 60, 24);
    shows(s, "example.org:6697/lobby");
}

static void a_text_scrolls_and_can_be_filtered(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens(s, DIALOG_TEXT, "Help");
    dialog_add_heading(dialog, "Keys");
    for (int i = 0; i < 60; i++) {
        char key[16];
        snprintf(key, sizeof(key), "M-%d", i);
        dialog_add(dialog, key, "Goes somewhere", NULL);
    }
    dialog_refilter(dialog);
    dialog->picked = 0;
    paints(s, 80, 24);
    shows(s, "│ Keys");
    shows(s, "M-0   Goes somewhere");
    shows(s, "↓");
    dialog_move(dialog, 1000);
    paints(s, 80, 24);
    shows(s, "M-59  Goes somewhere");
    shows(s, "↑");
    hides(s, "↓");
    edit_set(dialog->filter, "m-42");
    dialog_refilter(dialog);
    paints(s, 80, 24);
    shows(s, "> m-42");
    shows(s, "M-42  Goes somewhere");
}

static void a_text_shows_all_of_a_long_row(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens(s, DIALOG_TEXT, "Help");
    dialog_add(dialog, "/away [why]", "Say that you are away; again without words: you are back",
               "");
    dialog_add(dialog, "/back", "You are back", "");
    dialog_refilter(dialog);
    paints(s, 60, 24);
    int y = row_of(s, "│ /away [why]  Say that you are away; again without");
    assert_int_equal(row_of(s, "│              words: you are back "), y + 1);
    assert_int_equal(row_of(s, "│ /back        You are back "), y + 2);
}

static void a_question_has_text_and_answers(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens(s, DIALOG_ASK, "Is this the right server?");
    dialog_add_text(dialog, "chat.example.org port 6697 shows a certificate that cannot be "
                            "verified: it has expired.");
    dialog_add_heading(dialog, "9f86 d081");
    dialog_add(dialog, "Trust and remember", "from now on it must be this one", "keep");
    dialog_add(dialog, "Cancel", "nothing was sent", "");
    dialog_refilter(dialog);
    paints(s, 80, 24);
    int y = row_of(s, "│ chat.example.org port 6697 shows a certificate that cannot ");
    assert_int_equal(row_of(s, "│ be verified: it has expired. "), y + 1);
    assert_int_equal(row_of(s, "│ 9f86 d081 "), y + 2);
    assert_int_equal(row_of(s, "│ Trust and remember  from now on it must be this one "), y + 3);
    assert_int_equal(row_of(s, "│▸Cancel              nothing was sent "), y + 4);
    hides(s, "> ");
    dialog_move(dialog, -1);
    paints(s, 80, 24);
    shows(s, "│▸Trust and remember");
    dialog_move(dialog, -1);
    paints(s, 80, 24);
    shows(s, "│▸Trust and remember");
}

static void on_a_small_screen_the_answers_stay_in_sight(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog = opens(s, DIALOG_ASK, "?");
    for (int i = 0; i < 20; i++)
        dialog_add_text(dialog, "a certificate that cannot be verified by anybody");
    dialog_add(dialog, "Trust", NULL, "keep");
    dialog_add(dialog, "Cancel", NULL, "");
    dialog_refilter(dialog);
    paints(s, 40, 10);
    shows(s, "│ Trust");
    shows(s, "│▸Cancel");
}

static void what_changes_behind_does_not_cover_it(void **state)
{
    struct scene *s = *state;
    opens_rooms(s, 12);
    paints(s, 100, 24);
    for (int i = 0; i < 30; i++)
        says(s, "9:14", "bob", "a rather long line that reaches under the box that is open now");
    paints_again(s, CHANGE_LINES);
    shows(s, "▸#room1 ");
    shows(s, "Enter go · Esc close");
}

static void closing_uncovers_what_was_behind(void **state)
{
    struct scene *s = *state;
    says(s, "9:14", "bob", "hello");
    opens_rooms(s, 30);
    paints(s, 80, 24);
    hides(s, "hello");
    chat_dialog(s->chat, NULL);
    paints_again(s, CHANGE_DIALOG);
    shows(s, "hello");
    hides(s, "#room1");
}

static void themes_are_tried_beside_what_they_colour(void **state)
{
    struct scene *s = *state;
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Theme", "↑↓ try · Enter keep · Esc back", NULL);
    dialog->aside = true;
    for (int i = 0; i < 14; i++)
        dialog_add(dialog, "nord", "", "nord");
    for (int i = 0; i < 20; i++)
        says(s, "9:14", "bob", "hello all");
    chat_dialog(s->chat, dialog);
    paints(s, 100, 30);
    shows(s, "hello all                      ┌─ Theme ──────────────────────────┐");
    shows(s, "└─ ↑↓ try · Enter keep · Esc back ─┘");
    paints(s, 50, 16);
    shows(s, "        hello ┌─ Theme");
}

static void any_size_holds_a_dialog(void **state)
{
    struct scene *s = *state;
    for (int kind = DIALOG_LIST; kind <= DIALOG_ASK; kind++) {
        struct dialog *dialog = opens(s, (enum dialog_kind)kind, "日本語 a title that is long");
        for (int i = 0; i < 5; i++)
            dialog_add(dialog, "日本語", "👩‍💻 detail", "");
        dialog_add_field(dialog, "Server", "a-long-host-name.example.org", false);
        dialog_add_field(dialog, "Password", "日本語", true);
        dialog->error = xstrdup("wrong, and 日本語 for more than one row of a small box");
        dialog_refilter(dialog);
        for (int w = 1; w < 90; w++)
            for (int h = 1; h < 20; h++)
                paints(s, w, h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_list_is_a_box_with_a_filter_and_keys),
        SCENE(the_picked_row_is_seen),
        SCENE(filtering_keeps_the_box_and_says_if_nothing_is_left),
        SCENE(a_form_has_fields_and_dots_for_secrets),
        SCENE(a_field_without_the_cursor_shows_its_beginning),
        SCENE(a_text_scrolls_and_can_be_filtered),
        SCENE(a_text_shows_all_of_a_long_row),
        SCENE(a_question_has_text_and_answers),
        SCENE(on_a_small_screen_the_answers_stay_in_sight),
        SCENE(what_changes_behind_does_not_cover_it),
        SCENE(closing_uncovers_what_was_behind),
        SCENE(themes_are_tried_beside_what_they_colour),
        SCENE(any_size_holds_a_dialog),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
