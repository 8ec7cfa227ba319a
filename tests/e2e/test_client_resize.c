/* The window changes its size in the midst of a talk, to any size and back. */
#include <locale.h>
#include <signal.h>

#include "peer.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define COLS 80
#define ROWS 24

static const char said[] =
    "a line that is long enough to be wrapped in most windows, with \xe2\x98\x95 and "
    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e in it";

/* Any number, the same in each run. */
static unsigned any(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16 & 0x7fff;
}

static void back_to(struct story *story, int cols, int rows)
{
    screen_resize(story->screen, cols, rows);
    screen_type(story->screen, "\003\014still here");
    screen_wait_row(story->screen, rows - 1, "still here$");
    screen_type(story->screen, "\003");
    screen_wait_gone(story->screen, "still here");
}

static void all_panes_are_right(struct story *story)
{
    screen_wait_row(story->screen, 0, "^ Rooms +│ #lobby .*│ ");
    screen_wait_row(story->screen, 1, "^▸1 #lobby ");
    screen_wait_row(story->screen, ROWS - 3, "^─{17}┼─{47}┼─{14}$");
    screen_wait_row(story->screen, ROWS - 2, "^ alice · (lag|online)[^│]*│.*│");
    screen_wait_row(story->screen, ROWS - 1, "^ {17}│ >$");
    screen_wait(story->screen, "│ +alice$");
    screen_wait(story->screen, "│ +bob$");
    for (int row = 0; row < ROWS - 3; row++)
        screen_wait_row(story->screen, row, "^[^│]{17}│[^│]+│");
}

static void a_storm_of_sizes_leaves_everything_right(void **state)
{
    struct story *story = *state;
    unsigned seed = 1;
    story_start_alice(story, COLS, ROWS);
    for (int i = 0; i < 300; i++) {
        screen_resize(story->screen, 1 + (int)(any(&seed) % 300), 1 + (int)(any(&seed) % 100));
        if (i % 10 == 0)
            story_bob_says(story, "%s %d", said, i);
        if (i % 7 == 0)
            screen_type(story->screen, "x\033[5~\033>\0338\033b");
    }

    back_to(story, COLS, ROWS);

    story_bob_says(story, "after the storm");
    screen_wait(story->screen, " after the storm");
    all_panes_are_right(story);
}

/* What a window lost while it was small is painted again, though the size is as before. */
static void a_size_that_comes_and_goes_leaves_no_hole(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    story_bob_says(story, "here");
    screen_wait(story->screen, "bob +here");
    screen_signal(story->screen, SIGSTOP);
    screen_resize(story->screen, 2, 2);
    screen_resize(story->screen, COLS, ROWS);
    screen_signal(story->screen, SIGCONT);

    all_panes_are_right(story);
    screen_wait(story->screen, "bob +here");
}

static void every_edge_size_is_survived(void **state)
{
    static const int sizes[][2] = {
        {1,   1  },
        {300, 1  },
        {1,   100},
        {300, 100},
        {2,   2  },
        {19,  3  },
        {20,  4  },
        {50,  8  },
        {51,  7  },
        {69,  8  },
        {70,  24 },
        {1,   1  },
        {80,  24 }
    };
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        screen_resize(story->screen, sizes[i][0], sizes[i][1]);
        story_bob_says(story, "%s %zu", said, i);
        screen_type(story->screen, "x");
        assert_true(screen_pump(story->screen));
    }

    back_to(story, COLS, ROWS);
    all_panes_are_right(story);
}

static void twenty_by_four_shows_talk_and_takes_keys(void **state)
{
    struct story *story = *state;
    story_start_alice(story, 20, 4);

    story_bob_says(story, "hi");
    screen_wait(story->screen, "hi$");
    screen_type(story->screen, "hello");
    screen_wait_row(story->screen, 3, "hello$");
    screen_type(story->screen, "\r");

    peer_expect(story->bob, "^:alice![^ ]+ PRIVMSG #lobby :?hello$");
    story_quit_alice(story);
}

static void one_by_one_still_takes_keys(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    screen_resize(story->screen, 1, 1);

    screen_type(story->screen, "blind\r");

    peer_expect(story->bob, "^:alice![^ ]+ PRIVMSG #lobby :?blind$");
    story_quit_alice(story);
}

/* What is being read stays where it is. */
static void a_place_that_was_scrolled_to_is_kept(void **state)
{
    struct story *story = *state;
    story_start_alice(story, COLS, ROWS);
    for (int i = 1; i <= 100; i++)
        story_bob_says(story, "number %03d", i);
    screen_wait(story->screen, "number 100");
    screen_type(story->screen, "\033[5~\033[5~");
    screen_wait_gone(story->screen, "number 07[0-9]");
    screen_wait(story->screen, "number 05[0-9]");

    screen_resize(story->screen, 140, 40);
    screen_wait_row(story->screen, 39, ">");
    screen_resize(story->screen, COLS, ROWS);
    back_to(story, COLS, ROWS);

    screen_wait(story->screen, "number 05[0-9]");
    assert_int_equal(screen_count(story->screen, "number 100"), 0);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, story_setup, story_teardown)

int main(void)
{
    /* Patterns count characters. */
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        STORY(a_storm_of_sizes_leaves_everything_right),
        STORY(a_size_that_comes_and_goes_leaves_no_hole),
        STORY(every_edge_size_is_survived),
        STORY(twenty_by_four_shows_talk_and_takes_keys),
        STORY(one_by_one_still_takes_keys),
        STORY(a_place_that_was_scrolled_to_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
