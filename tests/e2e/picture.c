/* picture FOLDER: alice's screen in the middle of a day (lobby.svg), and while she looks through
 * the files (files.svg), for the README. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
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

static void draw(const struct screen *screen, const char *name)
{
    char *path = xasprintf("%s/%s", getenv("PICTURES"), name);
    screen_draw(screen, path);
    free(path);
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
    draw(screen, "lobby.svg");

    screen_free(screen);
    peer_free(bob);
    peer_free(carol);
    peer_free(dave);
    peer_free(erin);
}

/* So slow that it is on its way for the whole picture. */
static void slow_down(const struct rig *rig)
{
    static const char *const folders[] = {".config", ".config/parlor"};
    for (int i = 0; i < 2; i++) {
        char *path = rig_path(rig, folders[i]);
        mkdir(path, 0700);
        free(path);
    }
    free(rig_write(rig, ".config/parlor/parlor.conf", "[files]\nspeed_limit = 1M\n"));
}

static void the_files_of_the_team(void **state)
{
    struct shelf *shelf = *state;
    slow_down(shelf->rig);
    shelf_put(shelf, "talks/2026/opening.mp4", 31457280);
    shelf_put(shelf, "talks/2026/slides.pdf", 2310144);
    shelf_put(shelf, "talks/2026/questions.txt", 4096);
    shelf_put(shelf, "talks/2026/handouts/print.pdf", 900000);
    struct peer *bob = peer_new("bob", shelf->rig->port);
    peer_claim(bob, "bob-keeps-this-secret", "");
    peer_send(bob, "TOPIC #lobby :Ship v1 on Friday");
    char port[16];
    snprintf(port, sizeof(port), "%d", shelf->rig->port);
    char program[] = PARLOR, name[] = "alice", host[] = "127.0.0.1";
    char *argv[] = {program, name, host, port, NULL};
    struct screen *screen = screen_start(shelf->rig, COLS, ROWS, argv);
    screen_wait(screen, "#lobby");
    char *address = shelf_address(shelf, "files/talks/2026/opening.mp4");
    char *text = xasprintf("the talks are there: %s", address);
    says(bob, "#lobby", text);
    screen_wait(screen, "opening.mp4");
    screen_type(screen, "/get 1\r");
    screen_wait(screen, "open.* [1-9][0-9]?%");
    screen_type(screen, "/files talks/2026\r");
    screen_wait(screen, "slides.pdf");
    screen_wait(screen, "opening.mp4 .*%");
    draw(screen, "files.svg");
    screen_free(screen);
    peer_free(bob);
    free(address);
    free(text);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: picture FOLDER\n", stderr);
        return 2;
    }
    setenv("PICTURES", argv[1], 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_morning_in_the_lobby, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(the_files_of_the_team, shelf_setup, shelf_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
