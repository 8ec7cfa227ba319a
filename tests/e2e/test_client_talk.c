/* Two people talk with parlor; one goes away, comes back, and finds in place what waited. */
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define ALT "\033"

struct talk {
    struct rig *rig;
    struct screen *alice, *bob;
};

static int talk_setup(void **state)
{
    struct talk *talk = xnew(struct talk);
    void *rig = NULL;
    rig_setup(&rig);
    talk->rig = rig;
    rig_start_server(talk->rig);
    *state = talk;
    return 0;
}

static int talk_teardown(void **state)
{
    struct talk *talk = *state;
    void *rig = talk->rig;
    screen_free(talk->alice);
    screen_free(talk->bob);
    rig_teardown(&rig);
    free(talk);
    return 0;
}

/* Both are in #lobby, and each sees the other. */
static void both_arrive(struct talk *talk)
{
    talk->alice = person_arrive(talk->rig, PARLOR, "alice");
    screen_wait(talk->alice, "#lobby .*Here 1");
    talk->bob = person_arrive(talk->rig, PARLOR, "bob");
    screen_wait(talk->alice, "#lobby .*Here 2");
    screen_wait(talk->bob, "#lobby .*Here 2");
}

static void bob_leaves(struct talk *talk)
{
    person_quit(talk->bob);
    talk->bob = NULL;
    screen_wait(talk->alice, "← bob left");
}

static void bob_returns(struct talk *talk)
{
    talk->bob = person_arrive(talk->rig, PARLOR, "bob");
}

static void they_talk_in_the_lobby(void **state)
{
    struct talk *talk = *state;
    both_arrive(talk);
    screen_type(talk->alice, "the kettle is on\r");
    screen_wait(talk->alice, "alice  the kettle is on +│");
    screen_wait(talk->bob, "alice  the kettle is on");
    screen_type(talk->bob, "coming ☕ 明日\r");
    screen_wait(talk->bob, "bob  coming ☕ 明日");
    screen_wait(talk->alice, "bob  coming ☕ 明日");
    screen_type(talk->alice, "/me pours\r");
    screen_wait(talk->bob, "\\* ?alice  pours");
}

static void they_talk_in_private(void **state)
{
    struct talk *talk = *state;
    both_arrive(talk);
    screen_type(talk->alice, "/query bob\r");
    screen_wait(talk->alice, "bob .*\\│");
    screen_type(talk->alice, "psst\r");
    screen_wait(talk->alice, "alice  psst");

    screen_wait(talk->bob, "2 alice +1");
    screen_type(talk->bob, ALT "a");
    screen_wait(talk->bob, "alice  psst");
    screen_wait_gone(talk->bob, "2 alice +1");
    screen_type(talk->bob, "what is it?\r");
    screen_wait(talk->alice, "bob  what is it");
    screen_type(talk->alice, "/msg bob a secret\r");
    screen_wait(talk->bob, "alice  a secret");
}

static void what_is_written_to_somebody_offline_waits_for_them(void **state)
{
    struct talk *talk = *state;
    both_arrive(talk);
    bob_leaves(talk);
    screen_type(talk->alice, "bob will read this too\r");
    screen_type(talk->alice, "/query bob\r");
    screen_type(talk->alice, "see you tomorrow\r");
    screen_wait(talk->alice, "bob is offline since .*your message is kept");
    screen_wait(talk->alice, "bob +off");
    screen_type(talk->alice, "at nine\r");
    screen_wait(talk->alice, "at nine");
    person_quit(talk->alice);
    talk->alice = NULL;

    bob_returns(talk);
    screen_wait(talk->bob, "#lobby .*Here 1");
    screen_wait(talk->bob, "alice  bob will read this too");
    screen_wait(talk->bob, "2 alice +2");
    screen_type(talk->bob, ALT "2");
    int first = screen_wait(talk->bob, "alice  see you tomorrow");
    screen_wait_row(talk->bob, first + 1, "│.* at nine");
    screen_wait_gone(talk->bob, "2 alice +2");
}

