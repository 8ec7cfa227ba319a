#include <stdlib.h>
#include <string.h>

#include "irc_cap.h"
#include "mem.h"
#include "talk_scene.h"

#define TAGS "message-tags server-time"

/* The messages that somebody hears, in order and each once: numbers from to to, with nothing lost
 * in between. Answers to PINGs of the log on the way. */
static void hears_numbers(struct person *person, int from, int to)
{
    for (int i = from; i <= to;) {
        char *line = next_line(person);
        char *number = xasprintf("number %d.", i);
        const char *ping = strstr(line, "PING :q");
        if (ping || (ping = strstr(line, "PING q"))) {
            char *pong = xasprintf("PONG %s", strchr(ping, 'q'));
            says(person, pong);
            free(pong);
        } else if (strstr(line, "number ")) {
            if (!strstr(line, number))
                print_error("to hear: %s\nheard:   %s\n", number, line);
            assert_non_null(strstr(line, number));
            i++;
        }
        free(number);
        free(line);
    }
}

static void a_slow_account_reads_on_from_the_log(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 700);
    hears_nothing(&s->bob);
    assert_true(s->rig.server.world->outbox_bytes < 8192);
    reads_again(&s->bob);
    hears_numbers(&s->bob, 1, 700);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 701, 705);
    hears_numbers(&s->bob, 701, 705);
    hears_no_such(&s->bob, "*number*");
}

static void who_asks_for_history_gets_the_gap_unasked_too(void **state)
{
    struct scene *s = *state;
    friends_meet(s, TAGS " echo-message", TAGS " batch draft/chathistory");
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 300);
    reads_again(&s->bob);
    for (int i = 1; i <= 300; i++) {
        char *echo = next_line(&s->alice);
        char *line = next_line(&s->bob);
        assert_string_equal(line, echo);
        free(echo);
        free(line);
    }
    hears_nothing(&s->bob);
}

static void what_is_said_while_it_reads_on_is_missed_by_nobody(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.sendq_max = 2000;
    for (int i = 0; i < 10; i++) {
        stops_reading(&s->bob);
        says_each(&s->alice, "PRIVMSG #tea :number %d.", 100 * i + 1, 100 * i + 90);
        s->rig.holds = true;
        reads_again(&s->bob);
        says_each(&s->alice, "PRIVMSG bob :number %d.", 100 * i + 91, 100 * i + 100);
        disk_answers(s);
    }
    hears_numbers(&s->bob, 1, 1000);
    hears_no_such(&s->bob, "*number*");
}

static void others_hear_everything_at_once(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_account(s, &s->carol, "carol", "desk", "");
    says(&s->carol, "JOIN #tea");
    ignores(&s->carol);
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 200);
    hears_numbers(&s->carol, 1, 200);
}

static void the_words_of_who_lags_wait_for_their_place(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", TAGS " echo-message draft/chathistory");
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 100);
    says(&s->bob, "PRIVMSG #tea :number 101.");
    hears_nothing(&s->alice);
    reads_again(&s->bob);
    hears(&s->alice, ":bob!* PRIVMSG #tea :number 101.");
    hears_numbers(&s->bob, 1, 101);
    hears_nothing(&s->bob);
}

static void what_the_same_device_says_elsewhere_is_not_left_out(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "echo-message");
    comes_as_account(s, &s->carol, "bob", "desk", "echo-message");
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 50);
    says_each(&s->carol, "PRIVMSG #tea :number %d.", 51, 60);
    says_each(&s->carol, "PRIVMSG alice :number %d.", 61, 70);
    reads_again(&s->bob);
    hears_numbers(&s->bob, 1, 70);
    hears_no_such(&s->bob, "*number*");
    hears_numbers(&s->carol, 1, 70);
    hears_no_such(&s->carol, "*number*");
}

static void what_was_left_unread_waits_for_the_device(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 150);
    s->bob.is_deaf = false;
    s->rig.config.sendq_max = 100000;
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 150 messages");
    hears_numbers(&s->bob, 1, 150);
}

static void a_disk_that_cannot_be_read_is_asked_again(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 100);
    reads_again(&s->bob);
    time_passes(s, 5000);
    hears_numbers(&s->bob, 1, 100);
}

static void a_slow_guest_is_cut_off_with_a_reason(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 60);
    hears_at_last(&s->alice, ":bob!* QUIT :Too slow: what waited for it passed its limit");
    assert_false(is_connected(&s->bob));
}

