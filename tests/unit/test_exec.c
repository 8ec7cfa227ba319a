/* /exec: what a program of the user's prints is shown, or said once it was looked at. */
#include <string.h>

#include "exec.h"
#include "keyboard.h"
#include "spec.h"

/* alice in #tea and #ops; #tea is open; /exec is on. */
static int in_rooms(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":alice!a@h JOIN #ops * :Alice");
    chat_open(s->chat, scene_conv(s, "#tea"));
    s->chat->settings.exec = true;
    scene_forget(s);
    return 0;
}

static void prints(struct scene *s, const char *text, const char *why)
{
    assert_true(s->chat->wishes & WISH_EXEC);
    s->chat->wishes = 0;
    exec_ended(s->chat, &(struct exec_end){text, why});
}

static void a_program_runs_only_where_the_user_has_allowed_it(void **state)
{
    struct scene *s = *state;
    s->chat->settings.exec = false;
    enters(s, "/exec uptime");
    assert_int_equal(s->chat->wishes & WISH_EXEC, 0);
    notice_says(s, "/exec is off*/set ui.exec on*");
}

static void what_it_prints_is_shown_where_it_was_asked_for_and_said_to_nobody(void **state)
{
    struct scene *s = *state;
    enters(s, "/exec uptime -p");
    assert_string_equal(s->chat->exec.command, "uptime -p");
    presses(s, "M-2");
    prints(s, "up 3 days\n\n/quit\n\n", NULL);
    conv_ends_with(s, "#tea", "-- $ uptime -p\n-- │ up 3 days\n-- │\n-- │ /quit");
    client_does_not_say(s, "*PRIVMSG*");
    assert_int_equal(s->chat->wishes & WISH_QUIT, 0);
}

static void what_went_wrong_is_said(void **state)
{
    struct scene *s = *state;
    enters(s, "/exec false");
    enters(s, "/exec true");
    notice_says(s, "false still runs");
    prints(s, "", "it ended with 1");
    conv_ends_with(s, "#tea", "-- $ false\n!! it ended with 1");
    presses(s, "C-c");
    enters(s, "/exec true");
    prints(s, "", NULL);
    conv_ends_with(s, "#tea", "-- $ true\n-- It printed nothing");
}

static void much_is_cut(void **state)
{
    struct scene *s = *state;
    char rows[601];
    memset(rows, 'x', sizeof(rows));
    for (size_t i = 1; i < 600; i += 2)
        rows[i] = '\n';
    rows[600] = '\0';
    enters(s, "/exec yes");
    prints(s, rows, NULL);
    conv_ends_with(s, "#tea", "-- │ x\n-- │ … 100 rows more");
}

static void it_is_said_only_after_it_was_seen(void **state)
{
    struct scene *s = *state;
    enters(s, "/exec -o fortune");
    assert_string_equal(s->chat->dialog->title, "Running");
    presses(s, "Enter");
    prints(s, "/quit is no answer\n", NULL);
    assert_string_equal(s->chat->dialog->title, "Printed: 1 row, 19 B");
    client_does_not_say(s, "*PRIVMSG*");
    presses(s, "Enter");
    client_says(s, "*PRIVMSG #tea :/quit is no answer");
    assert_null(s->chat->dialog);
    assert_int_equal(s->chat->wishes & WISH_QUIT, 0);
    input_shows(s, "|");
}

static void who_leaves_before_it_is_done_says_nothing(void **state)
{
    struct scene *s = *state;
    enters(s, "/exec -o fortune");
    presses(s, "Esc");
    prints(s, "hello\n", NULL);
    assert_null(s->chat->dialog);
    enters(s, "/exec -o fortune");
    prints(s, "hello\n", NULL);
    presses(s, "Esc");
    client_does_not_say(s, "*PRIVMSG*");
    enters(s, "/exec -o fortune");
    prints(s, "", "it ended with 2");
    notice_says(s, "Nothing is said: it ended with 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_ROOMS(test) cmocka_unit_test_setup_teardown(test, in_rooms, scene_end)
        IN_ROOMS(a_program_runs_only_where_the_user_has_allowed_it),
        IN_ROOMS(what_it_prints_is_shown_where_it_was_asked_for_and_said_to_nobody),
        IN_ROOMS(what_went_wrong_is_said),
        IN_ROOMS(much_is_cut),
        IN_ROOMS(it_is_said_only_after_it_was_seen),
        IN_ROOMS(who_leaves_before_it_is_done_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
