/* What clicks, the wheel and a dragged border do. */
#include <string.h>

#include "keyboard.h"
#include "mouse.h"
#include "spec.h"

static int in_two_rooms(void **state)
{
    int failed = scene_plain(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@host JOIN #milk");
    server_says(s, ":alice!a@host JOIN #tea");
    s->chat->page_rows = 10;
    chat_open(s->chat, scene_conv(s, "#tea"));
    return failed;
}

static void clicks(struct scene *s, struct pointed at)
{
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_PRESS, .button = 1}, &at);
}

static void a_click_opens_a_room_and_offers_what_to_do_with_somebody(void **state)
{
    struct scene *s = *state;
    clicks(s, (struct pointed){.pane = POINT_ROOMS, .conv = scene_conv(s, "#milk")});
    assert_string_equal(s->chat->current->name, "#milk");
    char nick[] = "fred";
    clicks(s, (struct pointed){.pane = POINT_USERS, .nick = nick});
    assert_string_equal(s->chat->dialog->title, "fred");
    clicks(s, (struct pointed){.pane = POINT_BESIDE_DIALOG, .row = POINT_NO_ROW});
    assert_null(s->chat->dialog);
}

static void a_click_picks_a_line_and_opens_a_link(void **state)
{
    struct scene *s = *state;
    struct line line;
    server_says(s, ":bob!b@host PRIVMSG #tea :look at https://example.org/");
    lines_get(s->chat->current->lines, lines_count(s->chat->current->lines) - 1, &line);
    clicks(s, (struct pointed){.pane = POINT_MESSAGES, .serial = line.serial});
    assert_int_equal(s->chat->focus, FOCUS_PICK);
    char url[] = "https://example.org/";
    clicks(s, (struct pointed){.pane = POINT_MESSAGES, .serial = line.serial, .url = url});
    assert_true(s->chat->wishes & WISH_OPEN);
    assert_string_equal(s->chat->open_url, url);
}

static void a_click_opens_what_is_folded(void **state)
{
    struct scene *s = *state;
    struct line line;
    server_says(s, ":gina!g@host JOIN #tea");
    lines_get(s->chat->current->lines, lines_count(s->chat->current->lines) - 1, &line);
    clicks(s, (struct pointed){.pane = POINT_MESSAGES, .serial = line.serial});
    assert_int_equal(s->chat->focus, FOCUS_INPUT);
    assert_int_equal(s->chat->current->nunfolded, 1);
    clicks(s, (struct pointed){.pane = POINT_MESSAGES, .serial = line.serial});
    assert_int_equal(s->chat->current->nunfolded, 0);
}

static void the_wheel_scrolls_what_is_under_it(void **state)
{
    struct scene *s = *state;
    struct pointed messages = {.pane = POINT_MESSAGES};
    struct pointed users = {.pane = POINT_USERS};
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_WHEEL_UP}, &messages);
    assert_int_equal(s->chat->scroll_rows, -MOUSE_WHEEL_ROWS);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_WHEEL_DOWN}, &users);
    assert_int_equal(s->chat->side.users_top, MOUSE_WHEEL_ROWS);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_WHEEL_UP}, &users);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_WHEEL_UP}, &users);
    assert_int_equal(s->chat->side.users_top, 0);
}

static void a_border_is_dragged_within_reason(void **state)
{
    struct scene *s = *state;
    struct pointed border = {.pane = POINT_ROOMS_BORDER};
    struct pointed nowhere = {.pane = POINT_NOWHERE};
    s->chat->cols = 90;
    clicks(s, border);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_DRAG, .button = 1, .x = 25}, &nowhere);
    assert_int_equal(s->chat->settings.rooms_cols, 25);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_DRAG, .button = 1, .x = 80}, &nowhere);
    assert_int_equal(s->chat->settings.rooms_cols, 30);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_RELEASE, .button = 1, .x = 2}, &nowhere);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_DRAG, .button = 1, .x = 25}, &nowhere);
    assert_int_equal(s->chat->settings.rooms_cols, 30);
}

static void who_drags_over_text_is_told_how_to_select_it(void **state)
{
    struct scene *s = *state;
    struct pointed text = {.pane = POINT_MESSAGES};
    chat_notice(s->chat, "something old");
    clicks(s, text);
    assert_null(s->chat->notice);
    mouse_act(s->chat, &(struct mouse){.event = MOUSE_DRAG, .button = 1, .x = 25}, &text);
    notice_says(s, "To select text, hold Shift and drag; text alone: M-l");
}

#define POINTS(test) cmocka_unit_test_setup_teardown(test, in_two_rooms, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        POINTS(a_click_opens_a_room_and_offers_what_to_do_with_somebody),
        POINTS(a_click_picks_a_line_and_opens_a_link),
        POINTS(a_click_opens_what_is_folded),
        POINTS(the_wheel_scrolls_what_is_under_it),
        POINTS(a_border_is_dragged_within_reason),
        POINTS(who_drags_over_text_is_told_how_to_select_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
