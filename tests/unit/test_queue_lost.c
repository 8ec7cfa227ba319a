/* What becomes of what was said when the link goes before the server has answered. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "queue_scene.h"
#include "spec.h"

static void what_was_not_answered_is_sent_again_under_its_key(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "ok");
    say(s, "#tea", "ok");
    char *first = idem_of(s, "ok");
    char *second = idem_of(s, "ok");
    assert_string_not_equal(first, second);
    link_goes(s);
    conv_ends_with(s, "#tea", "<alice> ok (waiting)\n<alice> ok (waiting)");

    link_comes(s, PARLOR_CAPS, "alice");
    server_says(s, ":alice!a@h JOIN #tea");
    char *first_again = idem_of(s, "ok");
    char *second_again = idem_of(s, "ok");
    assert_string_equal(first_again, first);
    assert_string_equal(second_again, second);
    server_says(s, "@label=3;msgid=m1;parlor.chat/dup :alice!a@h PRIVMSG #tea :ok");
    server_says(s, "@label=4;msgid=m2 :alice!a@h PRIVMSG #tea :ok");
    conv_does_not_show(s, "#tea", "*(*ing)");
    assert_int_equal(s->network->queue.n, 0);
    free(first);
    free(second);
    free(first_again);
    free(second_again);
}

static void history_that_brings_it_before_the_echo_does_not_double_it(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "ok");
    link_goes(s);
    link_comes(s, PARLOR_CAPS, "alice");
    server_says(s, ":alice!a@h JOIN #tea");
    size_t before = lines_count(scene_conv(s, "#tea")->lines);
    server_says(s, ":x BATCH +h chathistory #tea");
    server_says(s, "@batch=h;msgid=m1;time=2026-11-20T18:00:00.100Z :alice!a@h PRIVMSG #tea :ok");
    server_says(s, ":x BATCH -h");
    server_says(s, "@label=2;msgid=m1;time=2026-11-20T18:00:00.100Z;parlor.chat/dup "
                   ":alice!a@h PRIVMSG #tea :ok");
    assert_int_equal(lines_count(scene_conv(s, "#tea")->lines), before);
    conv_shows(s, "#tea", "<alice> ok");
    conv_does_not_show(s, "#tea", "<alice> ok (*");
}

static void under_another_name_nothing_is_sent_again_by_itself(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "hello");
    link_goes(s);
    link_comes(s, PARLOR_CAPS, NULL);
    server_says(s, ":alice!a@h JOIN #tea");
    client_does_not_say(s, "*PRIVMSG*");
    conv_shows(s, "#tea", "<alice> hello (unsure)");
    link_goes(s);
    conv_shows(s, "#tea", "<alice> hello (*)");
    link_comes(s, PARLOR_CAPS, "alice");
    server_says(s, ":alice!a@h JOIN #tea");
    client_says(s, "@*PRIVMSG #tea :hello");
}

static void keys_that_the_server_has_forgotten_are_not_relied_on(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "hello");
    link_goes(s);
    s->chat->now_ms += 7LL * 24 * 3600 * 1000;
    link_comes(s, PARLOR_CAPS, "alice");
    server_says(s, ":alice!a@h JOIN #tea");
    client_does_not_say(s, "*PRIVMSG*");
    conv_shows(s, "#tea", "<alice> hello (unsure)");
}

static void without_keys_nothing_is_sent_twice_unasked(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "was sent");
    link_goes(s);
    say(s, "#tea", "was not");
    conv_shows(s, "#tea", "<alice> was sent (unsure)");
    conv_shows(s, "#tea", "!! the link went before the server confirmed what you said*");
    server_says(s, ":alice!a@h PART #tea");
    handle_lost(s->chat, s->network, "");
}

static void history_tells_which_of_two_equal_ones_arrived(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "ok");
    say(s, "#tea", "ok");
    link_goes(s);
    say(s, "#tea", "ok");
    link_comes(s, CLASSIC_CAPS, "alice");
    server_says(s, ":alice!a@h JOIN #tea");
    client_says(s, "@label=3*PRIVMSG #tea :ok");
    server_says(s, ":x BATCH +h chathistory #tea");
    server_says(s, "@batch=h;msgid=m0;time=2026-11-20T17:00:00.100Z :alice!a@h PRIVMSG #tea :ok");
    server_says(s, "@batch=h;msgid=m1;time=2026-11-20T18:00:00.100Z :alice!a@h PRIVMSG #tea :ok");
    server_says(s, ":x BATCH -h");
    /* The one of an hour ago is another one. */
    assert_int_equal(s->network->queue.n, 2);
    server_says(s, "@label=3;msgid=m3 :alice!a@h PRIVMSG #tea :ok");
    assert_int_equal(s->network->queue.n, 1);
    conv_shows(s, "#tea", "<alice> ok (unsure)");
    client_does_not_say(s, "*PRIVMSG*");
}

