#include <stdlib.h>
#include <string.h>

#include "talk_scene.h"

#define CAPS "batch echo-message labeled-response message-tags server-time parlor.chat/idempotency"

/* Says the line twice; the second answer is the first one again, and says so. */
static void is_answered_alike(struct scene *s, struct person *person, const char *line)
{
    char *time[2];
    char *msgid[2];
    for (int i = 0; i < 2; i++) {
        says(person, line);
        char *echo = next_line(person);
        assert_int_equal(strstr(echo, ";parlor.chat/dup ") != NULL, i);
        time[i] = tag_of(echo, "time");
        msgid[i] = tag_of(echo, "msgid");
        free(echo);
        time_passes(s, 1000);
    }
    assert_string_equal(time[0], time[1]);
    assert_string_equal(msgid[0], msgid[1]);
    for (int i = 0; i < 2; i++) {
        free(time[i]);
        free(msgid[i]);
    }
}

static void what_is_said_again_with_its_key_is_echoed_and_not_heard(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "message-tags");
    is_answered_alike(s, &s->alice, "@parlor.chat/idem=k1 PRIVMSG #tea :hello");
    hears(&s->bob, "@msgid=* :alice!* PRIVMSG #tea :hello");
    is_answered_alike(s, &s->alice, "@parlor.chat/idem=k2 NOTICE bob :hello");
    hears_at_last(&s->bob, "@msgid=* :alice!* NOTICE bob :hello");
    hears_no_such(&s->bob, "*hello");
}

static void so_it_is_after_a_new_connection_and_a_restart(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    says(&s->alice, "@parlor.chat/idem=k1 PRIVMSG #tea :hello");
    char *first = tag_of(s->alice.unread.data, "msgid");
    ignores(&s->alice);
    leaves_for_long(s, &s->alice);
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "other", CAPS);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "*hello");
    says(&s->alice, "@label=1;parlor.chat/idem=k1 PRIVMSG #tea :hello");
    hears_at_last(&s->alice, "@label=1;*;parlor.chat/dup :alice!* PRIVMSG #tea :hello");
    says(&s->alice, "@parlor.chat/idem=k1 PRIVMSG #tea :hello");
    char *again = tag_of(s->alice.unread.data, "msgid");
    assert_string_equal(first, again);
    hears_no_such(&s->bob, "* PRIVMSG *");
    free(first);
    free(again);
}

static void it_may_be_said_again_before_the_first_is_on_disk(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    disk_is_slow(s);
    says(&s->alice, "@label=1;parlor.chat/idem=k PRIVMSG bob :hello");
    says(&s->alice, "@label=2;parlor.chat/idem=k PRIVMSG bob :hello");
    disk_answers(s);
    hears(&s->alice, "@label=1;time=*;msgid=* :alice!* PRIVMSG bob :hello");
    hears(&s->alice, "@label=2;time=*;msgid=*;parlor.chat/dup :alice!* PRIVMSG bob :hello");
    hears(&s->bob, ":alice!* PRIVMSG bob :hello");
    hears_nothing(&s->bob);
}

static void without_echo_a_repetition_is_acknowledged(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "labeled-response message-tags parlor.chat/idempotency", "");
    for (int i = 0; i < 2; i++) {
        says(&s->alice, "@label=x;parlor.chat/idem=k PRIVMSG #tea :hello");
        hears(&s->alice, "@label=x :parlor.local ACK");
    }
    hears(&s->bob, "* PRIVMSG #tea :hello");
    hears_nothing(&s->bob);
}

static void the_keys_of_others_are_others(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->alice, "@parlor.chat/idem=k PRIVMSG #tea :from alice");
    says(&s->bob, "@parlor.chat/idem=k PRIVMSG #tea :from bob");
    hears_at_last(&s->alice, "* :bob!* PRIVMSG #tea :from bob");
    hears_at_last(&s->bob, "* :bob!* PRIVMSG #tea :from bob");
}

