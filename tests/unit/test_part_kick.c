#include <stdio.h>
#include <string.h>

#include "rooms_scene.h"

/* A reason that no line can carry behind a source. */
static void says_too_much(struct person *person, const char *begin)
{
    char line[506];
    int n = snprintf(line, sizeof(line), "%s :", begin);
    memset(line + n, 'x', sizeof(line) - 1 - (size_t)n);
    line[sizeof(line) - 1] = '\0';
    says(person, line);
}

/* ---- PART ---- */

static void who_leaves_may_say_why(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "PART #tea :cold tea");
    hears(&s->bob, ":bob!* PART #tea :cold tea");
    hears(&s->alice, ":bob!* PART #tea :cold tea");
    says(&s->bob, "PART #tea");
    hears(&s->bob, "442 bob #tea :You are not in that room");
    says(&s->alice, "NAMES #tea");
    hears(&s->alice, "353 alice = #tea :~alice");
}

static void one_leaves_several_rooms_at_once(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "JOIN #cakes");
    ignores(&s->bob);
    says(&s->bob, "PART #cakes,#soup,#tea");
    hears(&s->bob, ":bob!* PART #cakes");
    hears(&s->bob, "403 bob #soup :No such room");
    hears(&s->bob, ":bob!* PART #tea");
}

static void leaving_wants_a_room(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "PART");
    hears(&s->bob, "461 bob PART :Not enough parameters");
}

static void a_reason_is_never_cut(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says_too_much(&s->bob, "PART #tea");
    hears(&s->bob, "417 bob :Input line was too long");
    says_too_much(&s->alice, "KICK #tea bob");
    hears(&s->alice, "417 alice :*");
    hears_nothing(&s->bob);
}

static void a_secret_room_is_not_there_for_strangers(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +s");
    says(&s->carol, "PART #tea");
    hears(&s->carol, "403 carol #tea :No such room");
    says(&s->carol, "PART #soup");
    hears(&s->carol, "403 carol #soup :No such room");
    says(&s->carol, "KICK #tea bob");
    hears(&s->carol, "403 carol #tea :No such room");
    says(&s->carol, "INVITE bob #tea");
    hears(&s->carol, "403 carol #tea :No such room");
}

static void who_left_is_not_brought_back_by_a_restart(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    comes_as_account(s, &s->alice_phone, "dora", "phone", "");
    says(&s->alice_phone, "JOIN #tea");
    says(&s->alice_phone, "PART #tea");
    scene_restart(s);
    comes_as_account(s, &s->alice_phone, "dora", "phone", "");
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    says(&s->alice, "NAMES #tea");
    hears_at_last(&s->alice, "353 alice = #tea :~alice");
}

static void a_room_ends_when_its_last_member_leaves(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "PART #tea");
    says(&s->alice, "TOPIC #tea :old");
    says(&s->alice, "PART #tea");
    ignores(&s->bob);
    says(&s->bob, "MODE #tea");
    hears(&s->bob, "403 bob #tea :*");
    scene_restart(s);
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    hears(&s->carol, ":carol!* JOIN #tea");
    hears(&s->carol, "353 carol = #tea :~carol");
}

static void the_default_room_stays_when_everybody_leaves(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "PART #lobby");
    ignores(&s->bob);
    says(&s->bob, "JOIN #lobby");
    hears(&s->bob, ":bob!* JOIN #lobby");
    hears(&s->bob, "353 bob = #lobby :bob");
}

/* ---- KICK ---- */

static void an_op_puts_somebody_out(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "KICK #tea Bob :no coffee here");
    hears(&s->alice, ":alice!* KICK #tea bob :no coffee here");
    hears(&s->bob, ":alice!* KICK #tea bob :no coffee here");
    says(&s->bob, "PRIVMSG #tea :hello?");
    hears(&s->bob, "404 bob #tea :*");
}

static void a_kick_without_reason_names_the_kicker(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "KICK #tea bob");
    hears(&s->bob, ":alice!* KICK #tea bob :alice");
}

static void several_are_put_out_at_once(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "JOIN #tea");
    ignores(&s->alice);
    says(&s->alice, "KICK #tea bob,carol :closing");
    hears(&s->alice, ":alice!* KICK #tea bob :closing");
    hears(&s->alice, ":alice!* KICK #tea carol :closing");
    hears_at_last(&s->carol, ":alice!* KICK #tea carol :closing");
}

static void who_kicks_himself_kicks_nobody_after_that(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "KICK #tea alice,bob");
    hears(&s->alice, ":alice!* KICK #tea alice :alice");
    hears(&s->alice, "442 alice #tea :*");
    hears(&s->bob, ":alice!* KICK #tea alice :alice");
    hears_nothing(&s->bob);
}

static void kicking_is_refused_to_whom_it_is_not_given(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "KICK #tea");
    hears(&s->alice, "461 alice KICK :*");
    says(&s->alice, "KICK #soup bob");
    hears(&s->alice, "403 alice #soup :*");
    says(&s->alice, "KICK #tea nobody");
    hears(&s->alice, "401 alice nobody :*");
    says(&s->alice, "KICK #tea carol");
    hears(&s->alice, "441 alice carol #tea :They are not in that room");
    says(&s->carol, "KICK #tea bob");
    hears(&s->carol, "442 carol #tea :*");
    says(&s->bob, "KICK #tea alice");
    hears(&s->bob, "482 bob #tea :You are not a channel operator");
}

