#include <stdlib.h>
#include <string.h>

#include "talk_scene.h"

static void what_waited_comes_in_order_with_the_time_before_it(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    says(&s->alice, "PRIVMSG #tea :two");
    time_passes(s, 120000);
    says(&s->alice, "NOTICE bob :three");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 3 messages");
    hears(&s->bob, ":alice!* PRIVMSG bob :[2026-01-01 00:01] one");
    hears(&s->bob, ":alice!* PRIVMSG #tea :[2026-01-01 00:01] two");
    hears(&s->bob, ":alice!* NOTICE bob :[2026-01-01 00:03] three");
    acknowledges(&s->bob);
    hears_nothing(&s->bob);
}

static void nothing_is_said_when_nothing_waited(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
}

static void what_was_acknowledged_never_comes_again(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "* one");
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
}

static void what_was_not_comes_again_with_the_same_msgid(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    char *msgid[2];
    for (int i = 0; i < 2; i++) {
        comes_back_to_tea(s, &s->bob, "bob", "desk", "message-tags server-time");
        hears(&s->bob, "* NOTICE bob :While you were away: 1 message");
        char *line = next_line(&s->bob);
        assert_non_null(strstr(line, "PRIVMSG bob :one"));
        assert_non_null(strstr(line, "time=2026-01-01T00:01:00.000Z"));
        msgid[i] = tag_of(line, "msgid");
        free(line);
        leaves_for_long(s, &s->bob);
    }
    assert_string_equal(msgid[0], msgid[1]);
    free(msgid[0]);
    free(msgid[1]);
}

static void live_and_replayed_are_the_same_message(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags echo-message", "message-tags account-tag");
    says(&s->alice, "@+reply=xyz PRIVMSG bob :one");
    char *echo = next_line(&s->alice);
    char *live = next_line(&s->bob);
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "message-tags server-time account-tag");
    hears(&s->bob, "* NOTICE bob :While you were away: 1 message");
    char *again = next_line(&s->bob);
    char *msgid[] = {tag_of(echo, "msgid"), tag_of(live, "msgid"), tag_of(again, "msgid")};
    assert_string_equal(msgid[0], msgid[1]);
    assert_string_equal(msgid[0], msgid[2]);
    assert_non_null(strstr(again, "account=alice"));
    assert_non_null(strstr(again, "+reply=xyz :alice!"));
    for (size_t i = 0; i < 3; i++)
        free(msgid[i]);
    free(echo);
    free(live);
    free(again);
}

static void conversations_come_in_batches(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG #tea :one");
    says(&s->alice, "PRIVMSG #tea :two");
    says(&s->alice, "PRIVMSG bob :three");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "batch message-tags");
    hears(&s->bob, "NOTICE bob :*3 messages");
    hears(&s->bob, "BATCH +* chathistory :#tea");
    hears(&s->bob, "@batch=*;msgid=* PRIVMSG #tea :*one");
    hears(&s->bob, "@batch=*;msgid=* PRIVMSG #tea :*two");
    hears(&s->bob, "BATCH -*");
    hears(&s->bob, "BATCH +* chathistory :alice");
    hears(&s->bob, "@batch=*;msgid=* PRIVMSG bob :*three");
    hears(&s->bob, "BATCH -*");
    acknowledges(&s->bob);
}

static void pages_follow_acknowledgements(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 450);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: more than 200 messages");
    hears_at_last(&s->bob, "*number 200.");
    says(&s->alice, "PRIVMSG bob :number 451.");
    acknowledges(&s->bob);
    hears(&s->bob, "*number 201.");
    hears_at_last(&s->bob, "*number 400.");
    acknowledges(&s->bob);
    hears(&s->bob, "*number 401.");
    hears_at_last(&s->bob, ":alice!* PRIVMSG bob :[*] number 450.");
    hears(&s->bob, ":alice!* PRIVMSG bob :number 451.");
    says(&s->alice, "PRIVMSG bob :number 452.");
    acknowledges(&s->bob);
    hears(&s->bob, ":alice!* PRIVMSG bob :number 452.");
    hears_nothing(&s->bob);
}