static void each_of_several_targets_hears_it_once(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    for (int i = 0; i < 2; i++)
        says(&s->alice, "@parlor.chat/idem=k PRIVMSG #tea,bob :hello");
    hears(&s->bob, ":alice!* PRIVMSG #tea :hello");
    hears(&s->bob, ":alice!* PRIVMSG bob :hello");
    hears_nothing(&s->bob);
    hears(&s->alice, "@time=*;msgid=* PRIVMSG #tea :hello");
    hears(&s->alice, "@time=*;msgid=* PRIVMSG bob :hello");
    hears(&s->alice, "@*;parlor.chat/dup :* PRIVMSG #tea :hello");
    hears(&s->alice, "@*;parlor.chat/dup :* PRIVMSG bob :hello");
}

static void a_key_that_was_used_elsewhere_is_refused(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    says(&s->alice, "@parlor.chat/idem=k PRIVMSG #tea :hello");
    ignores(&s->alice);
    ignores(&s->bob);
    says(&s->alice, "@label=1;parlor.chat/idem=k PRIVMSG bob :hello");
    hears(&s->alice, "@label=1;* FAIL PRIVMSG IDEM_REUSED bob :*");
    hears_nothing(&s->bob);
}

static void a_key_is_passed_on_to_nobody(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, CAPS);
    says(&s->alice, "@parlor.chat/idem=secret;+x=y PRIVMSG #tea :hello");
    says(&s->alice, "@parlor.chat/idem=secret;+x=y TAGMSG #tea");
    hears_no_such(&s->bob, "*secret*");
    says(&s->alice, "CHATHISTORY LATEST #tea * 10");
    hears_no_such(&s->alice, "*secret*");
}

/* Said twice, and heard twice. */
static void is_heard_twice(struct scene *s, const char *line)
{
    for (int i = 0; i < 2; i++) {
        says(&s->alice, line);
        hears(&s->bob, ":alice!* PRIVMSG #tea :hello");
    }
    hears_no_such(&s->alice, "*dup*");
}

static void what_is_no_key_is_ignored(void **state)
{
    struct scene *s = *state;
    friends_meet(s, CAPS, "");
    is_heard_twice(s, "@parlor.chat/idem= PRIVMSG #tea :hello");
    is_heard_twice(s, "@parlor.chat/idem=a\\nb PRIVMSG #tea :hello");
    is_heard_twice(s,
                   "@parlor.chat/idem=12345678901234567890123456789012345678901234567890123456789"
                   "012345 PRIVMSG #tea :hello");
    is_heard_twice(s, "@+parlor.chat/idem=k PRIVMSG #tea :hello");
}

static void nobody_has_a_key_who_did_not_ask_for_it(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "message-tags", "");
    is_heard_twice(s, "@parlor.chat/idem=k PRIVMSG #tea :hello");
}

static void a_guest_has_none(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    comes_as_guest(s, &s->alice, "alice", CAPS);
    says(&s->bob, "JOIN #tea");
    says(&s->alice, "JOIN #tea");
    ignores(&s->bob);
    is_heard_twice(s, "@parlor.chat/idem=k PRIVMSG #tea :hello");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(what_is_said_again_with_its_key_is_echoed_and_not_heard),
        ROOMS(so_it_is_after_a_new_connection_and_a_restart),
        ROOMS(it_may_be_said_again_before_the_first_is_on_disk),
        ROOMS(without_echo_a_repetition_is_acknowledged),
        ROOMS(the_keys_of_others_are_others),
        ROOMS(each_of_several_targets_hears_it_once),
        ROOMS(a_key_that_was_used_elsewhere_is_refused),
        ROOMS(a_key_is_passed_on_to_nobody),
        ROOMS(what_is_no_key_is_ignored),
        ROOMS(nobody_has_a_key_who_did_not_ask_for_it),
        ROOMS(a_guest_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
