/* What alice reads on one device is read on the other. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"
#include "story.h"

#define CTRL_N "\016"
#define CTRL_P "\020"

/* Her secret is on both. */
static void carry_her_secret(const struct story *story)
{
    static const char *const folders[] = {"alice", "alice/.local", "alice/.local/share",
                                          "alice/.local/share/parlor"};
    char bytes[4096];
    for (int i = 0; i < 4; i++)
        free(person_home(story->rig, folders[i]));
    char *from = rig_path(story->rig, ".local/share/parlor/secrets");
    char *to = rig_path(story->rig, "alice/.local/share/parlor/secrets");
    int in = open(from, O_RDONLY);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0600);
    ssize_t len = read(in, bytes, sizeof(bytes));
    assert_true(len > 0 && write(out, bytes, (size_t)len) == len);
    close(in);
    close(out);
    free(from);
    free(to);
}

static void what_is_read_on_one_device_is_read_on_the_other(void **state)
{
    struct story *story = *state;
    story_start_alice(story, 100, 30);
    screen_type(story->screen, "/join #ops\r");
    screen_wait(story->screen, "▸2 #ops");
    carry_her_secret(story);
    struct screen *other = person_arrive(story->rig, PARLOR, "alice");
    screen_type(other, CTRL_N);
    screen_wait(other, "▸2 #ops");
    story_bob_says(story, "the kettle is on");
    screen_wait(story->screen, " 1 #lobby +1");
    screen_wait(other, " 1 #lobby +1");
    screen_type(other, CTRL_P);
    screen_wait(other, "▸1 #lobby");
    screen_wait(story->screen, " 1 #lobby +│");
    person_quit(other);
    story_quit_alice(story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_read_on_one_device_is_read_on_the_other,
                                        story_setup, story_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
