/* A topic that is longer than the bar above the messages. */
#include <string.h>

#include "keyboard.h"
#include "mouse.h"
#include "pointed.h"
#include "spec.h"

static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    chat_open(s->chat, scene_conv(s, "#tea"));
    return 0;
}

static void card_has(const struct scene *s, size_t row, const char *text)
{
    assert_non_null(s->chat->dialog);
    assert_true(row < s->chat->dialog->n);
    assert_string_equal(s->chat->dialog->rows[row].label, text);
}

static void a_key_shows_the_topic_in_full_and_who_set_it(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org 332 alice #tea :Kettle \002on\002, and much more");
    server_says(s, ":irc.example.org 333 alice #tea bob!b@h 1795197600");
    presses(s, "M-t");
    assert_string_equal(s->chat->dialog->title, "#tea");
    card_has(s, 0, "Kettle on, and much more");
    card_has(s, 2, "set by bob  2026-11-20 18:00");
    presses(s, "Esc");
    assert_null(s->chat->dialog);
}

static void a_click_on_the_title_does_so_too(void **state)
{
    struct scene *s = *state;
    struct mouse press = {.event = MOUSE_PRESS, .button = 1};
    struct pointed at = {.pane = POINT_TITLE, .row = POINT_NO_ROW};
    mouse_act(s->chat, &press, &at);
    card_has(s, 0, "No topic is set: /topic TEXT sets one.");
    presses(s, "Esc");
    chat_open(s->chat, s->network->console);
    presses(s, "M-t");
    notice_says(s, "Only rooms have a topic");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(a_key_shows_the_topic_in_full_and_who_set_it),
        IN_TEA(a_click_on_the_title_does_so_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
