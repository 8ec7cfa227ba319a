/* What is said is in the queue before it is on the wire, and goes when the server has answered. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "queue_scene.h"
#include "spec.h"

/* ---- without a link ---- */

static void what_is_typed_without_a_link_waits_and_goes_out_in_order(void **state)
{
    struct scene *s = *state;
    link_goes(s);
    say(s, "#tea", "one");
    say(s, "#tea", "two");
    assert_true(ask_say(s->chat, chat_conv_make(s->chat, s->network, "bob"), "psst", false));
    conv_ends_with(s, "#tea", "<alice> one (waiting)\n<alice> two (waiting)");
    client_does_not_say(s, "*PRIVMSG*");

    link_comes(s, PARLOR_CAPS, "alice");
    client_does_not_say(s, "*PRIVMSG #tea*");
    server_says(s, ":alice!a@h JOIN #tea");
    client_says(s, "@*PRIVMSG bob :psst");
    client_says(s, "@*PRIVMSG #tea :one");
    client_says(s, "@*PRIVMSG #tea :two");
    conv_ends_with(s, "#tea", "<alice> one (sending)\n<alice> two (sending)");
}

static void where_we_never_were_nothing_waits(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h PART #tea");
    link_goes(s);
    assert_false(ask_say(s->chat, scene_conv(s, "#tea"), "hello", false));
    notice_says(s, "you are not in #tea*");
    assert_int_equal(s->network->queue.n, 0);
}

static void what_may_be_a_password_does_not_wait(void **state)
{
    struct scene *s = *state;
    struct conv *service = chat_conv_make(s->chat, s->network, "NickServ");
    link_goes(s);
    assert_false(ask_say(s->chat, service, "IDENTIFY tea-and-milk", false));
    notice_says(s, "not sent: no link*");
    link_comes(s, PARLOR_CAPS, "alice");
    assert_true(ask_say(s->chat, service, "IDENTIFY tea-and-milk", false));
    assert_true(s->network->queue.first->fleeting);
    link_goes(s);
    assert_int_equal(s->network->queue.n, 0);
    conv_shows(s, "NickServ", "<alice> IDENTIFY tea-and-milk (failed)");
}

static void rooms_that_do_not_let_us_in_say_so(void **state)
{
    struct scene *s = *state;
    link_goes(s);
    say(s, "#tea", "one");
    say(s, "#tea", "two");
    link_comes(s, PARLOR_CAPS, "alice");
    server_says(s, ":x 474 alice #tea :Cannot join");
    conv_shows(s, "#tea", "<alice> one (failed)");
    conv_shows(s, "#tea", "<alice> two (failed)");
    conv_shows(s, "#tea", "!! not sent: you are banned from #tea");
    assert_int_equal(s->network->queue.n, 0);
}

static void who_is_called_otherwise_meanwhile_gets_it_all_the_same(void **state)
{
    struct scene *s = *state;
    struct conv *bob = chat_conv_make(s->chat, s->network, "bob");
    s->network->queue.hold_ms = INT64_MAX;
    assert_true(ask_say(s->chat, bob, "psst", false));
    server_says(s, ":bob!b@h JOIN #tea");
    server_says(s, ":bob!b@h NICK robert");
    s->network->queue.hold_ms = 0;
    ask_queue(s->chat, s->network);
    client_says(s, "@*PRIVMSG robert :psst");
}

/* ---- the window ---- */

static void so_many_are_on_the_wire_and_no_more(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 40; i++)
        say(s, "#tea", "line");
    assert_int_equal(queue_flying(&s->network->queue), 32);
    assert_int_equal(queue_waiting(&s->network->queue, NULL), 8);
    server_says(s, "@label=1;msgid=m1 :alice!a@h PRIVMSG #tea :line");
    assert_int_equal(queue_flying(&s->network->queue), 32);
    assert_int_equal(s->network->queue.n, 39);
}

static void a_server_without_labels_gets_a_few_at_a_time(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 6; i++)
        say(s, "#tea", "line");
    assert_int_equal(queue_flying(&s->network->queue), 4);
    client_says(s, "PING q1");
    server_says(s, ":x PONG x :q1");
    assert_int_equal(s->network->queue.n, 5);
    server_reads(s);
    assert_int_equal(s->network->queue.n, 0);
    conv_does_not_show(s, "#tea", "*ing)");
}

/* ---- answers ---- */