/* What was there, what waited and what comes now stand in one order, each once. */
static void who_returns_reads_on_where_they_stopped(void **state)
{
    struct talk *talk = *state;
    both_arrive(talk);
    screen_type(talk->alice, "/query bob\r");
    screen_type(talk->alice, "one\r");
    screen_wait(talk->bob, "2 alice +1");
    screen_type(talk->bob, ALT "2");
    screen_wait(talk->bob, "alice  one");
    screen_type(talk->bob, ALT "1");
    screen_wait(talk->bob, "Here 2");
    person_quit(talk->bob);
    talk->bob = NULL;
    screen_wait(talk->alice, "bob +off|bob left");
    screen_type(talk->alice, "two\r");
    screen_wait(talk->alice, "your message is kept");

    bob_returns(talk);
    screen_wait(talk->bob, "2 alice +1");
    screen_type(talk->bob, ALT "2");
    int row = screen_wait(talk->bob, "alice  one");
    screen_wait_row(talk->bob, row + 1, "new since");
    screen_wait_row(talk->bob, row + 2, "alice  two");
    screen_type(talk->alice, "three\r");
    screen_wait_row(talk->bob, row + 3, "│.* three");
    screen_wait_row(talk->bob, row + 4, "│$");
}

static void what_was_read_is_not_unread_at_the_next_start(void **state)
{
    struct talk *talk = *state;
    both_arrive(talk);
    bob_leaves(talk);
    screen_type(talk->alice, "/query bob\r");
    screen_type(talk->alice, "read me\r");
    screen_wait(talk->alice, "your message is kept");

    bob_returns(talk);
    screen_wait(talk->bob, "2 alice +1");
    screen_type(talk->bob, ALT "2");
    screen_wait(talk->bob, "alice  read me");
    screen_wait_gone(talk->bob, "2 alice +1");
    screen_type(talk->bob, ALT "1");
    screen_wait(talk->bob, "▸1 #lobby");
    person_quit(talk->bob);

    bob_returns(talk);
    screen_wait(talk->bob, "2 alice$|2 alice +│");
    screen_type(talk->alice, "and me\r");
    screen_wait(talk->bob, "2 alice +1");
}

/* Bob's laptop: his secret in another home. */
static struct screen *bob_at_his_laptop(const struct talk *talk)
{
    char *desk = person_home(talk->rig, "bob");
    char *port = xasprintf("%d", talk->rig->port);
    char *script = xasprintf("mkdir -p $HOME/.local/share/parlor && "
                             "cp %s/.local/share/parlor/secrets $HOME/.local/share/parlor && "
                             "exec \"$0\" \"$@\"",
                             desk);
    const char *const argv[] = {"sh", "-c", script, PARLOR, "bob", "127.0.0.1", port, NULL};
    struct screen *screen = person_start(talk->rig, "laptop", argv);
    screen_wait(screen, "bob · (lag|online)");
    free(script);
    free(port);
    free(desk);
    return screen;
}

static void what_is_read_on_one_device_is_read_on_the_other(void **state)
{
    struct talk *talk = *state;
    both_arrive(talk);
    struct screen *laptop = bob_at_his_laptop(talk);
    screen_wait(laptop, "#lobby .*Here 2");
    screen_type(talk->alice, "/msg bob hello you two\r");
    screen_wait(talk->bob, "2 alice +1");
    screen_wait(laptop, "2 alice +1");

    screen_type(laptop, ALT "a");
    screen_wait(laptop, "alice  hello you two");
    screen_wait_gone(talk->bob, "2 alice +1");
    screen_type(laptop, "hello from the laptop\r");
    screen_wait(talk->alice, "2 bob +1");
    screen_type(talk->bob, ALT "2");
    screen_wait(talk->bob, "bob  hello from the laptop");
    screen_free(laptop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(they_talk_in_the_lobby, talk_setup, talk_teardown),
        cmocka_unit_test_setup_teardown(they_talk_in_private, talk_setup, talk_teardown),
        cmocka_unit_test_setup_teardown(what_is_written_to_somebody_offline_waits_for_them,
                                        talk_setup, talk_teardown),
        cmocka_unit_test_setup_teardown(who_returns_reads_on_where_they_stopped, talk_setup,
                                        talk_teardown),
        cmocka_unit_test_setup_teardown(what_was_read_is_not_unread_at_the_next_start, talk_setup,
                                        talk_teardown),
        cmocka_unit_test_setup_teardown(what_is_read_on_one_device_is_read_on_the_other, talk_setup,
                                        talk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
