/* What outlives a restart. */
#include "server_scene.h"

static void a_room_is_as_it_was(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "JOIN #Tea");
    says(&s->alice, "TOPIC #tea :kettle is on");
    says(&s->alice, "MODE #tea +imkl sesame 9");
    says(&s->alice, "MODE #tea +b bob!*@*");
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "MODE #tea");
    hears(&s->alice, "324 alice #Tea +*i*m*n*t* sesame 9");
    says(&s->alice, "TOPIC #tea");
    hears_at_last(&s->alice, "332 alice #Tea :kettle is on");
    hears(&s->alice, "333 alice #Tea alice!alice@user/alice *1767225600");
    says(&s->alice, "MODE #tea +b");
    hears(&s->alice, "367 alice #Tea bob!*@* alice!alice@user/alice *1767225600");
}

static void members_come_back_into_their_rooms_with_their_ranks(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "JOIN #tea");
    scene_restart(s);
    connects(s, &s->alice);
    says(&s->alice, "PASS :alice:secret of alice");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears_at_last(&s->alice, "*JOIN #tea");
    hears(&s->alice, "353 alice = #tea :~alice");
}

static void who_left_the_lobby_is_not_put_there_again(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "PART #lobby");
    loses_connection(&s->alice);
    connects(s, &s->alice);
    says(&s->alice, "PASS :alice:secret of alice");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears_no_such(&s->alice, "*JOIN*");
    scene_restart(s);
    connects(s, &s->alice);
    says(&s->alice, "PASS :alice:secret of alice");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears_no_such(&s->alice, "*JOIN*");
}

static void names_stay_owned(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    scene_restart(s);
    connects(s, &s->bob);
    says(&s->bob, "USER bob 0 * :Bob");
    says(&s->bob, "NICK alice");
    hears(&s->bob, "433 alice alice :Name is registered*");
    says(&s->bob, "NICK a1ice");
    hears(&s->bob, "433 a1ice a1ice :Name looks like*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_room_is_as_it_was),
        SCENE(members_come_back_into_their_rooms_with_their_ranks),
        SCENE(who_left_the_lobby_is_not_put_there_again),
        SCENE(names_stay_owned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
