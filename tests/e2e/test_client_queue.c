/* What alice types is kept on disk until the server has it: whoever is killed, it arrives once. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define COLS 100
#define ROWS 30
#define MARK "(waiting|sending|unsure|not sent)"

/* She types it, and it is shown with a mark before anything else happens. */
static void types_and_sees(struct story *story, const char *text, const char *mark)
{
    char *keys = xasprintf("%s\r", text);
    char *row = xasprintf(" %s +[^ ]+ %s", text, mark);
    screen_type(story->screen, keys);
    screen_wait(story->screen, row);
    free(keys);
    free(row);
}

static void kill_client(struct story *story)
{
    screen_signal(story->screen, SIGKILL);
    assert_int_equal(screen_end(story->screen), 128 + SIGKILL);
}

/* Bob hears exactly these of alice, in this order; the last one ends it. */
static void bob_hears(struct story *story, const char *const *texts)
{
    for (int i = 0; texts[i]; i++) {
        char *wanted = xasprintf("^(@[^ ]+ )?:alice![^ ]+ PRIVMSG #lobby :?%s$", texts[i]);
        const char *line = peer_expect(story->bob, "^(@[^ ]+ )?:alice![^ ]+ PRIVMSG ");
        if (!rig_matches(line, wanted))
            fail_msg("bob hears \"%s\", not \"%s\"", line, texts[i]);
        free(wanted);
    }
}

#define BOB_HEARS(story, ...) bob_hears((story), (const char *const[]){__VA_ARGS__, NULL})

/* All of it is shown once, and as sent. */
static void shown_as_sent(struct story *story, const char *const *texts)
{
    screen_wait_gone(story->screen, MARK);
    for (int i = 0; texts[i]; i++) {
        char *row = xasprintf(" %s +│", texts[i]);
        screen_wait(story->screen, row);
        assert_int_equal(screen_count(story->screen, row), 1);
        free(row);
    }
}

#define SHOWN_AS_SENT(story, ...) shown_as_sent((story), (const char *const[]){__VA_ARGS__, NULL})

static void server_and_client_return(struct story *story)
{
    story_restart_server(story);
    story_return_bob(story);
    story_return_alice(story, COLS, ROWS);
    screen_wait(story->screen, "alice · (lag|online)");
}

static void typed_without_a_server_it_outlives_the_client(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_kill_server(story);
    screen_wait(story->screen, "trying again");
    types_and_sees(story, "first of them", "waiting");
    types_and_sees(story, "second of them", "waiting");
    types_and_sees(story, "third of them", "waiting");
    screen_wait(story->screen, "3 waiting .*server gone");
    kill_client(story);

    story_return_alice(story, COLS, ROWS);
    screen_wait(story->screen, "first of them +[^ ]+ waiting");
    screen_wait(story->screen, "third of them +[^ ]+ waiting");
    screen_wait(story->screen, "3 waiting");
    kill_client(story);

    server_and_client_return(story);
    SHOWN_AS_SENT(story, "first of them", "second of them", "third of them");
    screen_type(story->screen, "and now\r");
    BOB_HEARS(story, "first of them", "second of them", "third of them", "and now");
}

static void typed_without_a_server_it_goes_out_when_the_server_returns(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_kill_server(story);
    screen_wait(story->screen, "trying again");
    screen_signal(story->screen, SIGSTOP);
    story_restart_server(story);
    story_return_bob(story);
    screen_signal(story->screen, SIGCONT);
    screen_type(story->screen, "hello\rhello\r");
    screen_wait_gone(story->screen, "offline|trying again|connecting|logging in");
    screen_wait_gone(story->screen, MARK);
    screen_type(story->screen, "done\r");
    BOB_HEARS(story, "hello", "hello", "done");
}

/* The server has not read it: it sleeps. */
static void a_server_that_dies_with_it_unread_gets_it_again(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    rig_signal_server(story->rig, SIGSTOP);
    types_and_sees(story, "did you hear", "sending");
    story_kill_server(story);
    screen_wait(story->screen, "did you hear +[^ ]+ waiting");
    kill_client(story);
    server_and_client_return(story);
    SHOWN_AS_SENT(story, "did you hear");
    screen_type(story->screen, "done\r");
    BOB_HEARS(story, "did you hear", "done");
}

/* The server reads it when she is gone already. */
static void a_client_that_dies_before_the_echo_doubles_nothing(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    rig_signal_server(story->rig, SIGSTOP);
    types_and_sees(story, "did you hear", "sending");
    kill_client(story);
    rig_signal_server(story->rig, SIGCONT);
    peer_send(story->bob, "PING awake");
    peer_expect(story->bob, "PONG .*awake");

    story_return_alice(story, COLS, ROWS);
    screen_wait(story->screen, "alice · (lag|online)");
    SHOWN_AS_SENT(story, "did you hear");
    screen_type(story->screen, "done\r");
    BOB_HEARS(story, "did you hear", "done");
}

static void what_waits_can_be_looked_at_changed_and_dropped(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_kill_server(story);
    screen_wait(story->screen, "trying again");
    types_and_sees(story, "wrong word", "waiting");
    types_and_sees(story, "never mind", "waiting");
    types_and_sees(story, "right words", "waiting");
    screen_type(story->screen, "/queue\r");
    screen_wait(story->screen, "Waiting to be sent");
    screen_wait(story->screen, "1 +#lobby +waiting +wrong word");
    screen_type(story->screen, "\033[B"
                               "d");
    screen_wait_gone(story->screen, "never mind");
    screen_type(story->screen, "\033[A\r");
    screen_wait_gone(story->screen, "Waiting to be sent");
    screen_wait(story->screen, "> wrong word");
    screen_type(story->screen, "\025better word\r");
    screen_wait(story->screen, "better word +[^ ]+ waiting");
    screen_type(story->screen, "/quit\r");
    screen_wait(story->screen, "2 messages wait, .*/quit again");
    screen_type(story->screen, "/quit\r");
    assert_int_equal(screen_end(story->screen), 0);

    server_and_client_return(story);
    SHOWN_AS_SENT(story, "right words", "better word");
    screen_type(story->screen, "done\r");
    BOB_HEARS(story, "right words", "better word", "done");
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(typed_without_a_server_it_outlives_the_client),
        STORY(typed_without_a_server_it_goes_out_when_the_server_returns),
        STORY(a_server_that_dies_with_it_unread_gets_it_again),
        STORY(a_client_that_dies_before_the_echo_doubles_nothing),
        STORY(what_waits_can_be_looked_at_changed_and_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
