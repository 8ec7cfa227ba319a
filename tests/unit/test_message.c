#include <stdlib.h>
#include <string.h>

#include "talk_scene.h"

#define ALL_CAPS "batch echo-message labeled-response message-tags standard-replies"

static void a_room_hears_what_is_said_and_the_speaker_does_not(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "PRIVMSG #TEA :the kettle is on");
    hears(&s->bob, ":alice!* PRIVMSG #tea :the kettle is on");
    hears_nothing(&s->alice);
    hears_nothing(&s->carol);
    says(&s->bob, "notice #tea :lovely");
    hears(&s->alice, ":bob!* NOTICE #tea :lovely");
}

static void nobody_hears_a_message_before_it_is_on_disk(void **state)
{
    struct scene *s = *state;
    friends_meet(s, ALL_CAPS, "");
    disk_is_slow(s);
    says(&s->alice, "@label=1 PRIVMSG #tea :one");
    says(&s->alice, "@label=2 PRIVMSG bob :two");
    hears_nothing(&s->alice);
    hears_nothing(&s->bob);
    disk_answers(s);
    hears(&s->bob, ":alice!* PRIVMSG #tea :one");
    hears(&s->bob, ":alice!* PRIVMSG bob :two");
    hears(&s->alice, "@label=1;msgid=* :alice!* PRIVMSG #tea :one");
    hears(&s->alice, "@label=2;msgid=* :alice!* PRIVMSG bob :two");
    hears_nothing(&s->alice);
}

static void without_echo_a_label_is_acknowledged(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "labeled-response", "");
    says(&s->alice, "@label=x PRIVMSG #tea :hello");
    hears(&s->alice, "@label=x :parlor.local ACK");
    hears_nothing(&s->alice);
}

static void what_is_not_stored_does_not_overtake_what_is(void **state)
{
    struct scene *s = *state;
    friends_meet(s, ALL_CAPS, "message-tags");
    disk_is_slow(s);
    says(&s->alice, "PRIVMSG bob :one");
    says(&s->alice, "@label=7;+typing=active TAGMSG bob");
    says(&s->alice, "PRIVMSG bob :\1VERSION\1");
    hears_nothing(&s->bob);
    disk_answers(s);
    hears(&s->bob, "@msgid=* PRIVMSG bob :one");
    hears(&s->bob, "@msgid=*;+typing=active :alice!* TAGMSG bob");
    hears(&s->bob, "@msgid=* PRIVMSG bob :\1VERSION\1");
    hears(&s->alice, "* PRIVMSG bob :one");
    hears(&s->alice, "@label=7;* TAGMSG bob");
}

static void what_was_said_is_heard_even_if_the_speaker_is_gone_by_then(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    disk_is_slow(s);
    says(&s->alice, "PRIVMSG bob :one");
    says(&s->alice, "PRIVMSG bob :\1PING 1\1");
    loses_connection(&s->alice);
    disk_answers(s);
    hears(&s->bob, ":alice!* PRIVMSG bob :one");
    hears(&s->bob, ":alice!* PRIVMSG bob :\1PING 1\1");
}

static void a_full_disk_is_said_and_nothing_is_published(void **state)
{
    struct scene *s = *state;
    friends_meet(s, ALL_CAPS, "");
    disk_is_full();
    says(&s->alice, "@label=1 PRIVMSG #tea :lost");
    says(&s->alice, "NOTICE bob :lost");
    says(&s->bob, "PRIVMSG #tea :lost");
    says(&s->bob, "PRIVMSG alice :lost");
    says(&s->bob, "NOTICE alice :lost");
    disk_has_room();
    hears(&s->alice, "@label=1 :* FAIL PRIVMSG STORAGE_ERROR #tea :Not accepted, try again");
    hears(&s->alice, "FAIL NOTICE STORAGE_ERROR bob :Not accepted, try again");
    hears_nothing(&s->alice);
    hears(&s->bob, "404 bob #tea :Not accepted, try again");
    hears(&s->bob, "531 bob alice :Not accepted, try again");
    hears_nothing(&s->bob);
    says(&s->alice, "PRIVMSG #tea :kept");
    hears(&s->bob, ":alice!* PRIVMSG #tea :kept");
}

