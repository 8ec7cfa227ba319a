/* The server goes away and comes back; alice's client says so and finds its way by itself. */
#include <signal.h>
#include <stdio.h>

#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define COLS 80
#define ROWS 24

/* Each of these is on the screen once, one below the other. */
static void shown_in_order(struct story *story, const char *const *texts)
{
    int above = -1;
    for (int i = 0; texts[i]; i++) {
        int row = screen_wait(story->screen, texts[i]);
        if (screen_count(story->screen, texts[i]) != 1 || row <= above) {
            screen_show(story->screen);
            fail_msg("\"%s\" is not there once, below the one before", texts[i]);
        }
        above = row;
    }
}

#define SHOWN_IN_ORDER(story, ...) shown_in_order((story), (const char *const[]){__VA_ARGS__, NULL})

/* Alice sleeps while the server returns and bob talks: she misses all of it. */
static void bob_talks_while_alice_is_away(struct story *story, const char *when)
{
    screen_signal(story->screen, SIGSTOP);
    story_restart_server(story);
    story_return_bob(story);
    for (int i = 1; i <= 3; i++)
        story_bob_says(story, "%s %d", when, i);
    screen_signal(story->screen, SIGCONT);
}

static void what_was_said_meanwhile_is_there_once_and_in_order(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_bob_says(story, "before");
    screen_wait(story->screen, "bob +before");
    screen_type(story->screen, "mine\r");
    peer_expect(story->bob, "PRIVMSG #lobby :?mine");

    story_kill_server(story);
    screen_wait(story->screen, "trying again");
    bob_talks_while_alice_is_away(story, "meanwhile");

    screen_wait(story->screen, "meanwhile 3");
    screen_wait_gone(story->screen, "trying again");
    story_bob_says(story, "later");
    SHOWN_IN_ORDER(story, "bob +before", "alice +mine", "meanwhile 1", "meanwhile 2", "meanwhile 3",
                   "later");
    screen_type(story->screen, "I am back\r");
    peer_expect(story->bob, "^:alice![^ ]+ PRIVMSG #lobby :I am back");
}

static void a_server_that_dies_again_and_again_doubles_nothing(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_bob_says(story, "before");
    screen_wait(story->screen, "bob +before");

    static const char *const times[] = {"first", "second", "third"};
    for (int i = 0; i < 3; i++) {
        char last[32];
        story_kill_server(story);
        screen_wait(story->screen, "offline");
        bob_talks_while_alice_is_away(story, times[i]);
        snprintf(last, sizeof(last), "%s 3", times[i]);
        screen_wait(story->screen, last);
    }

    SHOWN_IN_ORDER(story, "before", "first 1", "first 2", "first 3", "second 1", "second 2",
                   "second 3", "third 1", "third 2", "third 3");
}

static void it_says_why_and_counts_down(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);

    story_kill_server(story);

    screen_wait(story->screen, "server gone, trying again in [0-9]+ s: refused on [0-9]+");
}

static void what_is_typed_while_offline_stays_a_draft(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_kill_server(story);
    screen_wait(story->screen, "trying again");
    screen_type(story->screen, "half a sent");
    screen_wait_row(story->screen, ROWS - 1, "half a sent$");

    story_restart_server(story);
    story_return_bob(story);
    screen_wait_gone(story->screen, "offline|connecting|logging in");
    screen_type(story->screen, "ence\r");

    peer_expect(story->bob, "^:alice![^ ]+ PRIVMSG #lobby :half a sentence");
}

static void disconnect_stays_away_until_reconnect(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);

    screen_type(story->screen, "/disconnect lunch\r");
    peer_expect(story->bob, "^:alice![^ ]+ QUIT :.*lunch");
    screen_wait(story->screen, "/reconnect");
    story_bob_says(story, "anyone there?");

    screen_type(story->screen, "/reconnect\r");
    screen_wait(story->screen, "bob +anyone there");
    assert_int_equal(screen_count(story->screen, "anyone there"), 1);
    screen_type(story->screen, "yes\r");
    peer_expect(story->bob, "^:alice![^ ]+ PRIVMSG #lobby :?yes");
}

static void reconnect_does_not_wait_for_the_next_try(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_kill_server(story);
    screen_wait(story->screen, "trying again in");
    story_restart_server(story);
    story_return_bob(story);

    screen_type(story->screen, "/reconnect\r");
    screen_wait_gone(story->screen, "offline|connecting|logging in");
    screen_type(story->screen, "here\r");

    peer_expect(story->bob, "^:alice![^ ]+ PRIVMSG #lobby :?here");
}

static void quit_works_without_a_server(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_kill_server(story);
    screen_wait(story->screen, "trying again");
    story_quit_alice(story);
}

static void quit_works_after_disconnect(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    screen_type(story->screen, "/disconnect\r");
    screen_wait(story->screen, "/reconnect");
    story_quit_alice(story);
}

/* A server that hangs does not read her last words. */
static void a_closed_window_ends_it_beside_a_server_that_hangs(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    rig_signal_server(story->rig, SIGSTOP);
    int status = screen_hang_up(story->screen);
    rig_signal_server(story->rig, SIGCONT);
    assert_int_equal(status, 0);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(what_was_said_meanwhile_is_there_once_and_in_order),
        STORY(a_server_that_dies_again_and_again_doubles_nothing),
        STORY(it_says_why_and_counts_down),
        STORY(what_is_typed_while_offline_stays_a_draft),
        STORY(disconnect_stays_away_until_reconnect),
        STORY(reconnect_does_not_wait_for_the_next_try),
        STORY(quit_works_without_a_server),
        STORY(quit_works_after_disconnect),
        STORY(a_closed_window_ends_it_beside_a_server_that_hangs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