static void who_takes_no_other_lines_either_is_cut_off_at_last(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.sendq_max = 2000;
    s->rig.config.grace_ms = 0;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 100);
    says_each(&s->alice, "TOPIC #tea :topic %d", 1, 70);
    assert_true(is_connected(&s->bob));
    says_each(&s->alice, "TOPIC #tea :topic %d", 71, 140);
    assert_false(is_connected(&s->bob));
    hears_at_last(&s->alice, ":bob!* QUIT :Too slow: *");
}

static void a_reader_who_is_only_slow_is_not_taken_for_dead(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    for (int i = 0; i < 5; i++) {
        says_each(&s->alice, "PRIVMSG #tea :number %d.", 100 * i + 1, 100 * i + 100);
        time_passes(s, 100000);
        says(&s->alice, "PONG x");
        struct session *session = world_session(s->rig.server.world, s->bob.serial);
        assert_non_null(session);
        outbox_drain(&session->outbox, 1);
        world_dirty(s->rig.server.world, session);
    }
    assert_true(is_connected(&s->bob));
}

static void who_leaves_answers_unread_is_read_no_further(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    stops_reading(&s->bob);
    for (int i = 0; i < 3000; i++)
        says(&s->bob, "VERSION");
    says(&s->bob, "PRIVMSG #tea :done");
    assert_true(s->rig.server.world->outbox_bytes < (size_t)400 * 1024);
    hears_nothing(&s->alice);
    reads_again(&s->bob);
    hears(&s->alice, ":bob!* PRIVMSG #tea :done");
}

static void who_asks_for_much_and_reads_it_is_not_cut_off(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    says_each(&s->alice, "JOIN #a-room-with-a-rather-long-name-%d", 1, 90);
    ignores(&s->carol);
    s->rig.config.sendq_max = 1000;
    stops_reading(&s->carol);
    says(&s->carol, "LIST");
    says(&s->alice, "PRIVMSG #tea :hello");
    assert_true(is_connected(&s->carol));
    reads_again(&s->carol);
    hears_at_last(&s->carol, "323 carol *");
    hears(&s->carol, ":alice!* PRIVMSG #tea :hello");
}

static void all_together_have_a_limit_and_the_slowest_goes_first(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_account(s, &s->carol, "carol", "desk", "");
    says(&s->carol, "JOIN #tea");
    s->rig.config.sendq_total = 42000;
    stops_reading(&s->bob);
    while (s->rig.server.world->outbox_bytes < 20000)
        says(&s->bob, "VERSION");
    assert_true(is_connected(&s->bob));
    stops_reading(&s->carol);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 900);
    assert_true(s->rig.server.world->outbox_bytes <= 42000);
    assert_false(is_connected(&s->bob));
    assert_true(is_connected(&s->carol));
    reads_again(&s->carol);
    hears_numbers(&s->carol, 1, 900);
}

static void typing_is_not_kept_for_who_lags(void **state)
{
    struct scene *s = *state;
    friends_meet(s, TAGS, TAGS);
    s->rig.config.sendq_max = 2000;
    stops_reading(&s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 100);
    says(&s->alice, "@+typing=active TAGMSG #tea");
    reads_again(&s->bob);
    hears_no_such(&s->bob, "* TAGMSG *");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(a_slow_account_reads_on_from_the_log),
        ROOMS(who_asks_for_history_gets_the_gap_unasked_too),
        ROOMS(what_is_said_while_it_reads_on_is_missed_by_nobody),
        ROOMS(others_hear_everything_at_once),
        ROOMS(the_words_of_who_lags_wait_for_their_place),
        ROOMS(what_the_same_device_says_elsewhere_is_not_left_out),
        ROOMS(what_was_left_unread_waits_for_the_device),
        ROOMS(a_disk_that_cannot_be_read_is_asked_again),
        ROOMS(a_slow_guest_is_cut_off_with_a_reason),
        ROOMS(who_takes_no_other_lines_either_is_cut_off_at_last),
        ROOMS(a_reader_who_is_only_slow_is_not_taken_for_dead),
        ROOMS(who_leaves_answers_unread_is_read_no_further),
        ROOMS(who_asks_for_much_and_reads_it_is_not_cut_off),
        ROOMS(all_together_have_a_limit_and_the_slowest_goes_first),
        ROOMS(typing_is_not_kept_for_who_lags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
