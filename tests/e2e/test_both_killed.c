/*
 * Parlor and its server are both killed, again and again, at moments that chance chooses, while
 * alice types numbered messages. What she was shown as kept or sent is in the room once, and in
 * order; bob, who is there by a script, never gets two messages for one.
 *
 * PARLOR_LONG=1: 50 kills of each. PARLOR_SEED: the same moments as another time.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "figures.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define NUMBERS_MAX 4000
#define COLS        100
#define ROWS        30
#define BURST_MAX   6

struct chaos {
    struct story *story;
    uint64_t chance;
    int next;                   /* number of the next message, from 1 */
    bool accepted[NUMBERS_MAX]; /* she was shown it as waiting or sent */
    int found[NUMBERS_MAX];     /* in the room's history */
    char *heard[NUMBERS_MAX];   /* the msgid under which bob got it; owned */
    int kills_of_server, kills_of_client;
};

/* xorshift64 (Marsaglia, 2003); 0 to n - 1. */
static int choose(struct chaos *chaos, int n)
{
    chaos->chance ^= chaos->chance << 13;
    chaos->chance ^= chaos->chance >> 7;
    chaos->chance ^= chaos->chance << 17;
    return (int)(chaos->chance % (unsigned)n);
}

/* ---- bob ---- */

/* "... PRIVMSG #lobby :number 17": 17; 0 for another line. */
static int number_of(const char *line)
{
    const char *at = strstr(line, " PRIVMSG #lobby :number ");
    long number = at ? strtol(at + strlen(" PRIVMSG #lobby :number "), NULL, 10) : 0;
    assert_in_range(number, 0, NUMBERS_MAX - 1);
    return (int)number;
}

static char *msgid_of(const char *line)
{
    const char *at = strstr(line, "msgid=");
    if (!at) {
        fail_msg("without an id: %s", line);
        return NULL;
    }
    at += strlen("msgid=");
    return xstrndup(at, strcspn(at, "; "));
}

/* Under one id and no other. */
static void bob_got(struct chaos *chaos, const char *line)
{
    int number = number_of(line);
    if (number == 0)
        return;
    char *msgid = msgid_of(line);
    if (chaos->heard[number] && strcmp(chaos->heard[number], msgid) != 0)
        fail_msg("number %d came as %s and as %s", number, chaos->heard[number], msgid);
    free(chaos->heard[number]);
    chaos->heard[number] = msgid;
}

static void bob_listens(struct chaos *chaos)
{
    for (const char *line = peer_poll(chaos->story->bob); line; line = peer_poll(chaos->story->bob))
        bob_got(chaos, line);
}

static void bob_returns(struct chaos *chaos)
{
    struct story *story = chaos->story;
    bob_listens(chaos);
    peer_free(story->bob);
    story->bob = peer_new("bob", story->rig->port);
    peer_login(story->bob, STORY_BOBS_SECRET, "",
               "message-tags server-time batch draft/chathistory");
    peer_send(story->bob, "JOIN #lobby");
    peer_send(story->bob, "PING there");
    for (const char *line = peer_next(story->bob); !rig_matches(line, "PONG .*there");
         line = peer_next(story->bob))
        bob_got(chaos, line);
}

/* ---- alice ---- */

/* What is in the input of the last time was never entered, or was and is in the queue too. */
static void clear_input(struct chaos *chaos)
{
    screen_type(chaos->story->screen, "\003");
    screen_wait_row(chaos->story->screen, ROWS - 1, "> *$");
}

static void see(struct chaos *chaos, int number)
{
    char *row = xasprintf(" number %d +(│|[^ ]+ (waiting|sending))", number);
    screen_wait(chaos->story->screen, row);
    chaos->accepted[number] = true;
    free(row);
}

/* Types some, and looks at some of them. */
static void talk(struct chaos *chaos)
{
    int n = 1 + choose(chaos, BURST_MAX);
    int looked_at = choose(chaos, n + 1);
    int first = chaos->next;
    for (int i = 0; i < n; i++) {
        char *keys = xasprintf("number %d\r", chaos->next++);
        screen_type(chaos->story->screen, keys);
        free(keys);
        if (choose(chaos, 2))
            screen_pump(chaos->story->screen);
    }
    if (looked_at > 0)
        see(chaos, first + looked_at - 1);
    for (int i = 0; i < looked_at; i++)
        chaos->accepted[first + i] = true;
    bob_listens(chaos);
}

/* ---- kills ---- */

static void kill_server(struct chaos *chaos)
{
    story_kill_server(chaos->story);
    chaos->kills_of_server++;
    if (choose(chaos, 2))
        talk(chaos);
}

