/* A word that was said long ago is found, here and at the server, and led to. */
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define CTRL_S "\023"
#define ALT    "\033"
#define ESC    "\033"
#define LINES  1000

/* Long ago in #lobby; since then a thousand lines were said there, and alice is in #ops. */
static void a_word_was_said_long_ago(struct story *story)
{
    story_start_alice(story, 100, 30);
    story_bob_says(story, "the xylophone is tuned");
    for (int i = 1; i <= LINES; i++)
        story_bob_says(story, "counting %d.", i);
    screen_wait(story->screen, "counting 1000\\.");
    screen_type(story->screen, "/join #ops\r");
    screen_wait(story->screen, "▸2 #ops");
}

/* It stands among what was said around it. */
static void she_is_led_to_it(struct story *story)
{
    screen_type(story->screen, "\r");
    screen_wait(story->screen, "▸1 #lobby");
    screen_wait(story->screen, "the xylophone is tuned");
    screen_wait(story->screen, "counting 1\\.");
    assert_int_equal(screen_count(story->screen, "the xylophone is tuned"), 1);
    assert_int_equal(screen_count(story->screen, "counting 3\\."), 1);
}

static void a_word_of_long_ago_in_another_room_is_found_and_left_again(void **state)
{
    struct story *story = *state;
    a_word_was_said_long_ago(story);
    screen_type(story->screen, CTRL_S);
    screen_wait(story->screen, "Search:");
    screen_type(story->screen, "xylo");
    screen_wait(story->screen, "Search: xylo.*not here");
    screen_type(story->screen, "\t");
    screen_wait(story->screen, "Search everywhere");
    screen_wait(story->screen, "bob  the xylophone is tuned +#lobby");
    screen_wait(story->screen, "bob  counting 1\\.");
    she_is_led_to_it(story);
    screen_type(story->screen, ALT "/");
    screen_wait(story->screen, "▸2 #ops");
    story_quit_alice(story);
}

/* The archive of another device is empty: the server has what was said. */
static void on_another_device_it_is_found_at_the_server(void **state)
{
    struct story *story = *state;
    a_word_was_said_long_ago(story);
    story_quit_alice(story);
    char *archive = rig_path(story->rig, ".local/share/parlor/archive.db");
    assert_int_equal(remove(archive), 0);
    free(archive);
    story_start_alice(story, 100, 30);
    screen_wait(story->screen, "counting 1000\\.");
    screen_type(story->screen, "/search xylophone\r");
    screen_wait(story->screen, "1 found");
    screen_wait(story->screen, "bob  the xylophone is tuned +#lobby");
    she_is_led_to_it(story);
    screen_type(story->screen, "/search xylophone\r");
    screen_wait(story->screen, "1 found");
    assert_int_equal(screen_count(story->screen, "the xylophone is tuned +#lobby"), 1);
    screen_type(story->screen, ESC);
    screen_wait_gone(story->screen, "Search everywhere");
    story_quit_alice(story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_word_of_long_ago_in_another_room_is_found_and_left_again,
                                        story_setup, story_teardown),
        cmocka_unit_test_setup_teardown(on_another_device_it_is_found_at_the_server, story_setup,
                                        story_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