static void every_device_hears_everything_once(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "echo-message", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "echo-message");
    says(&s->bob, "PRIVMSG alice :hello");
    says(&s->bob, "PRIVMSG #tea :hello all");
    hears(&s->alice, ":bob!* PRIVMSG alice :hello");
    hears(&s->alice, ":bob!* PRIVMSG #tea :hello all");
    hears_nothing(&s->alice);
    hears(&s->alice_phone, ":bob!* PRIVMSG alice :hello");
    hears(&s->alice_phone, ":bob!* PRIVMSG #tea :hello all");
    hears_nothing(&s->alice_phone);
    says(&s->alice, "PRIVMSG bob :hi");
    says(&s->alice, "PRIVMSG #tea :hi all");
    hears(&s->alice_phone, ":alice!* PRIVMSG bob :hi");
    hears(&s->alice_phone, ":alice!* PRIVMSG #tea :hi all");
    hears_nothing(&s->alice_phone);
}

static void other_devices_without_echo_are_not_told_of_private_words(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    says(&s->alice, "PRIVMSG bob :hi");
    says(&s->alice, "PRIVMSG #tea :hi all");
    hears(&s->alice_phone, ":alice!* PRIVMSG #tea :hi all");
    hears_nothing(&s->alice_phone);
}

static void talking_to_oneself_is_echoed_and_delivered(void **state)
{
    struct scene *s = *state;
    friends_meet(s, ALL_CAPS, "");
    says(&s->alice, "@label=1 PRIVMSG alice :remember the milk");
    hears(&s->alice, "@msgid=* :alice!* PRIVMSG alice :remember the milk");
    hears(&s->alice, "@label=1;msgid=* :alice!* PRIVMSG alice :remember the milk");
    hears_nothing(&s->alice);
}

static void several_targets_share_a_label_in_one_batch(void **state)
{
    struct scene *s = *state;
    friends_meet(s, ALL_CAPS, "");
    says(&s->alice, "@label=1 PRIVMSG #tea,nobody,bob :hello");
    hears(&s->alice, "@label=1 :* BATCH +* labeled-response");
    hears(&s->alice, "@batch=*;msgid=* :alice!* PRIVMSG #tea :hello");
    hears(&s->alice, "@batch=* :* 401 alice nobody :No such nick or room");
    hears(&s->alice, "@batch=*;msgid=* :alice!* PRIVMSG bob :hello");
    hears(&s->alice, "BATCH -*");
    hears_nothing(&s->alice);
    says(&s->alice, "PRIVMSG a,b,c,d,e :hello");
    hears(&s->alice, "407 alice a,b,c,d,e :Too many targets");
}

static void faulty_messages_are_answered_but_not_faulty_notices(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "PRIVMSG");
    hears(&s->bob, "411 bob :No recipient given (PRIVMSG)");
    says(&s->bob, "PRIVMSG #tea");
    hears(&s->bob, "412 bob :No text to send");
    says(&s->bob, "PRIVMSG nobody :hello");
    hears(&s->bob, "401 bob nobody :No such nick or room");
    says(&s->bob, "PRIVMSG #nowhere :hello");
    hears(&s->bob, "403 bob #nowhere :No such room");
    says(&s->carol, "PRIVMSG #tea :hello");
    hears(&s->carol, "404 carol #tea :Cannot send to room");
    says(&s->bob, "NOTICE");
    says(&s->bob, "NOTICE #tea");
    says(&s->bob, "NOTICE nobody :hello");
    says(&s->carol, "NOTICE #tea :hello");
    hears_nothing(&s->bob);
    hears_nothing(&s->carol);
}

static void what_would_not_fit_for_others_is_refused_whole(void **state)
{
    struct scene *s = *state;
    char line[500] = "PRIVMSG #tea :";
    tea_is_served(s);
    memset(line + strlen(line), 'x', sizeof(line) - 1 - strlen(line));
    says(&s->alice, line);
    hears(&s->alice, "417 alice :Input line was too long");
    hears_nothing(&s->bob);
    line[400] = '\0';
    says(&s->alice, line);
    hears(&s->bob, ":alice!* PRIVMSG #tea :xxx*");
    hears_nothing(&s->alice);
}

static void clients_own_tags_come_along_and_no_others(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags account-tag", "message-tags account-tag");
    says(&s->alice, "@+reply=abc;evil=1;msgid=fake;+x=a\\sb PRIVMSG bob :yes");
    char *line = next_line(&s->bob);
    assert_null(strstr(line, "evil"));
    assert_null(strstr(line, "fake"));
    assert_non_null(strstr(line, "+reply=abc;+x=a\\sb :alice!"));
    assert_non_null(strstr(line, "account=alice"));
    free(line);
}