static void return_server(struct chaos *chaos)
{
    story_restart_server(chaos->story);
    bob_returns(chaos);
}

static void return_client(struct chaos *chaos)
{
    story_return_alice(chaos->story, COLS, ROWS);
    screen_wait(chaos->story->screen, "#lobby");
    clear_input(chaos);
}

static void kill_client(struct chaos *chaos)
{
    screen_signal(chaos->story->screen, SIGKILL);
    assert_int_equal(screen_end(chaos->story->screen), 128 + SIGKILL);
    chaos->kills_of_client++;
}

static void one_round(struct chaos *chaos)
{
    talk(chaos);
    switch (choose(chaos, 4)) {
    case 0:
        kill_server(chaos);
        return_server(chaos);
        break;
    case 1:
        kill_client(chaos);
        return_client(chaos);
        break;
    case 2:
        kill_server(chaos);
        kill_client(chaos);
        return_client(chaos);
        return_server(chaos);
        break;
    default:
        kill_client(chaos);
        story_kill_server(chaos->story);
        chaos->kills_of_server++;
        return_server(chaos);
        return_client(chaos);
    }
    /* Half of the rounds go on before the link is back. */
    if (choose(chaos, 2))
        screen_wait(chaos->story->screen, "alice · (lag|online)");
}

/* ---- the reckoning ---- */

/* A page of the room behind ref, which goes on; how many there were. */
static int read_page(struct chaos *chaos, char **ref, int *last)
{
    struct peer *bob = chaos->story->bob;
    int n = 0;
    peer_send(bob, "CHATHISTORY AFTER #lobby %s 100", *ref);
    peer_expect(bob, "BATCH \\+[^ ]+ chathistory ");
    for (const char *line = peer_next(bob); !strstr(line, "BATCH -"); line = peer_next(bob)) {
        if (!strstr(line, "batch=") || !strstr(line, "msgid="))
            continue;
        n++;
        char *msgid = msgid_of(line);
        free(*ref);
        *ref = xasprintf("msgid=%s", msgid);
        free(msgid);
        int number = number_of(line);
        if (number == 0)
            continue;
        if (number <= *last)
            fail_msg("number %d stands behind %d", number, *last);
        *last = number;
        chaos->found[number]++;
        bob_got(chaos, line);
    }
    return n;
}

static void check(struct chaos *chaos)
{
    char *ref = xstrdup("timestamp=2000-01-01T00:00:00.000Z");
    int accepted = 0;
    int last = 0;
    while (read_page(chaos, &ref, &last) > 0)
        continue;
    free(ref);
    for (int i = 1; i < chaos->next; i++) {
        accepted += chaos->accepted[i];
        if (chaos->found[i] > 1)
            fail_msg("number %d is there %d times", i, chaos->found[i]);
        if (chaos->accepted[i] && chaos->found[i] == 0)
            fail_msg("number %d was shown and is lost", i);
    }
    figures_print("both_killed.kills_of_server", chaos->kills_of_server, "kills");
    figures_print("both_killed.kills_of_client", chaos->kills_of_client, "kills");
    figures_print("both_killed.accepted", accepted, "messages");
}

static uint64_t seed(void)
{
    const char *wanted = getenv("PARLOR_SEED");
    uint64_t chance =
        wanted ? strtoull(wanted, NULL, 10) : (uint64_t)clock_wall_ms() ^ (uint64_t)getpid() << 32;
    return chance ? chance : 1;
}

static void whoever_is_killed_what_was_accepted_arrives_once_and_in_order(void **state)
{
    struct story *story = *state;
    struct chaos *chaos = xnew(struct chaos);
    int kills = figures_pick(6, 50);
    chaos->story = story;
    chaos->chance = seed();
    chaos->next = 1;
    print_message("PARLOR_SEED=%llu\n", (unsigned long long)chaos->chance);
    /* Once she left in peace it is known that she is in #lobby. */
    story_start_alice(story, COLS, ROWS);
    story_quit_alice(story);
    return_client(chaos);
    bob_returns(chaos);
    while (chaos->kills_of_server < kills || chaos->kills_of_client < kills)
        one_round(chaos);

    screen_wait(story->screen, "alice · (lag|online)");
    screen_type(story->screen, "that was all\r");
    screen_wait(story->screen, " that was all +│");
    screen_wait_gone(story->screen, "(waiting|sending|unsure|not sent)");
    check(chaos);
    for (int i = 0; i < NUMBERS_MAX; i++)
        free(chaos->heard[i]);
    free(chaos);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            whoever_is_killed_what_was_accepted_arrives_once_and_in_order, story_setup,
            story_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
