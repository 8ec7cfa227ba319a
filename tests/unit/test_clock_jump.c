#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "talk_scene.h"

#define CAPS "batch echo-message message-tags server-time draft/chathistory"

#define HOUR_MS ((int64_t)3600000)
#define DAY_MS  (24 * HOUR_MS)

static void clock_jumps(struct scene *s, int64_t ms)
{
    s->rig.server.now_ms += ms;
    time_passes(s, 1000);
}

/* alice says something; her echo's msgid, to free; its time is not before *time, and goes there. */
static char *says_after(struct scene *s, const char *line, char **time)
{
    says(&s->alice, line);
    char *echo = next_line(&s->alice);
    char *now = tag_of(echo, "time");
    assert_true(!*time || strcmp(*time, now) <= 0);
    free(*time);
    *time = now;
    char *msgid = tag_of(echo, "msgid");
    free(echo);
    return msgid;
}

static void order_and_pages_stay_whatever_the_clock_does(void **state)
{
    struct scene *s = *state;
    static const int64_t jumps[] = {0, -HOUR_MS, 0, DAY_MS, 0, -2 * DAY_MS, 1000};
    friends_meet(s, CAPS, "");
    char *time = NULL;
    char *first = says_after(s, "PRIVMSG #tea :first", &time);
    for (size_t i = 0; i < sizeof(jumps) / sizeof(jumps[0]); i++) {
        clock_jumps(s, jumps[i]);
        ignores(&s->alice);
        free(says_after(s, i % 2 ? "PRIVMSG #tea :odd" : "PRIVMSG #tea :even", &time));
        free(says_after(s, "PRIVMSG #tea :\1ACTION waits\1", &time));
    }
    char ask[100];
    snprintf(ask, sizeof(ask), "CHATHISTORY AFTER #tea msgid=%s 100", first);
    says(&s->alice, ask);
    hears(&s->alice, "* BATCH +* chathistory *");
    for (size_t i = 0; i < sizeof(jumps) / sizeof(jumps[0]); i++) {
        hears(&s->alice, i % 2 ? "* PRIVMSG #tea :odd" : "* PRIVMSG #tea :even");
        hears(&s->alice, "* PRIVMSG #tea :\1ACTION waits\1");
    }
    hears(&s->alice, "* BATCH -*");
    free(first);
    free(time);
}

static void nobody_is_cut_off_or_asked_or_slowed_down(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.flood = (struct throttle_rate){.burst = 10, .per_second = 10};
    clock_jumps(s, -HOUR_MS);
    clock_jumps(s, DAY_MS);
    clock_jumps(s, -DAY_MS);
    hears_nothing(&s->alice);
    assert_true(is_connected(&s->alice) && is_connected(&s->bob));
    says(&s->alice, "PING x");
    assert_int_equal(has_to_wait_ms(s, &s->alice), 0);
    time_passes(s, 90000);
    hears_at_last(&s->alice, "PING *");
}

static void the_grace_of_who_lost_the_connection_is_as_long_as_ever(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    loses_connection(&s->bob);
    clock_jumps(s, DAY_MS);
    clock_jumps(s, -2 * DAY_MS);
    hears_nothing(&s->alice);
    time_passes(s, 30000);
    hears(&s->alice, ":bob!* QUIT *");
}

static void what_waited_is_caught_up_with_in_order(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    leaves_for_long(s, &s->bob);
    says(&s->alice, "PRIVMSG bob :one");
    clock_jumps(s, -HOUR_MS);
    says(&s->alice, "PRIVMSG #tea :two");
    clock_jumps(s, DAY_MS);
    says(&s->alice, "PRIVMSG bob :three");
    clock_jumps(s, -DAY_MS);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
    hears(&s->bob, "NOTICE bob :While you were away: 3 messages");
    hears(&s->bob, "* PRIVMSG bob :* one");
    hears(&s->bob, "* PRIVMSG #tea :* two");
    hears(&s->bob, "* PRIVMSG bob :* three");
}

static void a_name_is_not_unused_because_the_clock_says_so(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    s->rig.config.unused_expiry_ms = 30 * DAY_MS;
    leaves_for_long(s, &s->bob);
    clock_jumps(s, 365 * DAY_MS);
    time_passes(s, 3 * HOUR_MS);
    clock_jumps(s, -365 * DAY_MS);
    comes_back_to_tea(s, &s->bob, "bob", "desk", "");
}

static void nobody_is_idle_for_less_than_nothing(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->alice, "PRIVMSG #tea :hello");
    clock_jumps(s, -HOUR_MS);
    says(&s->bob, "WHOIS alice");
    hears_at_last(&s->bob, "317 bob alice 0 *");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(order_and_pages_stay_whatever_the_clock_does),
        ROOMS(nobody_is_cut_off_or_asked_or_slowed_down),
        ROOMS(the_grace_of_who_lost_the_connection_is_as_long_as_ever),
        ROOMS(what_waited_is_caught_up_with_in_order),
        ROOMS(a_name_is_not_unused_because_the_clock_says_so),
        ROOMS(nobody_is_idle_for_less_than_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
