/* /notify, /highlight, /dnd: what calls the user. */
#include <stdlib.h>

#include "keyboard.h"
#include "settings.h"
#include "spec.h"

static int begin(void **state)
{
    char *cause = NULL;
    scene_modern(state);
    struct scene *s = *state;
    settings_lend(s->chat);
    assert_int_equal(settings_read(s->chat, "/dev/null", &cause), 0);
    server_says(s, ":alice!a@h JOIN #tea");
    return 0;
}

static void a_room_has_a_level_of_its_own(void **state)
{
    struct scene *s = *state;
    enters(s, "/notify");
    notice_says(s, "Of #tea you are told: what speaks to you, as usual");
    enters(s, "/notify all");
    notice_says(s, "Of #tea you are told: all that is said");
    assert_int_equal(scene_conv(s, "#tea")->notify, NOTIFY_ALL);
    enters(s, "/notify loud");
    notice_says(s, "/notify: not \"loud\" but all, mentions, none or usual");
    assert_int_equal(scene_conv(s, "#tea")->notify, NOTIFY_ALL);
}

static void peace_is_a_setting(void **state)
{
    struct scene *s = *state;
    enters(s, "/dnd");
    notice_says(s, "Do not disturb: *");
    assert_true(s->chat->settings.do_not_disturb);
    assert_true(s->chat->wishes & WISH_SETTINGS);
    enters(s, "/notify none");
    notice_says(s, "Of #tea you are told: nothing (but you are not to be disturbed: /dnd)");
    enters(s, "/dnd");
    notice_says(s, "Notifications are on again");
    assert_false(s->chat->settings.do_not_disturb);
}

static void words_are_listed_added_and_dropped(void **state)
{
    struct scene *s = *state;
    enters(s, "/highlight");
    notice_says(s, "Only your name notifies you");
    enters(s, "/highlight deploy");
    notice_says(s, "Beside your name these notify you: deploy");
    enters(s, "/highlight /build [0-9]+/");
    notice_says(s, "Beside your name these notify you: deploy, /build *");
    enters(s, "/highlight deploy");
    notice_says(s, "That calls you already");
    enters(s, "/highlight /(/");
    notice_says(s, "/(/ is no regular expression:*");
    enters(s, "/unhighlight deploy");
    notice_says(s, "Beside your name these notify you: /build*");
    enters(s, "/unhighlight tea");
    notice_says(s, "That is none of your words*");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_room_has_a_level_of_its_own),
        SCENE(peace_is_a_setting),
        SCENE(words_are_listed_added_and_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