static void only_our_own_text_under_its_label_counts_as_said(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "hello");
    server_says(s, "@label=1;msgid=f1 :alice!a@h PRIVMSG #tea :send me money");
    server_says(s, "@label=1;msgid=f2 :alice!a@h PRIVMSG #ops :hello");
    server_says(s, "@label=1;msgid=f3 :bob!b@h PRIVMSG #tea :hello");
    server_says(s, "@label=7;msgid=f4 :alice!a@h PRIVMSG #tea :hello");
    conv_shows(s, "#tea", "<alice> hello (sending)");
    conv_shows(s, "#tea", "<alice> send me money");
    assert_int_equal(s->network->queue.n, 1);
    server_says(s, "@label=1;msgid=m1 :alice!a@h PRIVMSG #tea :hello");
    assert_int_equal(s->network->queue.n, 0);
    conv_does_not_show(s, "#tea", "*(sending)");
}

static void colours_that_a_room_takes_away_make_no_other_text(void **state)
{
    struct scene *s = *state;
    say(s, "#tea",
        "\x02hello\x02 \x03"
        "04,12red");
    server_says(s, "@label=1;msgid=m1 :alice!a@h PRIVMSG #tea :hello red");
    assert_int_equal(s->network->queue.n, 0);
}

static void an_ack_is_enough(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "hello");
    server_says(s, "@label=1 :x ACK");
    conv_ends_with(s, "#tea", "<alice> hello");
    assert_int_equal(s->network->queue.n, 0);
}

static void a_service_that_answers_has_heard(void **state)
{
    struct scene *s = *state;
    ask_say(s->chat, chat_conv_make(s->chat, s->network, "NickServ"), "HELP", false);
    server_says(s, "@label=1 :x BATCH +r labeled-response");
    server_says(s, "@batch=r :NickServ!n@x NOTICE alice :I know REGISTER");
    assert_int_equal(s->network->queue.n, 1);
    server_says(s, ":x BATCH -r");
    assert_int_equal(s->network->queue.n, 0);
}

static void a_server_whose_disk_is_full_gets_it_again(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "one");
    char *idem = idem_of(s, "one");
    server_says(s, "@label=1 FAIL PRIVMSG STORAGE_ERROR #tea :Not accepted, try again");
    conv_shows(s, "#tea", "<alice> one (waiting)");
    conv_shows(s, "#tea", "!! the server does not take it now (Not accepted, try again)*");
    client_does_not_say(s, "*PRIVMSG*");
    scene_wait(s, 1000);
    char *again = idem_of(s, "one");
    assert_string_equal(again, idem);
    server_says(s, "@label=2 FAIL PRIVMSG STORAGE_ERROR #tea :Not accepted, try again");
    scene_wait(s, 1000);
    client_does_not_say(s, "*PRIVMSG*");
    scene_wait(s, 1000);
    client_says(s, "@label=3*PRIVMSG #tea :one");
    server_says(s, "@label=3;msgid=m1 :alice!a@h PRIVMSG #tea :one");
    conv_shows(s, "#tea", "<alice> one");
    free(idem);
    free(again);
}

static void a_full_disk_that_is_told_by_a_numeric_is_one_too(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "one");
    server_says(s, "@label=1 :x 404 alice #tea :Not accepted, try again");
    conv_shows(s, "#tea", "<alice> one (waiting)");
    assert_int_equal(s->network->queue.n, 1);
}

static void a_server_without_labels_refuses_the_next_one_for_that_target(void **state)
{
    struct scene *s = *state;
    say(s, "#tea", "one");
    ask_say(s->chat, chat_conv_make(s->chat, s->network, "bob"), "two", false);
    server_says(s, ":x 401 alice bob :No such nick");
    server_reads(s);
    conv_ends_with(s, "#tea", "<alice> one");
    conv_ends_with(s, "bob", "<alice> two (failed)\n!! not sent: bob: nobody here has that name");
}

#define IN(where, test) cmocka_unit_test_setup_teardown(test, where, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(at_parlor, what_is_typed_without_a_link_waits_and_goes_out_in_order),
        IN(at_parlor, where_we_never_were_nothing_waits),
        IN(at_parlor, what_may_be_a_password_does_not_wait),
        IN(at_parlor, rooms_that_do_not_let_us_in_say_so),
        IN(at_parlor, who_is_called_otherwise_meanwhile_gets_it_all_the_same),
        IN(at_parlor, so_many_are_on_the_wire_and_no_more),
        IN(at_plain, a_server_without_labels_gets_a_few_at_a_time),
        IN(at_parlor, only_our_own_text_under_its_label_counts_as_said),
        IN(at_parlor, colours_that_a_room_takes_away_make_no_other_text),
        IN(at_parlor, an_ack_is_enough),
        IN(at_parlor, a_service_that_answers_has_heard),
        IN(at_parlor, a_server_whose_disk_is_full_gets_it_again),
        IN(at_parlor, a_full_disk_that_is_told_by_a_numeric_is_one_too),
        IN(at_plain, a_server_without_labels_refuses_the_next_one_for_that_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
