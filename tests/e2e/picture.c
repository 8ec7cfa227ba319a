/* picture OUT.svg: alice's screen in the middle of a day, for the README. */
#include <stdio.h>
#include <stdlib.h>

#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define COLS 100
#define ROWS 26

/* Says it and waits until the server has it: the picture is the same each time. */
static void says(struct peer *peer, const char *target, const char *text)
{
    peer_send(peer, "PRIVMSG %s :%s", target, text);
    peer_send(peer, "PING said");
    peer_expect(peer, "PONG .*said");
}

static void a_morning_in_the_lobby(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    char port[16];
    snprintf(port, sizeof(port), "%d", rig->port);
    struct peer *bob = peer_new("bob", rig->port), *carol = peer_new("carol", rig->port);
    struct peer *dave = peer_new("dave", rig->port), *erin = peer_new("erin", rig->port);
    peer_claim(bob, "bob-keeps-this-secret", "");
    peer_claim(carol, "carol-keeps-this-secret", "");
    peer_claim(erin, "erin-keeps-this-secret", "");
    peer_send(bob, "TOPIC #lobby :Ship v1 on Friday");
    peer_join(bob, "#random");
    peer_send(erin, "QUIT :train");
    peer_expect_end(erin);

    char program[] = PARLOR, name[] = "alice", host[] = "127.0.0.1";
    char *argv[] = {program, name, host, port, NULL};
    struct screen *screen = screen_start(rig, COLS, ROWS, argv);
    screen_wait(screen, "#lobby");
    screen_type(screen, "/join #random\r");
    screen_wait(screen, "2 #random");
    screen_type(screen, "\0331");
    says(bob, "#lobby", "morning. build is green, notes are in https://ci.example.org/run/812");
    says(carol, "#lobby", "Hello team! Coffee first \xe2\x98\x95, then I look at the notes");
    peer_enter(dave);
    says(dave, "#lobby", "\001ACTION waves\001");
    screen_type(screen, "good morning! is the kettle on?\r");
    screen_wait(screen, "is the kettle on");
    says(carol, "#lobby", "alice: it is, and there is cake \xf0\x9f\x8d\xb0");
    says(bob, "#lobby",
         "The long version of the plan: we freeze on Wednesday, test on Thursday with the whole "
         "room, and whoever finds something first gets the last piece of that cake.");
    screen_type(screen, "/msg erin have a good trip! Write when you are there\r");
    screen_wait(screen, "erin");
    says(carol, "alice", "do you have a minute?");
    says(bob, "#random", "anyone for lunch?");
    screen_wait(screen, "carol +1");
    screen_wait(screen, "2 #random +1");
    screen_type(screen, "see you at the stand-up");
    screen_wait(screen, "stand-up");
    screen_draw(screen, getenv("PICTURE"));

    screen_free(screen);
    peer_free(bob);
    peer_free(carol);
    peer_free(dave);
    peer_free(erin);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: picture OUT.svg\n", stderr);
        return 2;
    }
    setenv("PICTURE", argv[1], 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_morning_in_the_lobby, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
