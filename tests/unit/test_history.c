#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "talk_scene.h"

static void two_accounts_share_one_conversation(void **state)
{
    (void)state;
    char *there = history_pair("alice", "bob");
    char *back = history_pair("bob", "alice");
    assert_string_equal(there, "alice bob");
    assert_string_equal(back, "alice bob");
    free(there);
    free(back);
}

static void time_in_a_conversation_never_goes_back(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "server-time echo-message", "");
    says(&s->alice, "PRIVMSG #tea :one");
    s->rig.server.now_ms -= 3600000;
    says(&s->alice, "PRIVMSG #tea :two");
    says(&s->alice, "PRIVMSG bob :three");
    hears(&s->alice, "@time=2026-01-01T00:00:00.000Z :alice!* PRIVMSG #tea :one");
    hears(&s->alice, "@time=2026-01-01T00:00:00.000Z :alice!* PRIVMSG #tea :two");
    hears(&s->alice, "@time=2025-12-31T23:00:00.000Z :alice!* PRIVMSG bob :three");
}

static void what_guests_say_in_a_room_waits_too(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    leaves_for_long(s, &s->bob);
    says(&s->carol, "PRIVMSG #tea :hello");
    loses_connection(&s->carol);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 1 message");
    hears(&s->bob, ":carol!carol@* PRIVMSG #tea :* hello");
}

static void a_room_is_heard_between_joining_and_leaving(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->bob, "PART #tea");
    says(&s->alice, "PRIVMSG #tea :before");
    says(&s->bob, "JOIN #tea");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG #tea :meanwhile");
    says(&s->alice, "KICK #tea bob");
    says(&s->alice, "PRIVMSG #tea :after");
    comes_back(s, &s->bob, "bob", "desk", "");
    hears_at_last(&s->bob, "NOTICE bob :While you were away: 1 message");
    hears(&s->bob, ":alice!* PRIVMSG #tea :* meanwhile");
    acknowledges(&s->bob);
    hears_nothing(&s->bob);
}

static void who_said_what_keeps_its_order_across_conversations(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    for (int i = 1; i <= 5; i++)
        says_each(&s->alice, i % 2 ? "PRIVMSG bob :number %d." : "PRIVMSG #tea :number %d.", i, i);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :*5 messages");
    for (int i = 1; i <= 5; i++) {
        char *line = next_line(&s->bob);
        const char *number = strstr(line, "number ");
        assert_non_null(number);
        assert_int_equal(number[strlen("number ")], '0' + i);
        free(line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_accounts_share_one_conversation),
        ROOMS(time_in_a_conversation_never_goes_back),
        ROOMS(what_guests_say_in_a_room_waits_too),
        ROOMS(a_room_is_heard_between_joining_and_leaving),
        ROOMS(who_said_what_keeps_its_order_across_conversations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
