/* Bob pours 20,000 lines into the open room: alice sees the last ones, and her keys still answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "peer.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define COLS       100
#define ROWS       30
#define LINES      20000
#define PGUP       "\033[5~"
#define NEWEST     "\033>"
#define PATIENT_MS 5000

static void pour(struct story *story, int from, int to)
{
    for (int i = from; i <= to; i++)
        peer_send(story->bob, "PRIVMSG #lobby :line %05d of the flood", i);
}

/* The number of the line in a row; -1 if there is none; what is torn fails. */
static int line_of(const char *row)
{
    const char *begin = strstr(row, " line ");
    int number = -1;
    char whole[64];
    if (!begin)
        return -1;
    number = (int)strtol(begin + 6, NULL, 10);
    snprintf(whole, sizeof(whole), " line %05d of the flood ", number);
    if (strncmp(begin, whole, strlen(whole)) != 0)
        fail_msg("torn: %s", row);
    return number;
}

/* The numbers on the screen follow each other; returns the last one. */
static int last_of_whole_lines(struct story *story)
{
    int last = -1;
    int n = 0;
    for (int row = 0; row < ROWS; row++) {
        int number = line_of(screen_row(story->screen, row));
        if (number < 0)
            continue;
        if (last >= 0 && number != last + 1) {
            screen_show(story->screen);
            fail_msg("%d stands behind %d", number, last);
        }
        last = number;
        n++;
    }
    assert_true(n > ROWS / 2);
    return last;
}

static void the_last_lines_are_shown_whole(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    pour(story, 1, LINES);

    screen_wait(story->screen, "line 20000 of the flood");

    assert_int_equal(last_of_whole_lines(story), LINES);
}

static void a_flood_can_be_scrolled_back(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    pour(story, 1, LINES);
    screen_wait(story->screen, "line 20000 of the flood");

    int last = LINES;
    for (int page = 0; page < 5; page++) {
        char pattern[64];
        snprintf(pattern, sizeof(pattern), "line %05d of the flood", last);
        screen_type(story->screen, PGUP);
        screen_wait_gone(story->screen, pattern);
        int now = last_of_whole_lines(story);
        assert_in_range(now, last - ROWS, last - ROWS / 2);
        last = now;
    }

    story_bob_says(story, "and one more");
    assert_int_equal(last_of_whole_lines(story), last);
    screen_type(story->screen, NEWEST);
    screen_wait(story->screen, "and one more");
}

static void keys_answer_while_it_pours(void **state)
{
    struct story *story = *state;
    char typed[LINES / 1000 + 1] = "";
    char pattern[sizeof(typed) + 4];
    story_start_alice(story, COLS, ROWS);

    for (int i = 0; i < LINES / 1000; i++) {
        char key[] = {(char)('a' + i), '\0'};
        pour(story, i * 1000 + 1, (i + 1) * 1000);
        screen_type(story->screen, key);
        typed[i] = key[0];
        snprintf(pattern, sizeof(pattern), "> %s$", typed);
        screen_wait_row(story->screen, ROWS - 1, pattern);
    }

    screen_wait(story->screen, "line 20000 of the flood");
    screen_type(story->screen, "\r");
    peer_expect(story->bob, "^:alice![^ ]+ PRIVMSG #lobby :?abcdefghijklmnopqrst$");
}

static void alice_can_leave_in_the_midst_of_it(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    pour(story, 1, LINES);
    screen_wait(story->screen, "of the flood");
    int64_t begin_ms = clock_mono_ms();

    story_quit_alice(story);

    assert_true(clock_mono_ms() - begin_ms < PATIENT_MS);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_last_lines_are_shown_whole),
        STORY(a_flood_can_be_scrolled_back),
        STORY(keys_answer_while_it_pours),
        STORY(alice_can_leave_in_the_midst_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
