#include <stdio.h>
#include <string.h>
#include <time.h>

#include "view_scene.h"

static void fill(struct scene *s, int n)
{
    char text[24];
    for (int i = 0; i < n; i++) {
        snprintf(text, sizeof(text), "line %d.", i);
        struct line line = {
            .time_ms = at("9:14") + i / 2, .nick = "bob", .text = text, .msgid = ""};
        chat_add_line(s->chat, s->room, &line);
    }
    paints(s, 80, 24); /* 20 rows of messages */
}

static bool scrolls(struct scene *s, int rows)
{
    bool at_top = false;
    struct conv *conv = s->chat->current;
    view_messages_scroll(s->chat, rows, &conv->anchor, &conv->anchor_rows, &at_top);
    paints(s, s->chat->cols, s->chat->rows);
    return at_top;
}

static void bottom_shows(struct scene *s, const char *text)
{
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, pane.h - 1, text);
}

static void up_and_down_are_the_same_way(void **state)
{
    struct scene *s = *state;
    fill(s, 100);
    assert_false(scrolls(s, -10));
    bottom_shows(s, "               line 89.");
    assert_false(scrolls(s, 4));
    bottom_shows(s, "               line 93.");
    assert_false(scrolls(s, 6));
    bottom_shows(s, "               line 99.");
    assert_int_equal(s->room->anchor, 0);
}

static void the_oldest_line_stops_at_the_top(void **state)
{
    struct scene *s = *state;
    fill(s, 100);
    assert_true(scrolls(s, -1000));
    struct rect pane = s->screen.layout.messages;
    pane_shows(s, pane, 0, "───────────── Friday 20 November ──────────────");
    pane_shows(s, pane, 1, "  9:14    bob  line 0.");
    bottom_shows(s, "               line 18.");
    assert_false(scrolls(s, 1));
    bottom_shows(s, "               line 19.");
}

static void no_row_stays_empty_while_there_is_more_below(void **state)
{
    struct scene *s = *state;
    struct line line;
    fill(s, 100);
    lines_get(s->room->lines, 4, &line);
    s->room->anchor = line.serial;
    scrolls(s, 0);
    bottom_shows(s, "               line 18.");
    lines_get(s->room->lines, 50, &line);
    s->room->anchor = line.serial;
    scrolls(s, 0);
    bottom_shows(s, "               line 50.");
}

static void below_the_newest_there_is_nothing(void **state)
{
    struct scene *s = *state;
    fill(s, 100);
    scrolls(s, -5);
    scrolls(s, 50);
    assert_int_equal(s->room->anchor, 0);
    bottom_shows(s, "               line 99.");
}

static void what_fits_the_pane_does_not_scroll(void **state)
{
    struct scene *s = *state;
    fill(s, 3);
    assert_true(scrolls(s, -10));
    assert_int_equal(s->room->anchor, 0);
    assert_true(scrolls(s, 0));
}

/* Fewer lines than the pane has rows, but more rows. */
static void a_line_that_is_gone_to_is_seen_whatever_is_below_it(void **state)
{
    struct scene *s = *state;
    char text[400];
    fill(s, 1);
    for (int i = 0; i < 12; i++) {
        snprintf(text, sizeof(text), "%-300s.", "many rows");
        memset(text + 10, 'x', 280);
        struct line line = {.time_ms = at("9:15"), .nick = "bob", .text = text, .msgid = ""};
        chat_add_line(s->chat, s->room, &line);
    }
    s->chat->page_rows = 20;
    chat_stand_at(s->chat, 0, s->chat->page_rows / 3);
    paints(s, 80, 24);
    shows(s, "line 0.");
    chat_stand_at(s->chat, lines_count(s->room->lines) - 1, s->chat->page_rows);
    scrolls(s, 0);
    assert_int_equal(s->room->anchor, 0); /* it is the newest */
}

static void a_page_that_is_not_full_has_room(void **state)
{
    struct scene *s = *state;
    fill(s, 0);
    assert_true(view_messages_have_room(s->chat));
    for (int i = 0; i < 200; i++)
        happens(s, "9:15", LINE_JOIN, "dave", "");
    assert_true(view_messages_have_room(s->chat));
    fill(s, 30);
    assert_false(view_messages_have_room(s->chat));
}