static void the_absent_get_it_later_and_the_sender_is_told_sometimes(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG bob :one");
    hears(&s->alice, "301 alice bob :offline since 2026-01-01T00:0*Z, message stored");
    says(&s->alice, "PRIVMSG bob :two");
    says(&s->alice, "NOTICE bob :three");
    hears_nothing(&s->alice);
    for (int minutes = 0; minutes < 11; minutes++) {
        time_passes(s, 60000);
        says(&s->alice, "PING still-here");
    }
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG bob :four");
    hears(&s->alice, "301 alice bob :offline since *, message stored");
}

static void who_just_lost_the_connection_is_offline_since_then(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    loses_connection(&s->bob);
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG bob :one");
    hears(&s->alice, "301 alice bob :offline since 2026-01-01T00:0*Z, message stored");
}

static void a_label_makes_a_batch_of_echo_and_absence(void **state)
{
    struct scene *s = *state;
    friends_meet(s, ALL_CAPS, "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    for (int i = 0; i < 2; i++) {
        says(&s->alice, "@label=1 PRIVMSG bob :one");
        hears(&s->alice, "@label=1 :* BATCH +* labeled-response");
        hears(&s->alice, "@batch=*;msgid=* :alice!* PRIVMSG bob :one");
        hears(&s->alice, "@batch=* :* 301 alice bob :offline since *, message stored");
        hears(&s->alice, "BATCH -*");
    }
}

static void guests_talk_only_to_who_is_here(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "PRIVMSG bob :hello");
    hears(&s->bob, ":carol!* PRIVMSG bob :hello");
    says(&s->bob, "PRIVMSG carol :hello");
    hears(&s->carol, ":bob!* PRIVMSG carol :hello");
    leaves_for_long(s, &s->bob);
    says(&s->carol, "PRIVMSG bob :hello?");
    hears(&s->carol, "531 carol bob :They are offline: log in to leave messages");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_nothing(&s->bob);
}

static void a_guest_may_talk_to_itself(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "PRIVMSG carol :hello");
    hears(&s->carol, ":carol!* PRIVMSG carol :hello");
    hears_nothing(&s->carol);
}

static void questions_of_clients_are_not_stored(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG bob :\1VERSION\1");
    hears(&s->alice, "401 alice bob :No such nick or room");
    says(&s->alice, "PRIVMSG #tea :\1VERSION\1");
    says(&s->alice, "PRIVMSG #tea :\1ACTION waves\1");
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
    hears(&s->bob, ":alice!* PRIVMSG #tea :\1ACTION [2026-01-01 00:01] waves\1");
}

static void words_for_ops_are_heard_by_ops(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    ignores(&s->carol);
    ignores(&s->alice);
    ignores(&s->bob);
    says(&s->bob, "PRIVMSG @#tea :help");
    hears(&s->alice, ":bob!* PRIVMSG @#tea :help");
    hears_nothing(&s->carol);
}

static void nickserv_keeps_no_secrets(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "PRIVMSG NickServ :REGISTER hunter2");
    hears(&s->carol, ":NickServ!NickServ@parlor.local NOTICE carol :carol is now yours;*");
    hears(&s->carol, "900 carol *");
    hears_nothing(&s->carol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(a_room_hears_what_is_said_and_the_speaker_does_not),
        ROOMS(nobody_hears_a_message_before_it_is_on_disk),
        ROOMS(without_echo_a_label_is_acknowledged),
        ROOMS(what_is_not_stored_does_not_overtake_what_is),
        ROOMS(what_was_said_is_heard_even_if_the_speaker_is_gone_by_then),
        ROOMS(a_full_disk_is_said_and_nothing_is_published),
        ROOMS(every_device_hears_everything_once),
        ROOMS(other_devices_without_echo_are_not_told_of_private_words),
        ROOMS(talking_to_oneself_is_echoed_and_delivered),
        ROOMS(several_targets_share_a_label_in_one_batch),
        ROOMS(faulty_messages_are_answered_but_not_faulty_notices),
        ROOMS(what_would_not_fit_for_others_is_refused_whole),
        ROOMS(clients_own_tags_come_along_and_no_others),
        ROOMS(the_absent_get_it_later_and_the_sender_is_told_sometimes),
        ROOMS(who_just_lost_the_connection_is_offline_since_then),
        ROOMS(a_label_makes_a_batch_of_echo_and_absence),
        ROOMS(guests_talk_only_to_who_is_here),
        ROOMS(a_guest_may_talk_to_itself),
        ROOMS(questions_of_clients_are_not_stored),
        ROOMS(words_for_ops_are_heard_by_ops),
        ROOMS(nickserv_keeps_no_secrets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
