#include "rooms_scene.h"

static void changes_are_told_in_one_line_and_only_what_changed(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +nmi-t+vl bob 9");
    hears(&s->alice, ":alice!* MODE #tea +mi-t+vl bob 9");
    hears(&s->bob, ":alice!* MODE #tea +mi-t+vl bob 9");
    says(&s->alice, "MODE #tea +m+v bob");
    hears_nothing(&s->alice);
    says(&s->alice, "MODE #tea -mil");
    hears(&s->alice, ":alice!* MODE #tea -mil");
}

static void modes_are_shown_with_key_and_limit(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +ksl green 9");
    ignores(&s->bob);
    says(&s->bob, "MODE #tea");
    hears(&s->bob, "324 bob #tea +klnst green 9");
    hears(&s->bob, "329 bob #tea *");
    says(&s->alice, "MODE #tea -s");
    says(&s->carol, "MODE #tea");
    hears(&s->carol, "324 carol #tea +klnt * 9");
}

static void a_key_goes_without_being_known(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +k green");
    hears(&s->alice, ":alice!* MODE #tea +k green");
    says(&s->alice, "MODE #tea -k");
    hears(&s->alice, ":alice!* MODE #tea -k *");
    says(&s->alice, "MODE #tea -k");
    hears_nothing(&s->alice);
}

static void ranks_are_given_and_taken(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +o BOB");
    hears(&s->alice, ":alice!* MODE #tea +o bob");
    says(&s->alice, "NAMES #tea");
    hears(&s->alice, "353 alice = #tea :~alice @bob");
    hears(&s->alice, "366 *");
    ignores(&s->bob);
    says(&s->bob, "MODE #tea -o+m bob");
    hears(&s->bob, "482 bob #tea :*");
    hears(&s->bob, ":bob!* MODE #tea -o bob");
}

static void ranks_outlive_a_restart(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    comes_as_account(s, &s->alice_phone, "dora", "phone", "");
    says(&s->alice_phone, "JOIN #tea");
    says(&s->alice, "MODE #tea +ov dora dora");
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "laptop", "multi-prefix");
    comes_as_account(s, &s->alice_phone, "dora", "phone", "");
    says(&s->alice, "NAMES #tea");
    hears_at_last(&s->alice, "353 alice = #tea :~@alice @+dora");
}

static void only_an_owner_makes_and_unmakes_owners(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +o bob");
    ignores(&s->bob);
    says(&s->bob, "MODE #tea +q bob");
    hears(&s->bob, "482 bob #tea :Only an owner of the room may do that");
    says(&s->bob, "MODE #tea -o alice");
    hears(&s->bob, "482 bob #tea :Only an owner of the room may do that");
    says(&s->alice, "MODE #tea +q bob");
    hears(&s->bob, ":alice!* MODE #tea +q bob");
    says(&s->bob, "MODE #tea -q alice");
    hears(&s->bob, ":bob!* MODE #tea -q alice");
}

static void bans_are_completed_and_listed_to_members(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +bb carol $a:dora");
    hears(&s->alice, ":alice!* MODE #tea +bb carol!*@* $a:dora");
    ignores(&s->bob);
    says(&s->bob, "MODE #tea b");
    hears(&s->bob, "367 bob #tea carol!*@* alice!* :*");
    hears(&s->bob, "367 bob #tea $a:dora alice!* :*");
    hears(&s->bob, "368 bob #tea :End of room ban list");
    says(&s->carol, "MODE #tea +b");
    hears(&s->carol, "442 carol #tea :*");
    says(&s->alice, "MODE #tea -b CAROL");
    hears(&s->alice, ":alice!* MODE #tea -b carol!*@*");
    says(&s->alice, "MODE #tea -b carol");
    hears_nothing(&s->alice);
}

static void a_banned_member_is_silent(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +b bob!*@*");
    ignores(&s->bob);
    says(&s->bob, "PRIVMSG #tea :hello");
    hears(&s->bob, "404 bob #tea :Cannot send to room");
}

static void the_ban_list_has_an_end(void **state)
{
    struct scene *s = *state;
    s->rig.config.bans_max = 2;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +bbb a b c");
    hears(&s->alice, "478 alice #tea c!*@* :Room ban list is full");
    hears(&s->alice, ":alice!* MODE #tea +bb a!*@* b!*@*");
}

static void six_parameters_are_the_most(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +bbbbbbbm a b c d e f g");
    hears(&s->alice, ":alice!* MODE #tea +bbbbbbm a!*@* b!*@* c!*@* d!*@* e!*@* f!*@*");
}

