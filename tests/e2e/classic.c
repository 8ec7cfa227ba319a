#include "classic.h"

#include <stdlib.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define ALT "\033"

/* How these clients show who said it: "< alice> text" or "alice | text". */
#define ALICE "alice(>| \\|) "
#define BOB   "bob(>| \\|) "

struct pair {
    struct rig *rig;
    const struct classic *classic;
    const char *parlor;
    struct screen *alice, *bob;
};

/* What all stories are told of: cmocka hands it to the setup. */
struct told {
    const struct classic *classic;
    const char *parlor;
};

static int pair_setup(void **state)
{
    const struct told *told = *state;
    struct pair *pair = xnew(struct pair);
    void *rig = NULL;
    rig_setup(&rig);
    *pair = (struct pair){.rig = rig, .classic = told->classic, .parlor = told->parlor};
    rig_start_server(pair->rig);
    *state = pair;
    return 0;
}

static int pair_teardown(void **state)
{
    struct pair *pair = *state;
    void *rig = pair->rig;
    screen_free(pair->alice);
    screen_free(pair->bob);
    rig_teardown(&rig);
    free(pair);
    return 0;
}

static void alice_arrives(struct pair *pair)
{
    pair->alice = person_arrive(pair->rig, pair->parlor, "alice");
    screen_wait(pair->alice, "#lobby .*Here");
}

static void bob_arrives(struct pair *pair)
{
    pair->bob = pair->classic->start(pair->rig);
    screen_wait(pair->bob, pair->classic->arrived);
}

static void both_arrive(struct pair *pair)
{
    alice_arrives(pair);
    bob_arrives(pair);
    screen_wait(pair->alice, "#lobby .*Here 2");
}

static void leaves(struct screen **screen)
{
    person_quit(*screen);
    *screen = NULL;
}

static void they_talk_in_the_lobby(void **state)
{
    struct pair *pair = *state;
    both_arrive(pair);
    screen_type(pair->bob, pair->classic->to_lobby);
    screen_type(pair->bob, "the kettle is on\r");
    screen_wait(pair->bob, BOB "the kettle is on");
    screen_wait(pair->alice, "bob  the kettle is on");
    screen_type(pair->alice, "coming ☕ 明日\r");
    screen_wait(pair->alice, "alice  coming ☕ 明日");
    screen_wait(pair->bob, ALICE "coming ☕ 明日");
    screen_type(pair->bob, "/me pours\r");
    screen_wait(pair->alice, "\\* ?bob  pours");
}

static void they_talk_in_private(void **state)
{
    struct pair *pair = *state;
    both_arrive(pair);
    screen_type(pair->bob, "/query alice\r");
    screen_type(pair->bob, "psst\r");
    screen_wait(pair->alice, "2 bob +1");
    screen_type(pair->alice, ALT "a");
    screen_wait(pair->alice, "bob  psst");
    screen_type(pair->alice, "what is it?\r");
    screen_wait(pair->bob, ALICE "what is it");
}

/* Bob's client is told when it was said, or the server writes it before the text. */
static void bob_finds_what_waited(void **state)
{
    struct pair *pair = *state;
    both_arrive(pair);
    leaves(&pair->bob);
    screen_wait(pair->alice, "← bob left");
    screen_type(pair->alice, "bob will read this\r");
    screen_type(pair->alice, "/query bob\r");
    screen_type(pair->alice, "and this\r");
    screen_wait(pair->alice, "bob is offline since .*your message is kept");
    screen_type(pair->alice, "see you tomorrow\r");
    screen_wait(pair->alice, "see you tomorrow");
    leaves(&pair->alice);

    bob_arrives(pair);
    screen_type(pair->bob, "/query alice\r");
    int first = screen_wait(pair->bob, ALICE "(\\[.*\\] )?and this");
    screen_wait_row(pair->bob, first + 1, "(>|\\|) (\\[.*\\] )?see you tomorrow");
    screen_type(pair->bob, pair->classic->to_lobby);
    screen_wait(pair->bob, ALICE "(\\[.*\\] )?bob will read this");
}

static void alice_finds_in_place_what_waited(void **state)
{
    struct pair *pair = *state;
    both_arrive(pair);
    leaves(&pair->alice);
    screen_type(pair->bob, pair->classic->to_lobby);
    screen_wait(pair->bob, "alice .*has (left|quit)");
    screen_type(pair->bob, "alice will read this\r");
    screen_wait(pair->bob, BOB "alice will read this");
    screen_type(pair->bob, "/query alice\r");
    screen_type(pair->bob, "and this\r");
    screen_wait(pair->bob, "offline since .*stored");
    screen_type(pair->bob, "see you tomorrow\r");
    screen_wait(pair->bob, "see you tomorrow");

    alice_arrives(pair);
    screen_wait(pair->alice, "bob  alice will read this");
    screen_wait(pair->alice, "2 bob +2");
    screen_type(pair->alice, ALT "2");
    int first = screen_wait(pair->alice, "bob  and this");
    screen_wait_row(pair->alice, first + 1, "│.* see you tomorrow");
    screen_type(pair->alice, "good morning\r");
    screen_wait(pair->bob, ALICE "good morning");
}

int classic_stories(const struct classic *classic, const char *parlor)
{
    struct told told = {classic, parlor};
#define STORY(test) cmocka_unit_test_prestate_setup_teardown(test, pair_setup, pair_teardown, &told)
    const struct CMUnitTest tests[] = {
        STORY(they_talk_in_the_lobby),
        STORY(they_talk_in_private),
        STORY(bob_finds_what_waited),
        STORY(alice_finds_in_place_what_waited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
