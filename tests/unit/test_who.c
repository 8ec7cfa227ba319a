#include "rooms_scene.h"

/* ---- WHO ---- */

static void who_lists_a_room(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "AWAY :asleep");
    ignores(&s->bob);
    says(&s->carol, "WHO #TEA");
    hears(&s->carol, "352 carol #tea alice * parlor.local alice H~ :0 alice");
    hears(&s->carol, "352 carol #tea bob * parlor.local bob G :0 bob");
    hears(&s->carol, "315 carol #TEA :End of WHO list");
}

static void our_own_who_lists_those_who_hear_of_it_later(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "laptop", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->alice, "JOIN #tea");
    says(&s->bob, "JOIN #tea");
    says(&s->bob, "QUIT :bye");
    ignores(&s->alice);
    says(&s->alice, "WHO #tea m");
    hears(&s->alice, "352 alice #tea alice * parlor.local alice Hr~ :0 alice");
    hears(&s->alice, "352 alice #tea * * parlor.local bob G-r :0 *");
    hears(&s->alice, "315 alice #tea :End of WHO list");
    says(&s->alice, "WHO #tea");
    hears(&s->alice, "352 alice #tea alice * parlor.local alice H~ :0 alice");
    hears(&s->alice, "315 alice #tea :End of WHO list");
    says(&s->carol, "WHO #tea m");
    hears(&s->carol, "352 carol #tea alice *");
    hears(&s->carol, "315 carol #tea :End of WHO list");
}

static void who_finds_one_and_many(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "WHO Bob");
    hears(&s->carol, "352 carol * bob * parlor.local bob H :0 bob");
    hears(&s->carol, "315 carol Bob :*");
    says(&s->carol, "WHO *o*");
    hears(&s->carol, "352 carol * bob *");
    hears(&s->carol, "352 carol * carol *");
    hears(&s->carol, "315 *");
    says(&s->carol, "WHO 0");
    hears(&s->carol, "352 carol * alice *");
    hears_at_last(&s->carol, "315 carol 0 :*");
    says(&s->carol, "WHO nobody");
    hears(&s->carol, "315 carol nobody :*");
    says(&s->carol, "WHO * o");
    hears(&s->carol, "315 carol * :*");
}

static void who_keeps_secrets(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +s");
    says(&s->carol, "WHO #tea");
    hears(&s->carol, "315 carol #tea :*");
    says(&s->bob, "MODE bob +i");
    ignores(&s->bob);
    says(&s->carol, "WHO b*");
    hears(&s->carol, "315 carol b* :*");
    says(&s->alice, "WHO b*");
    hears_at_last(&s->alice, "352 alice * bob *");
}

static void whox_gives_the_fields_that_were_asked_for_in_its_own_order(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "MODE bob +B");
    ignores(&s->bob);
    says(&s->carol, "WHO #tea %nacuftz,152");
    hears(&s->carol, "354 carol 152 #tea alice alice H~ :alice");
    hears(&s->carol, "354 carol 152 #tea bob bob HB :0");
    hears(&s->carol, "315 carol #tea :*");
    says(&s->carol, "WHO alice %tcuihsnfdlaor");
    hears(&s->carol,
          "354 carol 0 * alice 255.255.255.255 * parlor.local alice H 0 0 alice n/a :alice");
    hears(&s->carol, "315 *");
    says(&s->carol, "WHO carol %in,1234");
    hears(&s->carol, "354 carol 127.0.0.1 :carol");
}

/* ---- WHOIS ---- */