static void an_op_does_not_put_the_owner_out(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +o bob");
    ignores(&s->bob);
    says(&s->bob, "KICK #tea alice");
    hears(&s->bob, "482 bob #tea :alice owns the room");
}

static void a_member_who_is_offline_can_be_put_out(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    comes_as_account(s, &s->alice_phone, "dora", "phone", "");
    says(&s->alice_phone, "JOIN #tea");
    says(&s->alice_phone, "QUIT");
    ignores(&s->alice);
    says(&s->alice, "KICK #tea dora");
    hears(&s->alice, ":alice!* KICK #tea dora :alice");
    comes_as_account(s, &s->alice_phone, "dora", "phone", "");
    says(&s->alice, "NAMES #tea");
    hears_at_last(&s->alice, "353 alice = #tea :~alice bob");
}

/* ---- INVITE ---- */

static void an_invite_reaches_who_is_invited(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "INVITE Carol #TEA");
    hears(&s->bob, "341 bob carol :#tea");
    hears(&s->carol, ":bob!* INVITE carol :#tea");
    hears_nothing(&s->alice);
    says(&s->carol, "INVITE");
    hears(&s->carol, "336 carol :#tea");
    hears(&s->carol, "337 carol :End of /INVITE list");
}

static void an_invite_is_refused_to_whom_it_is_not_given(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "INVITE carol");
    hears(&s->bob, "461 bob INVITE :*");
    says(&s->bob, "INVITE carol #soup");
    hears(&s->bob, "403 bob #soup :*");
    says(&s->bob, "INVITE nobody #tea");
    hears(&s->bob, "401 bob nobody :*");
    says(&s->carol, "INVITE bob #tea");
    hears(&s->carol, "442 carol #tea :*");
    says(&s->bob, "INVITE alice #tea");
    hears(&s->bob, "443 bob alice #tea :is already in the room");
    says(&s->alice, "MODE #tea +i");
    ignores(&s->bob);
    says(&s->bob, "INVITE carol #tea");
    hears(&s->bob, "482 bob #tea :*");
}

static void who_invites_somebody_away_is_told(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "AWAY :asleep");
    says(&s->bob, "INVITE carol #tea");
    hears(&s->bob, "341 *");
    hears(&s->bob, "301 bob carol :asleep");
}

/* dora logs in again, and nothing of it is read away. */
static void says_hello(struct scene *s, struct person *person)
{
    connects(s, person);
    says(person, "PASS :dora@phone:secret of dora");
    says(person, "NICK dora");
    says(person, "USER dora 0 * :dora");
}

static void an_invite_waits_for_who_is_offline(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +i");
    comes_as_account(s, &s->alice_phone, "dora", "phone", "");
    says(&s->alice_phone, "QUIT");
    ignores(&s->alice);
    says(&s->alice, "INVITE dora #tea");
    hears(&s->alice, "341 alice dora :#tea");
    scene_restart(s);
    says_hello(s, &s->alice_phone);
    hears_at_last(&s->alice_phone, "INVITE dora :#tea");
    says(&s->alice_phone, "JOIN #tea");
    hears_at_last(&s->alice_phone, ":dora!* JOIN #tea");
}

static void a_guests_invite_is_not_for_the_next_of_that_name(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +i");
    says(&s->alice, "INVITE carol #tea");
    says(&s->carol, "QUIT");
    time_passes(s, 1000);
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "JOIN #tea");
    hears(&s->carol, "473 carol #tea :*");
}

static void those_who_could_have_invited_are_told(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    comes_as_guest(s, &s->alice_phone, "dora", "invite-notify");
    says(&s->alice_phone, "JOIN #tea");
    ignores(&s->alice_phone);
    says(&s->bob, "INVITE carol #tea");
    hears(&s->alice_phone, ":bob!* INVITE carol :#tea");
    says(&s->alice, "MODE #tea +i");
    ignores(&s->alice_phone);
    says(&s->alice, "INVITE carol #tea");
    hears_nothing(&s->alice_phone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(who_leaves_may_say_why),
        ROOMS(one_leaves_several_rooms_at_once),
        ROOMS(leaving_wants_a_room),
        ROOMS(a_reason_is_never_cut),
        ROOMS(a_secret_room_is_not_there_for_strangers),
        ROOMS(who_left_is_not_brought_back_by_a_restart),
        ROOMS(a_room_ends_when_its_last_member_leaves),
        SCENE(the_default_room_stays_when_everybody_leaves),
        ROOMS(an_op_puts_somebody_out),
        ROOMS(a_kick_without_reason_names_the_kicker),
        ROOMS(several_are_put_out_at_once),
        ROOMS(who_kicks_himself_kicks_nobody_after_that),
        ROOMS(kicking_is_refused_to_whom_it_is_not_given),
        ROOMS(an_op_does_not_put_the_owner_out),
        ROOMS(a_member_who_is_offline_can_be_put_out),
        ROOMS(an_invite_reaches_who_is_invited),
        ROOMS(an_invite_is_refused_to_whom_it_is_not_given),
        ROOMS(who_invites_somebody_away_is_told),
        ROOMS(an_invite_waits_for_who_is_offline),
        ROOMS(a_guests_invite_is_not_for_the_next_of_that_name),
        ROOMS(those_who_could_have_invited_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
