/* Keys for hands that know another program. */
#include <stdlib.h>
#include <string.h>

#include "keyboard.h"
#include "settings.h"
#include "spec.h"

/* alice in twenty rooms, #r01 to #r20; #r01 is open. */
static int in_many_rooms(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    char *cause = NULL;
    setenv("XDG_CONFIG_HOME", "/nowhere", 1);
    settings_lend(s->chat);
    assert_int_equal(settings_read(s->chat, NULL, &cause), 0);
    for (int i = 1; i <= 20; i++)
        server_says(s, ":alice!a@h JOIN #r%02d * :Alice", i);
    chat_open(s->chat, scene_conv(s, "#r01"));
    scene_forget(s);
    return 0;
}

static void opens(struct scene *s, const char *keys, const char *room)
{
    presses(s, keys);
    assert_string_equal(s->chat->current->name, room);
}

static void hands_of_irssi_find_nineteen_rooms_and_pages(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind preset irssi");
    opens(s, "M-q", "#r11");
    opens(s, "M-o", "#r19");
    opens(s, "M-0", "#r10");
    opens(s, "C-n", "#r11");
    opens(s, "C-p", "#r10");
    opens(s, "M-Right", "#r11");
    server_says(s, ":bob!b@h PRIVMSG #r05 :hi");
    opens(s, "M-a", "#r05");
    presses(s, "M-p");
    assert_true(s->chat->scroll_rows < 0);
    s->chat->scroll_rows = 0;
    presses(s, "M-n");
    assert_true(s->chat->scroll_rows > 0);
    types(s, "one two");
    presses(s, "C-b C-u");
    input_shows(s, "|");
}

static void hands_of_weechat_find_rooms_by_two_digits_and_more(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind preset weechat");
    opens(s, "M-j 1 2", "#r12");
    opens(s, "F5", "#r11");
    opens(s, "F6", "#r12");
    opens(s, "M-Up", "#r11");
    opens(s, "M-/", "#r12");
    opens(s, "M-<", "#r11");
    server_says(s, ":bob!b@h PRIVMSG #r05 :hi");
    opens(s, "M-a", "#r05");
    presses(s, "M-l");
    assert_true(s->chat->bare);
    presses(s, "x M-N");
    assert_false(s->chat->bare);
    assert_false(s->chat->settings.show_users);
    presses(s, "M-PgUp");
    assert_true(s->chat->scroll_rows < 0);
    types(s, "one");
    presses(s, "M-r");
    input_shows(s, "|");
    presses(s, "M-k");
    assert_string_equal(s->chat->dialog->title, "Help");
}

static void hands_of_vi_change_words_and_lines(void **state)
{
    struct scene *s = *state;
    enters(s, "/bind preset vi");
    types(s, "one two three");
    presses(s, "Esc 0 w c w");
    types(s, "2");
    input_shows(s, "one2| three");
    presses(s, "Esc $ b C");
    types(s, "four");
    input_shows(s, "one2 four|");
    presses(s, "Esc c c");
    types(s, "new");
    input_shows(s, "new|");
    presses(s, "Esc h s");
    types(s, "t");
    input_shows(s, "net|");
    presses(s, "Esc g t");
    assert_string_equal(s->chat->current->name, "#r02");
    presses(s, ":");
    assert_string_equal(s->chat->dialog->title, "Do");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_MANY_ROOMS(test) cmocka_unit_test_setup_teardown(test, in_many_rooms, scene_end)
        IN_MANY_ROOMS(hands_of_irssi_find_nineteen_rooms_and_pages),
        IN_MANY_ROOMS(hands_of_weechat_find_rooms_by_two_digits_and_more),
        IN_MANY_ROOMS(hands_of_vi_change_words_and_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