static void a_cut_in_the_middle_goes_on_from_the_last_page(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 250);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "*number 200.");
    acknowledges(&s->bob);
    hears_at_last(&s->bob, "*number 250.");
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 50 messages");
    hears(&s->bob, "*number 201.");
}

static void live_messages_come_behind_what_waited_and_once(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says_each(&s->alice, "PRIVMSG bob :old %d.", 1, 3);
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    connects(s, &s->bob);
    says(&s->bob, "PASS :bob@desk:secret of bob");
    says(&s->bob, "NICK bob");
    says(&s->bob, "CAP LS");
    says(&s->bob, "USER bob 0 * :bob");
    says(&s->alice, "PRIVMSG bob :old 4.");
    disk_is_slow(s);
    says(&s->bob, "CAP END");
    says(&s->alice, "PRIVMSG bob :new 5.");
    says(&s->alice_phone, "PRIVMSG bob :new 6.");
    disk_answers(s);
    says(&s->alice, "PRIVMSG bob :new 7.");
    hears_at_last(&s->bob, "*old 1.");
    hears(&s->bob, "*old 2.");
    hears(&s->bob, "*old 3.");
    hears(&s->bob, "*old 4.");
    hears_at_last(&s->bob, "*new 5.");
    hears_at_last(&s->bob, "*new 6.");
    hears_at_last(&s->bob, "*new 7.");
    hears_no_such(&s->bob, "* PRIVMSG bob *");
}

static void live_messages_are_acknowledged_after_a_while_of_quiet(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->alice, "PRIVMSG bob :one");
    hears(&s->bob, ":alice!* PRIVMSG bob :one");
    hears_nothing(&s->bob);
    time_passes(s, 3000);
    acknowledges(&s->bob);
    time_passes(s, 3000);
    hears_nothing(&s->bob);
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
}

static void and_after_thirty_two_of_them(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says_each(&s->alice, "PRIVMSG bob :number %d.", 1, 40);
    hears_at_last(&s->bob, "*number 32.");
    acknowledges(&s->bob);
    hears(&s->bob, "*number 33.");
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 8 messages");
    hears(&s->bob, "*number 33.");
}

static void what_was_not_asked_for_acknowledges_nothing(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->alice, "PRIVMSG bob :one");
    says(&s->bob, "PONG q1");
    says(&s->bob, "PONG q999999");
    says(&s->bob, "PONG qqq");
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
}

static void each_device_has_a_place_of_its_own(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    leaves_for_long(s, &s->alice_phone);
    says(&s->bob, "PRIVMSG alice :hello");
    hears_at_last(&s->alice, "*hello");
    time_passes(s, 3000);
    acknowledges(&s->alice);
    comes_back_to_tea(s, &s->alice_phone, "alice", "phone", "");
    hears(&s->alice_phone, "NOTICE alice :While you were away: 1 message");
    hears(&s->alice_phone, "* PRIVMSG alice :* hello");
}

static void own_words_from_elsewhere_come_too_where_they_make_sense(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    leaves_for_long(s, &s->alice_phone);
    says(&s->alice, "PRIVMSG bob :hello");
    says(&s->alice, "PRIVMSG #tea :hello all");
    comes_back_to_tea(s, &s->alice_phone, "alice", "phone", "");
    hears(&s->alice_phone, "NOTICE alice :While you were away: 1 message");
    hears(&s->alice_phone, ":alice!* PRIVMSG #tea :* hello all");
    leaves_for_long(s, &s->alice_phone);
    comes_back_to_tea(s, &s->alice_phone, "alice", "phone", "echo-message");
    hears(&s->alice_phone, "NOTICE alice :While you were away: 2 messages");
    hears(&s->alice_phone, ":alice!* PRIVMSG bob :* hello");
    hears(&s->alice_phone, ":alice!* PRIVMSG #tea :* hello all");
    leaves_for_long(s, &s->alice);
    comes_back_to_tea(s, &s->alice, "alice", "laptop", "echo-message");
    hears_nothing(&s->alice);
}