static void long_bans_take_several_lines(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice,
         "MODE #tea +bbb "
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
         "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
         "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb "
         "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
         "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc");
    hears(&s->alice, ":alice!* MODE #tea +bb aaa*!*@* bbb*!*@*");
    hears(&s->alice, ":alice!* MODE #tea +b ccc*!*@*");
}

static void changes_are_refused_to_whom_they_are_not_given(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "MODE #tea +mi");
    hears(&s->bob, "482 bob #tea :You are not a channel operator");
    says(&s->carol, "MODE #tea +m");
    hears(&s->carol, "442 carol #tea :*");
    says(&s->carol, "MODE #soup");
    hears(&s->carol, "403 carol #soup :*");
    says(&s->alice, "MODE #tea +o nobody");
    hears(&s->alice, "401 alice nobody :*");
    says(&s->alice, "MODE #tea +o carol");
    hears(&s->alice, "441 alice carol #tea :They are not in that room");
    says(&s->alice, "MODE #tea +ov");
    hears(&s->alice, "461 alice MODE :Not enough parameters");
    says(&s->alice, "MODE");
    hears(&s->alice, "461 alice MODE :*");
    says(&s->alice, "MODE #tea +s");
    says(&s->carol, "MODE #tea");
    hears(&s->carol, "403 carol #tea :*");
}

static void unknown_letters_are_named_once(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +zmz\xc3\xa4");
    hears(&s->alice, "472 alice z :is unknown mode char to me");
    hears(&s->alice, "472 alice ? :*");
    hears(&s->alice, ":alice!* MODE #tea +m");
}

static void malformed_parameters_are_refused(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +l many");
    hears(&s->alice, "696 alice #tea l many :A limit is a whole number from 1 on");
    says(&s->alice, "MODE #tea +l 18446744073709551616");
    hears(&s->alice, "696 alice #tea l *");
    says(&s->alice, "MODE #tea +l -1");
    hears(&s->alice, "696 alice #tea l *");
    says(&s->alice, "MODE #tea +k :green tea");
    hears(&s->alice, "525 alice #tea :Key is not well-formed");
    says(&s->alice, "MODE #tea +b :bob carol");
    hears(&s->alice, "696 alice #tea b *");
    says(&s->alice, "MODE #tea +b $x:bob");
    hears(&s->alice, "696 alice #tea b $x:bob :*");
    says(&s->alice, "MODE #tea +b :");
    hears(&s->alice, "461 alice MODE :*");
    hears_nothing(&s->alice);
    hears_nothing(&s->bob);
}

static void a_labelled_change_is_answered_by_the_change(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "labeled-response batch");
    says(&s->bob, "JOIN #tea");
    ignores(&s->bob);
    says(&s->bob, "@label=m MODE #tea +m");
    hears(&s->bob, "@label=m* :bob!* MODE #tea +m");
    says(&s->bob, "@label=n MODE #tea +m");
    hears(&s->bob, "@label=n ACK");
}

/* ---- modes of oneself ---- */

static void one_changes_ones_own_modes(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "MODE BOB");
    hears(&s->bob, "221 bob +");
    says(&s->bob, "MODE bob +iBo");
    hears(&s->bob, ":bob!* MODE bob +iB");
    says(&s->bob, "MODE bob");
    hears(&s->bob, "221 bob +Bi");
    says(&s->bob, "MODE bob -i-B");
    hears(&s->bob, ":bob!* MODE bob -iB");
}

static void modes_of_others_are_theirs(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "MODE alice +i");
    hears(&s->bob, "502 bob :Cannot change mode for other users");
    says(&s->bob, "MODE alice");
    hears(&s->bob, "502 bob :*");
    says(&s->bob, "MODE nobody +i");
    hears(&s->bob, "401 bob nobody :*");
    says(&s->bob, "MODE bob +zz");
    hears(&s->bob, "501 bob :Unknown MODE flag");
    hears_nothing(&s->bob);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(changes_are_told_in_one_line_and_only_what_changed),
        ROOMS(modes_are_shown_with_key_and_limit),
        ROOMS(a_key_goes_without_being_known),
        ROOMS(ranks_are_given_and_taken),
        ROOMS(ranks_outlive_a_restart),
        ROOMS(only_an_owner_makes_and_unmakes_owners),
        ROOMS(bans_are_completed_and_listed_to_members),
        ROOMS(a_banned_member_is_silent),
        ROOMS(the_ban_list_has_an_end),
        ROOMS(six_parameters_are_the_most),
        ROOMS(long_bans_take_several_lines),
        ROOMS(changes_are_refused_to_whom_they_are_not_given),
        ROOMS(unknown_letters_are_named_once),
        ROOMS(malformed_parameters_are_refused),
        ROOMS(a_labelled_change_is_answered_by_the_change),
        ROOMS(one_changes_ones_own_modes),
        ROOMS(modes_of_others_are_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
