/* MONITOR: who comes and goes, and what is told of them. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "talk_scene.h"

#define EXTENDED "extended-monitor away-notify account-notify setname"

/* Where everybody comes in one hears of all of them. */
static void leaves_the_lobby(struct person *person)
{
    says(person, "PART #lobby");
    ignores(person);
}

static void the_limit_stands_in_005(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "ISUPPORT");
    hears_at_last(&s->alice, "005 alice * MONITOR=256 *");
}

static void one_hears_who_is_here_and_who_comes_and_goes(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_guest(s, &s->bob, "bob", "");
    leaves_the_lobby(&s->alice);
    says(&s->alice, "MONITOR + BOB,carol,no.name");
    hears(&s->alice, "730 alice :bob!bob@*");
    hears(&s->alice, "731 alice :carol,no.name");
    comes_as_guest(s, &s->carol, "Carol", "");
    hears(&s->alice, "730 alice :Carol!*@*");
    says(&s->bob, "QUIT");
    hears(&s->alice, "731 alice :bob");
    hears_nothing(&s->alice);
}

static void an_account_is_here_from_the_first_session_to_the_last(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "QUIT");
    comes_as_guest(s, &s->bob, "bob", "");
    leaves_the_lobby(&s->bob);
    says(&s->bob, "MONITOR + alice");
    hears(&s->bob, "731 bob :alice");
    comes_as_account(s, &s->alice, "alice", "desk", "");
    hears(&s->bob, "730 bob :alice!*");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    says(&s->alice, "QUIT");
    hears_nothing(&s->bob);
    says(&s->alice_phone, "QUIT");
    hears(&s->bob, "731 bob :alice");
}

static void a_new_name_is_another_person(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_guest(s, &s->bob, "bob", "");
    leaves_the_lobby(&s->alice);
    says(&s->alice, "MONITOR + bob,carol");
    ignores(&s->alice);
    says(&s->bob, "NICK carol");
    hears(&s->alice, "731 alice :bob");
    hears(&s->alice, "730 alice :carol!bob@*");
    says(&s->bob, "NICK Carol");
    hears_nothing(&s->alice);
}

static void the_list_is_shown_shortened_and_forgotten(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "MONITOR + Alice,bob,bob,carol");
    ignores(&s->alice);
    says(&s->alice, "MONITOR L");
    hears(&s->alice, "732 alice :Alice,bob,carol");
    hears(&s->alice, "733 alice :End of MONITOR list");
    says(&s->alice, "MONITOR - BOB,dave");
    hears_nothing(&s->alice);
    says(&s->alice, "MONITOR s");
    hears(&s->alice, "730 alice :alice!*");
    hears(&s->alice, "731 alice :carol");
    says(&s->alice, "MONITOR C");
    hears_nothing(&s->alice);
    says(&s->alice, "MONITOR L");
    hears(&s->alice, "733 alice :*");
    says(&s->alice, "MONITOR ?");
    hears(&s->alice, "461 alice MONITOR :*");
    says(&s->alice, "MONITOR +");
    hears(&s->alice, "461 alice MONITOR :*");
}

static void what_is_too_much_is_named(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    leaves_the_lobby(&s->alice);
    for (int from = 0; from < 256; from += 32) {
        struct buf line = {0};
        for (int i = from; i < from + 32; i++)
            buf_printf(&line, "%sn%d", i > from ? "," : "MONITOR + ", i);
        says(&s->alice, buf_text(&line));
        buf_clear(&line);
    }
    ignores(&s->alice);
    says(&s->alice, "MONITOR + n7,bob,carol");
    hears(&s->alice, "731 alice :n7");
    hears(&s->alice, "734 alice 256 bob,carol :Monitor list is full.");
    comes_as_guest(s, &s->bob, "bob", "");
    hears_nothing(&s->alice);
}

static void with_extended_monitor_news_come_once(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", EXTENDED);
    comes_as_guest(s, &s->carol, "carol", "away-notify");
    comes_as_guest(s, &s->bob, "bob", "");
    leaves_the_lobby(&s->alice);
    leaves_the_lobby(&s->bob);
    says(&s->alice, "MONITOR + bob,alice");
    says(&s->carol, "MONITOR + bob");
    ignores(&s->alice);
    ignores(&s->carol);
    says(&s->bob, "AWAY :tea");
    hears(&s->alice, ":bob!* AWAY tea");
    says(&s->bob, "SETNAME :Bob B");
    hears(&s->alice, ":bob!* SETNAME :Bob B");
    hears_nothing(&s->carol);
    says(&s->alice, "JOIN #tea");
    says(&s->bob, "JOIN #tea");
    ignores(&s->alice);
    says(&s->bob, "AWAY");
    hears(&s->alice, ":bob!* AWAY");
    says(&s->alice, "AWAY :gone");
    hears(&s->alice, "306 alice :*");
    hears_nothing(&s->alice);
    says(&s->alice, "CAP REQ -away-notify");
    ignores(&s->alice);
    says(&s->bob, "AWAY :tea");
    hears_nothing(&s->alice);
}

static void who_went_watches_nobody(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_guest(s, &s->carol, "carol", "");
    leaves_the_lobby(&s->carol);
    says(&s->alice, "MONITOR + bob");
    says(&s->carol, "MONITOR + bob");
    loses_connection(&s->alice);
    ignores(&s->carol);
    comes_as_guest(s, &s->bob, "bob", "");
    hears(&s->carol, "730 carol :bob!*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_limit_stands_in_005),
        SCENE(one_hears_who_is_here_and_who_comes_and_goes),
        SCENE(an_account_is_here_from_the_first_session_to_the_last),
        SCENE(a_new_name_is_another_person),
        SCENE(the_list_is_shown_shortened_and_forgotten),
        SCENE(what_is_too_much_is_named),
        SCENE(with_extended_monitor_news_come_once),
        SCENE(who_went_watches_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
