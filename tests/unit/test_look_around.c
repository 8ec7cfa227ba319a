/* What strangers may ask before they choose a name (mission.md). */
#include <stdlib.h>
#include <string.h>

#include "files_scene.h"
#include "mem.h"

static void a_stranger_asks_who_is_here(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    enters_tea(&s->alice);
    connects(s, &s->bob);
    says(&s->bob, "WHO");
    hears(&s->bob, "352 * * * * parlor.local alice H *");
    hears(&s->bob, "315 * * *");
    says(&s->bob, "WHO #tea");
    hears(&s->bob, "352 * #tea * * parlor.local alice H*");
    hears(&s->bob, "315 * #tea *");
    says(&s->bob, "NAMES #tea");
    hears(&s->bob, "353 * = #tea *alice");
    hears(&s->bob, "366 * #tea *");
    says(&s->bob, "LUSERS");
    hears(&s->bob, "251 * :There are 1 users and 0 invisible*");
    hears_at_last(&s->bob, "266 * *");
}

static void a_stranger_asks_which_rooms_and_files_there_are(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    enters_tea(&s->alice);
    connects(s, &s->bob);
    says(&s->bob, "LIST");
    hears_at_last(&s->bob, "322 * #tea 1 *");
    hears_at_last(&s->bob, "323 * *");
    says(&s->bob, "FILES LIST docs");
    hears(&s->bob, "FILES ENTRY file 3 * :a.txt");
    hears(&s->bob, "FILES END 1 3 *");
}

static void nothing_private_is_seen(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_account(s, &s->carol, "carol", "desk", "");
    enters_tea(&s->alice);
    says(&s->alice, "MODE #tea +s");
    says(&s->carol, "JOIN #open");
    says(&s->carol, "MODE carol +i");
    connects(s, &s->bob);
    says(&s->bob, "LIST");
    hears_no_such(&s->bob, "*#tea*");
    says(&s->bob, "NAMES #tea,#open");
    hears_no_such(&s->bob, "*353*");
    says(&s->bob, "WHO carol");
    hears(&s->bob, "315 *");
    says(&s->bob, "WHO #tea");
    hears(&s->bob, "315 *");
    says(&s->bob, "WHO * %na");
    hears_no_such(&s->bob, "*carol*");
    says(&s->bob, "FILES LIST :");
    hears_no_such(&s->bob, "*#tea*");
}

static void where_people_are_is_no_strangers_business(void **state)
{
    struct scene *s = *state;
    connects_from(s, &s->alice, "192.0.2.7");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    ignores(&s->alice);
    connects(s, &s->bob);
    says(&s->bob, "WHO alice");
    hears_no_such(&s->bob, "*192.0.2.7*");
    says(&s->bob, "WHO alice %nhi");
    hears_no_such(&s->bob, "*192.0.2.7*");
    connects(s, &s->carol);
    says(&s->carol, "WHOIS alice");
    hears(&s->carol, "451 *");
    says(&s->carol, "PRIVMSG alice :hello");
    hears(&s->carol, "451 *");
}

static void a_stranger_gets_no_more_than_a_screen(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 150; i++) {
        char *name = xasprintf("docs/n%03d", i);
        shares_file(name, "");
        free(name);
    }
    connects(s, &s->bob);
    says(&s->bob, "FILES LIST docs");
    hears_at_last(&s->bob, "FILES END 151 3 :100");
    comes_as_guest(s, &s->alice, "alice", "");
    for (int i = 0; i < 49; i++) {
        char *line = xasprintf("JOIN #r%d", i);
        says(&s->alice, line);
        ignores(&s->alice);
        free(line);
    }
    says(&s->bob, "LIST");
    hears_at_last(&s->bob, "323 *");
}

static void a_stranger_pays_more_than_others(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    connects(s, &s->bob);
    s->rig.config.flood = (struct throttle_rate){.burst = 20, .per_second = 1};
    for (int i = 0; i < 4; i++) {
        says(&s->alice, "LIST");
        says(&s->bob, "LIST");
    }
    assert_true(has_to_wait_ms(s, &s->bob) > has_to_wait_ms(s, &s->alice));
}

static void the_operator_may_forbid_it(void **state)
{
    struct scene *s = *state;
    s->rig.config.look_around = false;
    connects(s, &s->bob);
    says(&s->bob, "WHO");
    hears(&s->bob, "451 *");
    says(&s->bob, "FILES LIST docs");
    hears(&s->bob, "451 *");
}

static void a_server_with_a_password_shows_nothing_without_it(void **state)
{
    struct scene *s = *state;
    s->rig.config.password = "open sesame";
    connects(s, &s->bob);
    says(&s->bob, "LIST");
    hears(&s->bob, "451 *");
}

static void what_the_server_can_do_is_told_before_registration(void **state)
{
    struct scene *s = *state;
    connects(s, &s->bob);
    says(&s->bob, "ISUPPORT");
    hears(&s->bob, "005 * ACCOUNTEXTBAN=a *");
    hears_at_last(&s->bob, "005 * *parlor.chat/FILES=http://127.0.0.1:6680/files/ *");
    says(&s->bob, "CAP REQ :batch draft/extended-isupport");
    ignores(&s->bob);
    says(&s->bob, "ISUPPORT");
    hears(&s->bob, "BATCH +* :draft/isupport");
    hears(&s->bob, "@batch=* 005 * *");
    hears_at_last(&s->bob, "BATCH -*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILES_SCENE(a_stranger_asks_who_is_here),
        FILES_SCENE(a_stranger_asks_which_rooms_and_files_there_are),
        FILES_SCENE(nothing_private_is_seen),
        FILES_SCENE(where_people_are_is_no_strangers_business),
        FILES_SCENE(a_stranger_gets_no_more_than_a_screen),
        FILES_SCENE(a_stranger_pays_more_than_others),
        FILES_SCENE(the_operator_may_forbid_it),
        FILES_SCENE(a_server_with_a_password_shows_nothing_without_it),
        FILES_SCENE(what_the_server_can_do_is_told_before_registration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