static void new_lines_do_not_move_what_is_read(void **state)
{
    struct scene *s = *state;
    fill(s, 100);
    scrolls(s, -10);
    says(s, "9:15", "carol", "something new");
    s->room->unread = 1;
    paints(s, 80, 24);
    bottom_shows(s, "               line 89.");
    shows(s, " carol: something new ");
    shows(s, " 1 new ↓ ");
}

static void older_lines_do_not_move_what_is_read(void **state)
{
    struct scene *s = *state;
    fill(s, 100);
    scrolls(s, -10);
    for (int i = 0; i < 50; i++)
        says(s, "8:00", "carol", "from before");
    paints(s, 80, 24);
    bottom_shows(s, "               line 89.");
    shows(s, " 10 more ↓ ");
    chat_complain(s->chat, "A complaint that is long for a narrow screen");
    paints(s, 40, 20);
    shows(s, "─ ✗ A complaint that is lon… 10 more ↓ ─");
}

static void a_message_taller_than_the_pane_can_be_read(void **state)
{
    struct scene *s = *state;
    char text[400] = "";
    for (int i = 0; i < 40; i++)
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "row %d\n", i);
    says(s, "9:14", "bob", "before");
    says(s, "9:14", "bob", text);
    paints(s, 80, 24);
    bottom_shows(s, "");
    scrolls(s, -5);
    bottom_shows(s, "               row 35");
    scrolls(s, -3);
    bottom_shows(s, "               row 32");
    assert_true(scrolls(s, -100));
    shows(s, "before");
    scrolls(s, 200);
    bottom_shows(s, "");
}

static void another_width_keeps_the_line_at_the_bottom(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 50; i++)
        says(s, "9:14", "bob", "a message that is wide enough for several rows in a narrow pane");
    says(s, "9:15", "carol", "here I am");
    for (int i = 0; i < 50; i++)
        says(s, "9:16", "bob", "a message that is wide enough for several rows in a narrow pane");
    paints(s, 140, 24);
    scrolls(s, -50);
    bottom_shows(s, "  9:15  carol  here I am");
    paints(s, 80, 24);
    bottom_shows(s, "  9:15  carol  here I am");
}

static void a_dropped_line_leaves_the_oldest_page(void **state)
{
    struct scene *s = *state;
    fill(s, 50);
    s->room->anchor = 999999;
    s->chat->page_rows = 20;
    paints(s, 80, 24);
    bottom_shows(s, "               line 19.");
}

static void folded_rows_scroll_as_one(void **state)
{
    struct scene *s = *state;
    fill(s, 40);
    for (int i = 0; i < 30; i++)
        happens(s, "9:15", LINE_JOIN, "dave", "");
    says(s, "9:16", "bob", "last");
    paints(s, 80, 24);
    bottom_shows(s, "  9:16    bob  last");
    scrolls(s, -1);
    bottom_shows(s, "  9:15       → dave joined · 29 more");
    scrolls(s, -1);
    bottom_shows(s, "               line 39.");
    scrolls(s, 1);
    bottom_shows(s, "  9:15       → dave joined · 29 more");
}

static double seconds_of_paints(struct scene *s)
{
    struct timespec from;
    struct timespec to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    for (int i = 0; i < 50; i++) {
        paints(s, 80, 24);
        scrolls(s, -20);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    s->room->anchor = 0;
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void painting_costs_the_same_however_much_was_said(void **state)
{
    struct scene *s = *state;
    fill(s, 2000);
    double few = seconds_of_paints(s);
    fill(s, 98000);
    double many = seconds_of_paints(s);
    assert_true(many < 5 * few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(up_and_down_are_the_same_way),
        SCENE(the_oldest_line_stops_at_the_top),
        SCENE(no_row_stays_empty_while_there_is_more_below),
        SCENE(below_the_newest_there_is_nothing),
        SCENE(what_fits_the_pane_does_not_scroll),
        SCENE(a_line_that_is_gone_to_is_seen_whatever_is_below_it),
        SCENE(a_page_that_is_not_full_has_room),
        SCENE(new_lines_do_not_move_what_is_read),
        SCENE(older_lines_do_not_move_what_is_read),
        SCENE(a_message_taller_than_the_pane_can_be_read),
        SCENE(another_width_keeps_the_line_at_the_bottom),
        SCENE(a_dropped_line_leaves_the_oldest_page),
        SCENE(folded_rows_scroll_as_one),
        SCENE(painting_costs_the_same_however_much_was_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
