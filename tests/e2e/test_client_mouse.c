/* The mouse, as a terminal tells of it; lists by keys; a screen to copy from. */
#include <stdio.h>
#include <string.h>

#include "screen.h"
#include "spec.h"
#include "story.h"

#define ALT "\033"

/* Reports of xterm's mode 1006: columns and rows count from 1. */
#define LEFT       0
#define DRAG       32
#define WHEEL_UP   64
#define WHEEL_DOWN 65

static void reports(struct screen *screen, int what, int x, int y, char final)
{
    char bytes[48];
    snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%d%c", what, x + 1, y + 1, final);
    screen_type(screen, bytes);
}

static void clicks(struct screen *screen, int x, int y)
{
    reports(screen, LEFT, x, y, 'M');
    reports(screen, LEFT, x, y, 'm');
}

/* alice has #lobby and #tea, and bob said more than fits. */
static struct screen *begin(struct story *story)
{
    story_start_alice(story, 100, 30);
    screen_type(story->screen, "/join #tea\r");
    screen_wait(story->screen, "▸2 #tea");
    screen_type(story->screen, ALT "1");
    screen_wait(story->screen, "▸1 #lobby");
    for (int i = 0; i < 60; i++)
        story_bob_says(story, "cup number %d", i);
    screen_wait(story->screen, "cup number 59");
    return story->screen;
}

static void a_click_opens_rooms_and_people_and_the_wheel_scrolls(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    clicks(screen, 5, screen_wait(screen, "2 #tea"));
    screen_wait(screen, "▸2 #tea");
    clicks(screen, 5, screen_wait(screen, "1 #lobby"));
    screen_wait(screen, "▸1 #lobby");

    for (int i = 0; i < 4; i++)
        reports(screen, WHEEL_UP, 40, 10, 'M');
    screen_wait_gone(screen, "cup number 59");
    story_bob_says(story, "the last cup");
    int rule = screen_wait(screen, "bob: the last cup.* 1 new ↓");
    clicks(screen, 60, rule);
    screen_wait(screen, "bob +the last cup|  the last cup");
    screen_wait_gone(screen, "new ↓");

    clicks(screen, 90, screen_wait(screen, "│ .? bob$"));
    screen_wait(screen, "─ bob ─");
    clicks(screen, 2, 28);
    screen_wait_gone(screen, "─ bob ─");
    story_quit_alice(story);
}

/* At the beginning of a text of ASCII, which is waited for. */
static void clicks_on(struct screen *screen, const char *text)
{
    int row = screen_wait(screen, text);
    for (int x = 0; x < 100; x++) {
        size_t i = 0;
        while (text[i] && strncmp(screen_cell(screen, row, x + (int)i), &text[i], 1) == 0)
            i++;
        if (!text[i]) {
            clicks(screen, x, row);
            return;
        }
    }
    fail_msg("%s is not in one piece", text);
}

static void hints_about_keys_are_clicked(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    clicks_on(screen, "F1 help");
    screen_wait(screen, "─ Help ─");
    clicks_on(screen, "Esc close");
    screen_wait_gone(screen, "─ Help ─");
    clicks_on(screen, "C-k find");
    screen_wait(screen, "─ Go to ─");
    clicks_on(screen, "Esc close");
    screen_wait_gone(screen, "─ Go to ─");
    screen_type(screen, ALT "s");
    clicks_on(screen, "q leave");
    screen_wait_gone(screen, "q leave");
    story_quit_alice(story);
}

static void a_border_that_was_dragged_stays_where_it_is(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    reports(screen, LEFT, 17, 5, 'M');
    reports(screen, DRAG, 25, 5, 'M');
    reports(screen, LEFT, 25, 5, 'm');
    screen_wait(screen, "^.{25}│ +cup number 59");
    story_quit_alice(story);
    story_return_alice(story, 100, 30);
    screen_wait(story->screen, "^.{25}│ #lobby");
    story_quit_alice(story);
}

static void keys_go_round_the_panes_and_filter_them(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    screen_type(screen, "\t");
    screen_type(screen, "\t");
    screen_wait(screen, "^ > type to find");
    screen_type(screen, "te");
    screen_wait(screen, "^ > te ");
    screen_type(screen, "\r");
    screen_wait(screen, "▸2 #tea");
    screen_type(screen, "/names ali\r");
    screen_wait(screen, "│ > ali$");
    screen_type(screen, "\033");
    screen_wait(screen, "│ > find");
    screen_type(screen, "\033");
    screen_wait_gone(screen, "│ > find");
    story_quit_alice(story);
}

static void the_copy_view_has_no_panes_and_goes_with_any_key(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    screen_type(screen, ALT "l");
    screen_wait(screen, "^ ?[0-9:]+ bob: cup number 59$");
    screen_wait_gone(screen, "│");
    screen_type(screen, ALT "l");
    screen_wait(screen, "▸1 #lobby");
    screen_wait_gone(screen, "bob: cup");
    story_quit_alice(story);
}

static void pins_and_mutes_return_after_a_restart(void **state)
{
    struct story *story = *state;
    struct screen *screen = begin(story);
    screen_type(screen, "/pin #tea\r");
    screen_wait(screen, "1\\^#tea");
    screen_type(screen, "/mute #lobby\r");
    screen_wait(screen, "▸2×#lobby");
    story_quit_alice(story);
    story_return_alice(story, 100, 30);
    screen_wait(story->screen, "1\\^#tea");
    screen_wait(story->screen, "▸2×#lobby");
    story_quit_alice(story);
}

#define STORY(test) cmocka_unit_test_setup_teardown(test, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_click_opens_rooms_and_people_and_the_wheel_scrolls),
        STORY(hints_about_keys_are_clicked),
        STORY(a_border_that_was_dragged_stays_where_it_is),
        STORY(keys_go_round_the_panes_and_filter_them),
        STORY(the_copy_view_has_no_panes_and_goes_with_any_key),
        STORY(pins_and_mutes_return_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