static void a_new_device_sees_what_was_last_said_in_its_rooms(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says_each(&s->bob, "PRIVMSG #tea :number %d.", 1, 60);
    says(&s->bob, "PRIVMSG alice :private");
    hears_at_last(&s->alice, "*number 32.");
    acknowledges(&s->alice);
    hears_at_last(&s->alice, "*private");
    time_passes(s, 3000);
    acknowledges(&s->alice);
    comes_back_to_tea(s, &s->alice_phone, "alice", "phone", "");
    hears(&s->alice_phone, "*number 11.");
    hears_at_last(&s->alice_phone, "*number 60.");
    hears_nothing(&s->alice_phone);
}

static void of_a_busy_room_the_newest_are_sent_and_the_rest_is_counted(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says_each(&s->alice, "PRIVMSG #tea :number %d.", 1, 510);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: more than 200 messages");
    hears(&s->bob, "NOTICE bob :10 older messages in rooms were left out *");
    hears(&s->bob, "*number 11.");
    for (int i = 0; i < 2; i++) {
        hears_at_last(&s->bob, i ? "*number 410." : "*number 210.");
        acknowledges(&s->bob);
    }
    hears_at_last(&s->bob, "*number 510.");
    acknowledges(&s->bob);
}

static void clients_that_ask_for_history_get_none_unasked(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "draft/chathistory");
    hears_nothing(&s->bob);
    says(&s->alice, "PRIVMSG bob :two");
    hears(&s->bob, "* PRIVMSG bob :two");
    time_passes(s, 3000);
    hears_nothing(&s->bob);
}

static void unless_they_want_their_place_kept(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "draft/chathistory parlor.chat/ack");
    says(&s->alice, "PRIVMSG bob :two");
    hears(&s->bob, "* PRIVMSG bob :two");
    time_passes(s, 3000);
    acknowledges(&s->bob);
    leaves_for_long(s, &s->bob);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
}

static void it_waits_over_a_restart_too(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    scene_restart(s);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
    hears(&s->bob, ":alice!* PRIVMSG bob :* one");
}

static void a_full_line_and_its_time_are_two_lines(void **state)
{
    struct scene *s = *state;
    char line[450] = "PRIVMSG bob :";
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    memset(line + strlen(line), 'x', sizeof(line) - 1 - strlen(line));
    line[sizeof(line) - 2] = 'y';
    says(&s->alice, line);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
    size_t heard = 0;
    for (char *got = NULL; heard < strlen(line) - strlen("PRIVMSG bob :"); free(got)) {
        got = next_line(&s->bob);
        assert_true(strlen(got) <= 510);
        const char *text = strstr(got, "] ");
        assert_non_null(text);
        heard += strlen(text + 2);
    }
    assert_int_equal(heard, strlen(line) - strlen("PRIVMSG bob :"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(what_waited_comes_in_order_with_the_time_before_it),
        ROOMS(nothing_is_said_when_nothing_waited),
        ROOMS(what_was_acknowledged_never_comes_again),
        ROOMS(what_was_not_comes_again_with_the_same_msgid),
        ROOMS(live_and_replayed_are_the_same_message),
        ROOMS(conversations_come_in_batches),
        ROOMS(pages_follow_acknowledgements),
        ROOMS(a_cut_in_the_middle_goes_on_from_the_last_page),
        ROOMS(live_messages_come_behind_what_waited_and_once),
        ROOMS(live_messages_are_acknowledged_after_a_while_of_quiet),
        ROOMS(and_after_thirty_two_of_them),
        ROOMS(what_was_not_asked_for_acknowledges_nothing),
        ROOMS(each_device_has_a_place_of_its_own),
        ROOMS(own_words_from_elsewhere_come_too_where_they_make_sense),
        ROOMS(a_new_device_sees_what_was_last_said_in_its_rooms),
        ROOMS(of_a_busy_room_the_newest_are_sent_and_the_rest_is_counted),
        ROOMS(clients_that_ask_for_history_get_none_unasked),
        ROOMS(unless_they_want_their_place_kept),
        ROOMS(it_waits_over_a_restart_too),
        ROOMS(a_full_line_and_its_time_are_two_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
