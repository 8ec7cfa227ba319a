#include <string.h>

#include "spec.h"
#include "ui_scene.h"

/* The list as "#tea #cake bob": the console, which is always the last, left out. */
static void list_shows(const struct scene *s, const char *names)
{
    char all[256] = "";
    for (const struct conv *conv = s->chat->convs; conv; conv = conv->next) {
        if (conv->kind == CONV_CONSOLE)
            continue;
        strncat(all, *all ? " " : "", sizeof(all) - strlen(all) - 1);
        strncat(all, conv->name, sizeof(all) - strlen(all) - 1);
    }
    assert_string_equal(all, names);
}

static struct conv *knows(struct scene *s, const char *name)
{
    return chat_conv_make(s->chat, s->network, name);
}

static void say_in(struct scene *s, const char *name, int64_t time_ms)
{
    struct line line = {.time_ms = time_ms, .nick = "bob", .text = "hi", .msgid = ""};
    chat_add_line(s->chat, knows(s, name), &line);
}

static int three_rooms(void **state)
{
    scene_plain(state);
    struct scene *s = *state;
    knows(s, "#tea");
    knows(s, "#cake");
    knows(s, "#milk");
    knows(s, "bob");
    return 0;
}

static void the_order_is_fixed_whatever_is_said(void **state)
{
    struct scene *s = *state;
    say_in(s, "#milk", SCENE_START_MS);
    list_shows(s, "#tea #cake #milk bob");
}

static void by_activity_what_was_spoken_in_last_comes_first(void **state)
{
    struct scene *s = *state;
    s->chat->settings.room_order = ROOM_ORDER_ACTIVITY;
    say_in(s, "#cake", SCENE_START_MS);
    say_in(s, "#milk", SCENE_START_MS + 1);
    list_shows(s, "#milk #cake #tea bob");
    say_in(s, "#tea", SCENE_START_MS + 2);
    list_shows(s, "#tea #milk #cake bob");
}

static void by_name_rooms_and_people_are_sorted(void **state)
{
    struct scene *s = *state;
    s->chat->settings.room_order = ROOM_ORDER_NAME;
    chat_order(s->chat);
    knows(s, "alf");
    list_shows(s, "#cake #milk #tea alf bob");
}

static void pinned_ones_stand_on_top_until_they_are_not(void **state)
{
    struct scene *s = *state;
    chat_pin(s->chat, knows(s, "bob"), true);
    chat_pin(s->chat, knows(s, "#milk"), true);
    list_shows(s, "bob #milk #tea #cake");
    chat_pin(s->chat, knows(s, "bob"), false);
    list_shows(s, "#milk #tea #cake bob");
}

static void a_room_is_moved_among_its_like_only(void **state)
{
    struct scene *s = *state;
    assert_true(chat_move(s->chat, knows(s, "#milk"), -1));
    list_shows(s, "#tea #milk #cake bob");
    assert_true(chat_move(s->chat, knows(s, "#tea"), 1));
    list_shows(s, "#milk #tea #cake bob");
    assert_false(chat_move(s->chat, knows(s, "#milk"), -1));
    assert_false(chat_move(s->chat, knows(s, "#cake"), 1));
    assert_false(chat_move(s->chat, knows(s, "bob"), -1));
}

static void what_is_said_in_a_muted_room_is_no_news(void **state)
{
    struct scene *s = *state;
    knows(s, "#cake")->muted = true;
    say_in(s, "#cake", SCENE_START_MS + 1);
    assert_null(chat_next_unread(s->chat));
    assert_int_equal(knows(s, "#cake")->unread, 1);
}

static void visited_rooms_are_gone_back_and_forth_in(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, knows(s, "#tea"));
    chat_open(s->chat, knows(s, "#cake"));
    chat_open(s->chat, knows(s, "bob"));
    assert_true(chat_revisit(s->chat, -1));
    assert_true(chat_revisit(s->chat, -1));
    assert_string_equal(s->chat->current->name, "#tea");
    assert_true(chat_revisit(s->chat, 1));
    assert_string_equal(s->chat->current->name, "#cake");
    chat_close(s->chat, knows(s, "bob"));
    assert_false(chat_revisit(s->chat, 1));
    chat_open(s->chat, knows(s, "#milk"));
    assert_true(chat_revisit(s->chat, -1));
    assert_string_equal(s->chat->current->name, "#cake");
}

#define ROOMS(test) cmocka_unit_test_setup_teardown(test, three_rooms, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOMS(the_order_is_fixed_whatever_is_said),
        ROOMS(by_activity_what_was_spoken_in_last_comes_first),
        ROOMS(by_name_rooms_and_people_are_sorted),
        ROOMS(pinned_ones_stand_on_top_until_they_are_not),
        ROOMS(a_room_is_moved_among_its_like_only),
        ROOMS(what_is_said_in_a_muted_room_is_no_news),
        ROOMS(visited_rooms_are_gone_back_and_forth_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
