#include <stdlib.h>
#include <string.h>

#include "talk_scene.h"

static void who_goes_away_is_told_so_and_so_are_the_others(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "away-notify");
    says(&s->alice, "AWAY :at the shop");
    hears(&s->alice, "306 alice :You have been marked as being away");
    hears(&s->bob, ":alice!* AWAY :at the shop");
    says(&s->alice, "AWAY");
    hears(&s->alice, "305 alice :You are no longer marked as being away");
    hears(&s->bob, ":alice!* AWAY");
    says(&s->bob, "AWAY :too");
    hears_nothing(&s->alice);
}

static void who_writes_to_the_away_is_told_why(void **state)
{
    struct scene *s = *state;
    friends_meet(s, "", "");
    says(&s->bob, "AWAY :asleep");
    says(&s->alice, "PRIVMSG bob :hello");
    hears(&s->alice, "301 alice bob :asleep");
    says(&s->alice, "NOTICE bob :hello");
    hears_nothing(&s->alice);
}

static void a_long_reason_is_cut(void **state)
{
    struct scene *s = *state;
    char line[450] = "AWAY :";
    friends_meet(s, "", "away-notify");
    memset(line + strlen(line), 'z', sizeof(line) - 1 - strlen(line));
    says(&s->alice, line);
    char *heard = next_line(&s->bob);
    assert_int_equal(strlen(strchr(heard, 'z')), 300);
    free(heard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(who_goes_away_is_told_so_and_so_are_the_others),
        ROOMS(who_writes_to_the_away_is_told_why),
        ROOMS(a_long_reason_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
