/* The bell and the window's title, on a real terminal: once for what speaks to alice, and not for
 * what she looks at. */
#include <stdlib.h>

#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

/* What a terminal sends when its window is left, and entered. */
#define LEFT    "\033[O"
#define ENTERED "\033[I"

static struct screen *alice_has_read_all(const struct rig *rig)
{
    struct screen *alice = person_arrive(rig, PARLOR, "alice");
    screen_wait(alice, "Parlor +1 "); /* the recovery code */
    screen_type(alice, "/read all\r");
    screen_wait_title(alice, "^#lobby - parlor$");
    return alice;
}

static struct peer *bob_enters(const struct rig *rig)
{
    struct peer *bob = peer_new("bob", rig->port);
    peer_enter(bob);
    peer_join(bob, "#lobby");
    return bob;
}

static void the_bell_rings_once_for_what_speaks_to_us_and_is_not_looked_at(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = alice_has_read_all(rig);
    struct peer *bob = bob_enters(rig);

    peer_send(bob, "PRIVMSG #lobby :alice: you look at this");
    screen_wait(alice, "you look at this");
    assert_int_equal(screen_bells(alice), 0);

    screen_type(alice, LEFT);
    peer_send(bob, "PRIVMSG #lobby :the kettle is on");
    screen_wait(alice, "the kettle is on");
    screen_wait_title(alice, "^\\(1\\) #lobby - parlor$");
    assert_int_equal(screen_bells(alice), 0);
    peer_send(bob, "PRIVMSG #lobby :alice: and you are away");
    screen_wait(alice, "and you are away");
    screen_wait_title(alice, "^\\(1@ 2\\) #lobby - parlor$");
    peer_send(bob, "PRIVMSG #lobby :it boils");
    screen_wait(alice, "it boils");
    assert_int_equal(screen_bells(alice), 1);

    screen_type(alice, ENTERED);
    screen_wait_title(alice, "^#lobby - parlor$");
    peer_send(bob, "PRIVMSG #lobby :alice: there you are");
    screen_wait(alice, "there you are");
    screen_type(alice, "yes\r");
    screen_wait(alice, "alice  yes");
    assert_int_equal(screen_bells(alice), 1);
    peer_free(bob);
    person_quit(alice);
}

static void no_bell_rings_where_it_is_off(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = alice_has_read_all(rig);
    struct peer *bob = bob_enters(rig);
    screen_type(alice, "/set ui.bell no\r");
    screen_wait(alice, "ui.bell is no");
    screen_type(alice, LEFT);
    peer_send(bob, "PRIVMSG #lobby :alice: quietly");
    screen_wait_title(alice, "^\\(1@ 1\\) ");
    peer_send(bob, "PRIVMSG #lobby :that was it");
    screen_wait(alice, "that was it");
    assert_int_equal(screen_bells(alice), 0);
    peer_free(bob);
    person_quit(alice);
}

#define RIG(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG(the_bell_rings_once_for_what_speaks_to_us_and_is_not_looked_at),
        RIG(no_bell_rings_where_it_is_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
