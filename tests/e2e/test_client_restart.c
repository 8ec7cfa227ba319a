/* Alice's parlor ends, by her will or by force, and begins again where she was. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define CTRL_C "\003"
#define CTRL_N "\016"
#define CTRL_P "\020"
#define UP     "\033[A"
#define F7     "\033[18~"
#define F8     "\033[19~"

static bool file_has(const char *path, const char *text)
{
    char piece[8192];
    struct buf all = {0};
    FILE *file = fopen(path, "re");
    size_t len = 0;
    while (file && (len = fread(piece, 1, sizeof(piece), file)) > 0)
        buf_append(&all, piece, len);
    bool found = all.len > 0 && memmem(all.data, all.len, text, strlen(text)) != NULL;
    if (file)
        fclose(file);
    buf_clear(&all);
    return found;
}

/* Waits until the text is in her archive: only then a kill may not lose it. */
static void wait_until_kept(const struct story *story, const char *text)
{
    char events[4096];
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    char *folder = rig_path(story->rig, ".local/share/parlor");
    char *journal = xasprintf("%s/archive.db-wal", folder);
    int fd = inotify_init1(IN_CLOEXEC);
    assert_true(inotify_add_watch(fd, folder, IN_MODIFY) >= 0);
    while (!file_has(journal, text)) {
        rig_wait_readable(fd, deadline_ms, "the archive to be written");
        assert_true(read(fd, events, sizeof(events)) > 0);
    }
    close(fd);
    free(journal);
    free(folder);
}

/* Two rooms with a draft in each, something said, and #lobby open. */
static void leave_something_behind(struct story *story)
{
    story_start_alice(story, 100, 30);
    story_bob_says(story, "kettle on");
    screen_wait(story->screen, "bob  kettle on");
    screen_type(story->screen, "milk for me\r");
    screen_wait(story->screen, "alice  milk for me +│");
    screen_type(story->screen, "/join #ops\r");
    screen_wait(story->screen, "▸2 #ops");
    screen_type(story->screen, "half a thou" CTRL_P);
    screen_wait(story->screen, "▸1 #lobby");
    screen_type(story->screen, "not said yet");
    screen_wait(story->screen, "> not said yet");
}

/* All of it is there, once; and what was said meanwhile stands behind it. */
static void all_is_as_it_was(struct story *story)
{
    screen_wait(story->screen, "▸1 #lobby");
    screen_wait(story->screen, "> not said yet");
    screen_wait(story->screen, "bob  are you there\\?");
    int kettle = screen_wait(story->screen, "bob  kettle on");
    int milk = screen_wait(story->screen, "alice  milk for me");
    int line = screen_wait(story->screen, "new since");
    int there = screen_wait(story->screen, "are you there\\?");
    assert_true(kettle < milk && milk < line && line < there);
    assert_int_equal(screen_count(story->screen, "kettle on"), 1);
    assert_int_equal(screen_count(story->screen, "milk for me"), 1);
    assert_int_equal(screen_count(story->screen, "are you there"), 1);

    screen_type(story->screen, CTRL_N);
    screen_wait(story->screen, "> half a thou");
    screen_wait(story->screen, "▸2 #ops");
    screen_type(story->screen, CTRL_C CTRL_P);
    screen_wait(story->screen, "> not said yet");
    screen_type(story->screen, CTRL_C UP);
    screen_wait(story->screen, "> /join #ops");
    screen_type(story->screen, UP);
    screen_wait(story->screen, "> milk for me");
}

static void who_leaves_returns_to_where_she_was(void **state)
{
    struct story *story = *state;
    leave_something_behind(story);
    screen_signal(story->screen, SIGTERM);
    assert_int_equal(screen_end(story->screen), 0);
    story_bob_says(story, "are you there?");
    story_return_alice(story, 100, 30);
    all_is_as_it_was(story);
}

static void who_is_killed_returns_to_where_she_was(void **state)
{
    struct story *story = *state;
    leave_something_behind(story);
    wait_until_kept(story, "not said yet");
    screen_signal(story->screen, SIGKILL);
    assert_int_equal(screen_end(story->screen), 128 + SIGKILL);
    story_bob_says(story, "are you there?");
    story_return_alice(story, 100, 30);
    all_is_as_it_was(story);
}

static void what_was_said_can_be_read_without_the_server(void **state)
{
    struct story *story = *state;
    leave_something_behind(story);
    screen_signal(story->screen, SIGTERM);
    assert_int_equal(screen_end(story->screen), 0);
    story_kill_server(story);

    story_return_alice(story, 100, 30);
    screen_wait(story->screen, "trying again");
    screen_wait(story->screen, "bob  kettle on");
    screen_wait(story->screen, "alice  milk for me");
    screen_wait(story->screen, "> not said yet");
    assert_int_equal(screen_count(story->screen, "Your name"), 0);

    story_restart_server(story);
    story_return_bob(story);
    story_bob_says(story, "are you there?");
    screen_wait(story->screen, "alice · (lag|online)");
    screen_wait(story->screen, "are you there\\?");
    assert_int_equal(screen_count(story->screen, "kettle on"), 1);
    assert_int_equal(screen_count(story->screen, "are you there"), 1);
}

static void a_room_that_was_left_stays_left(void **state)
{
    struct story *story = *state;
    leave_something_behind(story);
    screen_type(story->screen, CTRL_C "/leave\r");
    screen_wait(story->screen, "you left|alice left");
    screen_type(story->screen, "/quit\r");
    assert_int_equal(screen_end(story->screen), 0);
    story_return_alice(story, 100, 30);
    screen_wait(story->screen, "alice · (lag|online)");
    screen_wait(story->screen, "bob  kettle on");
    screen_type(story->screen, "hello?\r");
    screen_wait(story->screen, "/join goes there");
}

static void theme_and_panes_stay_as_they_were(void **state)
{
    struct story *story = *state;
    story_start_alice(story, 100, 30);
    screen_type(story->screen, "/theme mono\r" F7 F8);
    screen_wait_gone(story->screen, "Rooms|Here");
    story_quit_alice(story);

    story_return_alice(story, 100, 30);
    screen_wait_row(story->screen, 0, "^ 1/2 #lobby ");
    assert_int_equal(screen_count(story->screen, "Here"), 0);
    screen_type(story->screen, "/theme\r");
    screen_wait(story->screen, "mono +in use");
    screen_type(story->screen, "\033");
    screen_wait_gone(story->screen, "in use");
    screen_type(story->screen, F7 F8);
    screen_wait(story->screen, "^ Rooms");
    screen_wait(story->screen, "Here [0-9]+$");
}

static void a_terminal_that_is_closed_takes_no_draft_along(void **state)
{
    struct story *story = *state;
    story_start_alice(story, 100, 30);
    screen_type(story->screen, "not said yet");
    screen_wait(story->screen, "> not said yet");
    screen_signal(story->screen, SIGHUP);
    assert_int_equal(screen_end(story->screen), 0);

    story_return_alice(story, 100, 30);
    screen_wait(story->screen, "> not said yet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TOLD(test) cmocka_unit_test_setup_teardown(test, story_setup, story_teardown)
        TOLD(who_leaves_returns_to_where_she_was),
        TOLD(who_is_killed_returns_to_where_she_was),
        TOLD(what_was_said_can_be_read_without_the_server),
        TOLD(a_room_that_was_left_stays_left),
        TOLD(theme_and_panes_stay_as_they_were),
        TOLD(a_terminal_that_is_closed_takes_no_draft_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
