/* Hints about keys are clicked, where they are painted. */
#include <stdlib.h>
#include <string.h>

#include "canvas_row.h"
#include "keyboard.h"
#include "mouse.h"
#include "spec.h"
#include "utf8.h"
#include "view.h"

static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    s->chat->cols = 100;
    s->chat->rows = 30;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, "@msgid=m1 :bob!b@h PRIVMSG #tea :the kettle is on");
    chat_open(s->chat, scene_conv(s, "#tea"));
    return 0;
}

/* Where a text stands on the screen, the lowest one; so many columns into it. */
static struct mouse find(const struct screen *screen, const char *text)
{
    for (int y = screen->canvas.h - 1; y >= 0; y--) {
        char *row = canvas_row(&screen->canvas, y);
        const char *at = strstr(row, text);
        int x = at ? utf8_cols(row, (size_t)(at - row)) : -1;
        free(row);
        if (at)
            return (struct mouse){MOUSE_PRESS, x, y, 1};
    }
    fail_msg("\"%s\" is not shown", text);
    return (struct mouse){.x = -1};
}

static void clicks(struct scene *s, const char *text)
{
    struct screen screen;
    struct theme theme;
    struct pointed at;
    theme_init(&theme);
    screen_init(&screen);
    views_paint(&screen, s->chat, &theme, CHANGE_ALL);
    struct mouse mouse = find(&screen, text);
    views_point(&screen, s->chat, &theme, (struct rect){mouse.x, mouse.y, 1, 1}, &at);
    screen_clear(&screen);
    theme_clear(&theme);
    mouse_act(s->chat, &mouse, &at);
    pointed_clear(&at);
}

static void a_key_in_a_dialogs_border_is_pressed(void **state)
{
    struct scene *s = *state;
    presses(s, "M-x");
    clicks(s, "type to find");
    assert_string_equal(s->chat->dialog->title, "Do");
    clicks(s, "close ─");
    assert_null(s->chat->dialog);
    presses(s, "M-x");
    types(s, "help");
    clicks(s, "Enter do it");
    assert_string_equal(s->chat->dialog->title, "Help");
    clicks(s, "Esc close");
    assert_null(s->chat->dialog);
}

static void newcomers_click_what_they_are_told(void **state)
{
    struct scene *s = *state;
    clicks(s, "help");
    assert_string_equal(s->chat->dialog->title, "Help");
    presses(s, "Esc");
    clicks(s, "a room");
    assert_string_equal(s->chat->dialog->title, "Go to");
    presses(s, "Esc");
    clicks(s, "shows keys");
    assert_true(s->chat->leader);
    clicks(s, "? help");
    assert_string_equal(s->chat->dialog->title, "Help");
}

static void what_to_press_at_the_lower_right_is_clicked(void **state)
{
    struct scene *s = *state;
    s->chat->hints_used = 7;
    clicks(s, "find  F1");
    assert_string_equal(s->chat->dialog->title, "Go to");
    presses(s, "Esc");
    clicks(s, "F1");
    assert_string_equal(s->chat->dialog->title, "Help");
}

static void a_picked_message_obeys_its_letters_on_any_screen(void **state)
{
    static const int widths[] = {140, 80, 60, 45};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
        s->chat->cols = widths[i];
        presses(s, "M-s");
        clicks(s, "q leave");
        if (s->chat->focus != FOCUS_INPUT)
            fail_msg("not with %d columns", widths[i]);
    }
    s->chat->cols = 100;
    presses(s, "M-s");
    clicks(s, "react");
    assert_string_equal(s->chat->dialog->title, "React");
    clicks(s, "Esc close");
    clicks(s, "reply");
    assert_int_equal(s->chat->current->compose, COMPOSE_REPLY);
    clicks(s, "drops it");
    assert_int_equal(s->chat->current->compose, COMPOSE_TEXT);
}

static void what_is_only_told_is_no_key(void **state)
{
    struct scene *s = *state;
    chat_notice(s->chat, "Press F1 or Enter");
    types(s, "tea");
    chat_notice(s->chat, "Press F1 or Enter");
    clicks(s, "F1 or");
    chat_notice(s->chat, "Press F1 or Enter");
    clicks(s, "Enter");
    assert_null(s->chat->dialog);
    input_shows(s, "tea|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(a_key_in_a_dialogs_border_is_pressed),
        IN_TEA(newcomers_click_what_they_are_told),
        IN_TEA(what_to_press_at_the_lower_right_is_clicked),
        IN_TEA(a_picked_message_obeys_its_letters_on_any_screen),
        IN_TEA(what_is_only_told_is_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