static void whois_tells_about_a_person(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "AWAY :asleep");
    says(&s->alice, "MODE alice +B");
    time_passes(s, 5000);
    ignores(&s->carol);
    says(&s->carol, "WHOIS ALICE");
    hears(&s->carol, "311 carol alice alice * * :alice");
    hears(&s->carol, "319 carol alice :*~#tea*");
    hears(&s->carol, "312 carol alice parlor.local :*");
    hears(&s->carol, "307 carol alice :has claimed this name");
    hears(&s->carol, "330 carol alice alice :is logged in as");
    hears(&s->carol, "335 carol alice :is a bot");
    hears(&s->carol, "301 carol alice :asleep");
    hears(&s->carol, "317 carol alice * * :seconds idle, signon time");
    hears(&s->carol, "318 carol alice :End of /WHOIS list");
    hears_nothing(&s->carol);
}

static void one_sees_ones_own_address(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "WHOIS parlor.local bob");
    hears(&s->bob, "311 bob bob *");
    hears_at_last(&s->bob, "338 bob bob 127.0.0.1 :is actually using host");
    hears(&s->bob, "318 bob bob :*");
}

static void whois_hides_secret_rooms(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "MODE #tea +s");
    says(&s->carol, "WHOIS alice");
    hears_no_such(&s->carol, "319 *#tea*");
    ignores(&s->bob);
    says(&s->bob, "WHOIS alice");
    hears_at_last(&s->bob, "319 bob alice :*~#tea*");
}

static void whois_says_who_is_not_here(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "WHOIS");
    hears(&s->carol, "431 carol :No nickname given");
    says(&s->carol, "WHOIS nobody");
    hears(&s->carol, "401 carol nobody :No such nick or room");
    hears(&s->carol, "318 carol nobody :*");
    says(&s->alice, "QUIT");
    says(&s->carol, "WHOIS alice");
    hears(&s->carol, "401 carol alice :alice is offline since *Z; messages to them are kept");
    hears(&s->carol, "318 carol alice :*");
    says(&s->carol, "WHOIS a,b,c,d,e,f");
    hears_at_last(&s->carol, "318 carol d :*");
    hears(&s->carol, "407 carol e :Too many targets");
    hears_nothing(&s->carol);
}

static void whowas_tells_when_somebody_was_here(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->alice, "QUIT");
    says(&s->carol, "WHOWAS alice");
    hears(&s->carol, "314 carol alice alice * * :alice");
    hears(&s->carol, "312 carol alice parlor.local :*Z");
    hears(&s->carol, "369 carol alice :End of WHOWAS");
    says(&s->carol, "WHOWAS nobody");
    hears(&s->carol, "406 carol nobody :There was no such nick");
    hears(&s->carol, "369 carol nobody :*");
    says(&s->carol, "WHOWAS");
    hears(&s->carol, "431 carol :*");
}

/* ---- ISON and USERHOST ---- */

static void ison_names_those_who_are_here(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->carol, "ISON BOB nobody :alice dora");
    hears(&s->carol, "303 carol :bob alice");
    says(&s->carol, "ISON nobody");
    hears(&s->carol, "303 carol :");
    says(&s->carol, "ISON");
    hears(&s->carol, "461 carol ISON :*");
}

static void userhost_tells_where_people_are_from(void **state)
{
    struct scene *s = *state;
    tea_is_served(s);
    says(&s->bob, "AWAY :asleep");
    says(&s->carol, "USERHOST alice nobody bob");
    hears(&s->carol, "302 carol :alice=+alice@* bob=-bob@*");
    says(&s->carol, "USERHOST");
    hears(&s->carol, "461 carol USERHOST :*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(who_lists_a_room),
        ROOMS(our_own_who_lists_those_who_hear_of_it_later),
        ROOMS(who_finds_one_and_many),
        ROOMS(who_keeps_secrets),
        ROOMS(whox_gives_the_fields_that_were_asked_for_in_its_own_order),
        ROOMS(whois_tells_about_a_person),
        ROOMS(one_sees_ones_own_address),
        ROOMS(whois_hides_secret_rooms),
        ROOMS(whois_says_who_is_not_here),
        ROOMS(whowas_tells_when_somebody_was_here),
        ROOMS(ison_names_those_who_are_here),
        ROOMS(userhost_tells_where_people_are_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
