#include "rooms_scene.h"

/* alice owns #tea, bob and carol are guests outside. */
static void people_come(struct scene *s)
{
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->alice, "JOIN #tea");
    ignores(&s->alice);
}

static void the_first_to_join_owns_the_room(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, ":bob!* JOIN #tea");
    hears(&s->bob, "353 bob = #tea :~bob");
    hears(&s->bob, "366 bob #tea :End of /NAMES list");
    hears_nothing(&s->bob);
    says(&s->bob, "MODE #tea");
    hears(&s->bob, "324 bob #tea +nt");
    hears(&s->bob, "329 bob #tea *");
}

static void who_comes_later_is_a_plain_member_and_all_are_told(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->bob, "JOIN #TEA");
    hears(&s->bob, ":bob!* JOIN #tea");
    hears(&s->bob, "353 bob = #tea :~alice bob");
    hears(&s->bob, "366 bob #tea :*");
    hears(&s->alice, ":bob!* JOIN #tea");
    hears_nothing(&s->alice);
}

static void who_comes_is_shown_the_topic(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "TOPIC #tea :the kettle is on");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, ":bob!* JOIN #tea");
    hears(&s->bob, "332 bob #tea :the kettle is on");
    hears(&s->bob, "333 bob #tea alice!* :*");
    hears(&s->bob, "353 *");
}

static void a_topic_that_was_removed_is_not_shown(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "TOPIC #tea :the kettle is on");
    says(&s->alice, "TOPIC #tea :");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, ":bob!* JOIN #tea");
    hears(&s->bob, "353 *");
}

static void several_rooms_are_joined_at_once_with_their_keys(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "MODE #tea +k green");
    says(&s->bob, "JOIN #tea,#cakes green");
    hears(&s->bob, ":bob!* JOIN #tea");
    hears_at_last(&s->bob, ":bob!* JOIN #cakes");
}

static void joining_again_says_nothing(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "JOIN #Tea");
    hears_nothing(&s->alice);
}

static void join_without_a_room_is_incomplete(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->bob, "JOIN");
    hears(&s->bob, "461 bob JOIN :Not enough parameters");
}

static void join_0_leaves_all_rooms(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->bob, "JOIN #tea,#cakes");
    ignores(&s->bob);
    says(&s->bob, "JOIN 0");
    hears(&s->bob, ":bob!* PART #tea");
    hears(&s->bob, ":bob!* PART #cakes");
    hears_nothing(&s->bob);
    hears_at_last(&s->alice, ":bob!* PART #tea");
}

static void what_is_no_name_of_a_room_is_refused(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "JOIN tea");
    hears(&s->bob, "403 bob tea :No such room");
    says(&s->bob, "JOIN #");
    hears(&s->bob, "476 bob # :Not a room's name*");
    says(&s->bob, "JOIN :#green tea");
    hears(&s->bob, "476 bob * :Not a room's name*");
    says(&s->bob, "JOIN #a:b");
    hears(&s->bob, "476 bob #a:b :*");
    says(&s->bob, "JOIN &tea");
    hears(&s->bob, "476 bob &tea :*");
    hears_nothing(&s->bob);
}

static void nobody_joins_more_rooms_than_allowed(void **state)
{
    struct scene *s = *state;
    s->rig.config.rooms_max = 2;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "JOIN #one,#two,#three");
    hears_at_last(&s->bob, "366 bob #two *");
    hears(&s->bob, "405 bob #three :You have joined too many rooms");
    hears_nothing(&s->bob);
}

static void a_key_must_be_known(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "MODE #tea +k green");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, "475 bob #tea :Cannot join room (+k)");
    says(&s->bob, "JOIN #tea Green");
    hears(&s->bob, "475 bob #tea :*");
    says(&s->bob, "JOIN #tea green");
    hears(&s->bob, ":bob!* JOIN #tea");
}

static void a_full_room_takes_nobody_in(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "MODE #tea +l 2");
    says(&s->bob, "JOIN #tea");
    ignores(&s->bob);
    says(&s->carol, "JOIN #tea");
    hears(&s->carol, "471 carol #tea :Cannot join room (+l)");
}

static void who_is_banned_stays_out(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "MODE #tea +b bob");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, "474 bob #tea :Cannot join room (+b)");
    says(&s->carol, "JOIN #tea");
    hears(&s->carol, ":carol!* JOIN #tea");
}

static void a_ban_of_an_account_follows_its_devices(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "JOIN #tea");
    says(&s->bob, "MODE #tea +b $a:alice");
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    says(&s->alice, "JOIN #tea");
    hears(&s->alice, "474 alice #tea :*");
}

static void an_invite_opens_a_closed_room_once(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "MODE #tea +i");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, "473 bob #tea :Cannot join room (+i)");
    says(&s->alice, "INVITE bob #tea");
    hears(&s->bob, ":alice!* INVITE bob :#tea");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, ":bob!* JOIN #tea");
    says(&s->bob, "PART #tea");
    ignores(&s->bob);
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, "473 bob #tea :*");
}

static void extended_join_shows_account_and_real_name(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "extended-join");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, ":bob!* JOIN #tea * :bob");
    hears_at_last(&s->bob, "366 *");
    says(&s->carol, "JOIN #tea");
    ignores(&s->carol);
    ignores(&s->bob);
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    says(&s->alice, "JOIN #tea");
    hears(&s->bob, ":alice!* JOIN #tea alice :alice");
    hears_nothing(&s->bob);
    hears(&s->carol, ":alice!* JOIN #tea");
    hears_nothing(&s->carol);
}

