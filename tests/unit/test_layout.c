#include <stdio.h>

#include "view_scene.h"

static struct layout made(struct scene *s, int w, int h)
{
    struct layout layout;
    layout_make(&layout, s->chat, w, h);
    return layout;
}

static bool is_shown(struct rect rect)
{
    return rect.w > 0 && rect.h > 0;
}

static void a_wide_screen_has_rooms_messages_and_people(void **state)
{
    struct scene *s = *state;
    struct layout layout = made(s, 100, 30);
    assert_int_equal(layout.rooms.w, 17);
    assert_int_equal(layout.users.w, 14);
    assert_int_equal(layout.messages.w, 100 - 17 - 14 - 2);
    assert_int_equal(layout.messages.y, 1);
    assert_int_equal(layout.rule.y, 27);
    assert_int_equal(layout.hint.y, 28);
    assert_int_equal(layout.input.y, 29);
    assert_int_equal(layout.input.h, 1);
}

static void below_70_columns_the_people_go(void **state)
{
    struct scene *s = *state;
    assert_true(is_shown(made(s, 70, 24).users));
    assert_false(is_shown(made(s, 69, 24).users));
    assert_true(is_shown(made(s, 69, 24).rooms));
}

static void about_50_columns_the_rooms_go_too(void **state)
{
    struct scene *s = *state;
    assert_true(is_shown(made(s, 51, 24).rooms));
    assert_false(is_shown(made(s, 50, 24).rooms));
    assert_int_equal(made(s, 50, 24).messages.w, 50);
}

static void panes_may_be_hidden_by_hand(void **state)
{
    struct scene *s = *state;
    s->chat->settings.show_rooms = s->chat->settings.show_users = false;
    struct layout layout = made(s, 140, 40);
    assert_false(is_shown(layout.rooms));
    assert_false(is_shown(layout.users));
    assert_int_equal(layout.messages.w, 140);
    assert_int_equal(layout.input.x, 0);
}

static void only_rooms_have_people(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, chat_conv_make(s->chat, s->network, "bob"));
    assert_false(is_shown(made(s, 100, 30).users));
}

static void the_input_grows_to_a_third(void **state)
{
    struct scene *s = *state;
    edit_set(s->chat->edit, "one\ntwo\nthree");
    assert_int_equal(made(s, 100, 30).input.h, 3);
    assert_int_equal(made(s, 100, 30).messages.h, 24);
    edit_set(s->chat->edit, "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
    assert_int_equal(made(s, 100, 30).input.h, 10);
    assert_int_equal(made(s, 100, 24).input.h, 8);
}

static void tiny_screens_have_text_only(void **state)
{
    struct scene *s = *state;
    struct layout layout = made(s, 19, 10);
    assert_int_equal(layout.messages.h, 9);
    assert_int_equal(layout.messages.w, 19);
    assert_int_equal(layout.input.h, 1);
    assert_false(is_shown(layout.title));
    assert_false(is_shown(layout.rule));
    assert_false(is_shown(made(s, 40, 3).title));
    assert_true(is_shown(made(s, 20, 4).title));
}

static void panes_never_overlap_nor_leave_the_screen(void **state)
{
    struct scene *s = *state;
    edit_set(s->chat->edit, "one\ntwo\nthree\nfour\nfive");
    for (int w = 1; w <= 150; w++) {
        for (int h = 1; h <= 45; h++) {
            struct layout l = made(s, w, h);
            assert_true(l.messages.h >= 0 && l.messages.w >= 1);
            assert_true(l.input.h >= 1 && l.input.y + l.input.h == h);
            assert_true(l.title.h == 0 || l.messages.y == 1);
            assert_true(l.messages.y + l.messages.h <= l.input.y);
            assert_true(!is_shown(l.users) || l.users.x + l.users.w == w);
            assert_true(!is_shown(l.rule) || l.rule.y == l.messages.y + l.messages.h);
            assert_true(!is_shown(l.hint) || l.hint.y == l.input.y - 1);
            assert_true(l.messages.x + l.messages.w <= w);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_wide_screen_has_rooms_messages_and_people),
        SCENE(below_70_columns_the_people_go),
        SCENE(about_50_columns_the_rooms_go_too),
        SCENE(panes_may_be_hidden_by_hand),
        SCENE(only_rooms_have_people),
        SCENE(the_input_grows_to_a_third),
        SCENE(tiny_screens_have_text_only),
        SCENE(panes_never_overlap_nor_leave_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