static void a_server_that_forgets_to_answer_is_asked_again(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "hello");
    char *key = idem_of(s, "hello");
    scene_wait(s, 59000);
    client_does_not_say(s, "*PRIVMSG*");
    scene_wait(s, 1000);
    char *again = idem_of(s, "hello");
    assert_string_equal(again, key);
    free(key);
    free(again);
}

static void where_asking_again_could_double_it_is_left_open(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "hello");
    scene_forget(s);
    scene_wait(s, 60000);
    client_does_not_say(s, "*PRIVMSG*");
    conv_shows(s, "#tea", "<alice> hello (unsure)");
    server_says(s, "@label=1;msgid=m1;time=2026-11-20T18:00:00.500Z "
                   ":alice!a@h PRIVMSG #tea :hello");
    conv_shows(s, "#tea", "<alice> hello");
    assert_int_equal(s->network->queue.n, 0);
}

static void labels_are_never_used_again(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "one");
    link_goes(s);
    link_comes(s, PARLOR_CAPS, "alice");
    server_says(s, ":alice!a@h JOIN #tea");
    client_says(s, "@label=2*PRIVMSG #tea :one");
    server_says(s, "@label=1;msgid=f1 :alice!a@h PRIVMSG #tea :one");
    assert_int_equal(s->network->queue.n, 1);
}

static void a_server_without_anything_leaves_it_to_us(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "hello");
    link_goes(s);
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 422 alice :No MOTD");
    server_says(s, ":alice!a@h JOIN #tea");
    client_does_not_say(s, "PRIVMSG*");
    conv_shows(s, "#tea", "<alice> hello (unsure)");
    say(s, "#tea", "are you there?");
    client_says(s, "PRIVMSG #tea :are you there?");
}

static void clearing_the_view_hides_nothing_that_waits(void **state)
{
    struct scene *s = *state;
    link_goes(s);
    say(s, "#tea", "hello");
    lines_clear(scene_conv(s, "#tea")->lines);
    ask_queue_show_all(s->chat, s->network);
    conv_ends_with(s, "#tea", "<alice> hello (waiting)");
}

#define IN(where, test) cmocka_unit_test_setup_teardown(test, where, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(at_parlor, what_was_not_answered_is_sent_again_under_its_key),
        IN(at_parlor, history_that_brings_it_before_the_echo_does_not_double_it),
        IN(at_parlor, under_another_name_nothing_is_sent_again_by_itself),
        IN(at_parlor, keys_that_the_server_has_forgotten_are_not_relied_on),
        IN(at_guest, without_keys_nothing_is_sent_twice_unasked),
        IN(at_classic, history_tells_which_of_two_equal_ones_arrived),
        IN(at_parlor, a_server_that_forgets_to_answer_is_asked_again),
        IN(at_classic, where_asking_again_could_double_it_is_left_open),
        IN(at_parlor, labels_are_never_used_again),
        IN(at_plain, a_server_without_anything_leaves_it_to_us),
        IN(at_parlor, clearing_the_view_hides_nothing_that_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