static void who_comes_while_away_is_shown_as_away(void **state)
{
    struct scene *s = *state;
    people_come(s);
    comes_as_guest(s, &s->alice_phone, "dora", "away-notify");
    says(&s->alice_phone, "JOIN #tea");
    ignores(&s->alice_phone);
    ignores(&s->alice);
    says(&s->bob, "AWAY :asleep");
    ignores(&s->bob);
    says(&s->bob, "JOIN #tea");
    hears(&s->alice_phone, ":bob!* JOIN #tea");
    hears(&s->alice_phone, ":bob!* AWAY *asleep");
    hears(&s->alice, ":bob!* JOIN #tea");
    hears_nothing(&s->alice);
    hears_no_such(&s->bob, "*AWAY*");
}

static void a_labelled_join_is_answered_by_one_batch(void **state)
{
    struct scene *s = *state;
    people_come(s);
    comes_as_guest(s, &s->alice_phone, "dora", "batch labeled-response");
    says(&s->alice_phone, "@label=x1 JOIN #tea");
    hears(&s->alice_phone, "@label=x1 BATCH +b1 labeled-response");
    hears(&s->alice_phone, "@batch=b1 :dora!* JOIN #tea");
    hears(&s->alice_phone, "@batch=b1 353 dora = #tea :~alice dora");
    hears(&s->alice_phone, "@batch=b1 366 dora #tea :*");
    hears(&s->alice_phone, "BATCH -b1");
    hears_nothing(&s->alice_phone);
}

static void names_are_not_shown_to_who_does_not_want_them(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "no-implicit-names");
    says(&s->bob, "JOIN #tea");
    hears(&s->bob, ":bob!* JOIN #tea");
    hears_nothing(&s->bob);
}

static void the_read_marker_comes_before_the_names(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "laptop", "draft/read-marker");
    says(&s->alice, "JOIN #tea");
    hears(&s->alice, ":alice!* JOIN #tea");
    hears(&s->alice, "MARKREAD #tea *");
    hears(&s->alice, "353 alice = #tea :~alice");
}

static void every_device_enters_the_room(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    says(&s->alice, "JOIN #tea");
    hears(&s->alice_phone, ":alice!* JOIN #tea");
    hears(&s->alice_phone, "353 alice = #tea :~alice");
    hears(&s->alice_phone, "366 alice #tea :*");
    hears_nothing(&s->alice_phone);
}

static void a_room_of_an_account_outlives_a_restart(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->alice, "MODE #tea +kl-t green 9");
    says(&s->alice, "TOPIC #tea :the kettle is on");
    scene_restart(s);
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "JOIN #tea green");
    hears(&s->bob, ":bob!* JOIN #tea");
    hears(&s->bob, "332 bob #tea :the kettle is on");
    says(&s->bob, "MODE #tea");
    hears_at_last(&s->bob, "324 bob #tea +kln green 9");
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    says(&s->bob, "NAMES #tea");
    hears_at_last(&s->bob, "353 bob = #tea :~alice bob");
}

static void who_comes_back_is_seen_with_its_ranks(void **state)
{
    struct scene *s = *state;
    people_come(s);
    says(&s->bob, "JOIN #tea");
    says(&s->alice, "QUIT");
    ignores(&s->bob);
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    hears(&s->bob, ":alice!* JOIN #tea");
    hears(&s->bob, "MODE #tea +qo alice alice");
    hears_nothing(&s->bob);
}

static void a_room_of_guests_ends_with_the_last_of_them(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->bob, "JOIN #tea");
    says(&s->bob, "MODE #tea +k green");
    says(&s->bob, "QUIT");
    says(&s->carol, "JOIN #tea");
    hears(&s->carol, ":carol!* JOIN #tea");
    hears(&s->carol, "353 carol = #tea :~carol");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(the_first_to_join_owns_the_room),
        ROOMS(who_comes_later_is_a_plain_member_and_all_are_told),
        ROOMS(who_comes_is_shown_the_topic),
        ROOMS(a_topic_that_was_removed_is_not_shown),
        ROOMS(several_rooms_are_joined_at_once_with_their_keys),
        ROOMS(joining_again_says_nothing),
        ROOMS(join_without_a_room_is_incomplete),
        ROOMS(join_0_leaves_all_rooms),
        ROOMS(what_is_no_name_of_a_room_is_refused),
        ROOMS(nobody_joins_more_rooms_than_allowed),
        ROOMS(a_key_must_be_known),
        ROOMS(a_full_room_takes_nobody_in),
        ROOMS(who_is_banned_stays_out),
        ROOMS(a_ban_of_an_account_follows_its_devices),
        ROOMS(an_invite_opens_a_closed_room_once),
        ROOMS(extended_join_shows_account_and_real_name),
        ROOMS(who_comes_while_away_is_shown_as_away),
        ROOMS(a_labelled_join_is_answered_by_one_batch),
        ROOMS(names_are_not_shown_to_who_does_not_want_them),
        ROOMS(the_read_marker_comes_before_the_names),
        ROOMS(every_device_enters_the_room),
        ROOMS(a_room_of_an_account_outlives_a_restart),
        ROOMS(who_comes_back_is_seen_with_its_ranks),
        ROOMS(a_room_of_guests_ends_with_the_last_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
