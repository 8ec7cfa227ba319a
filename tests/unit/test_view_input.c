#include <string.h>

#include "irc_cap.h"
#include "view_scene.h"

static void types(struct scene *s, const char *text)
{
    edit_set(s->chat->edit, text);
    paints(s, 60, 24);
}

static void input_shows(struct scene *s, int y, const char *text)
{
    pane_shows(s, s->screen.layout.input, y, text);
}

static void cursor_is_at(struct scene *s, int x, int y)
{
    struct rect pane = s->screen.layout.input;
    assert_int_equal(s->screen.canvas.cursor_x - pane.x, x);
    assert_int_equal(s->screen.canvas.cursor_y - pane.y, y);
}

static void the_cursor_stands_behind_what_is_typed(void **state)
{
    struct scene *s = *state;
    types(s, "");
    input_shows(s, 0, " >");
    cursor_is_at(s, 3, 0);
    types(s, "tea 茶");
    input_shows(s, 0, " > tea 茶");
    cursor_is_at(s, 9, 0);
    edit_left(s->chat->edit);
    paints(s, 60, 24);
    cursor_is_at(s, 7, 0);
}

static void long_text_goes_on_in_the_next_row(void **state)
{
    struct scene *s = *state;
    types(s, "0123456789012345678901234567890123456789abc");
    input_shows(s, 0, " > 01234567890123456789012345678901234567");
    input_shows(s, 1, "   89abc");
    cursor_is_at(s, 8, 1);
}

static void long_text_is_cut_between_words(void **state)
{
    struct scene *s = *state;
    types(s, "the kettle is on and we have biscuits for all");
    input_shows(s, 0, " > the kettle is on and we have biscuits");
    input_shows(s, 1, "   for all");
    cursor_is_at(s, 10, 1);
    for (size_t i = strlen("for all"); i > 0; i--)
        edit_left(s->chat->edit);
    paints(s, 60, 24);
    cursor_is_at(s, 3, 1);
    edit_left(s->chat->edit);
    paints(s, 60, 24);
    cursor_is_at(s, 40, 0);

    types(s, "see 0123456789012345678901234567890123456789 and 茶");
    input_shows(s, 0, " > see");
    input_shows(s, 1, "   01234567890123456789012345678901234567");
    input_shows(s, 2, "   89 and 茶");
    types(s, "0123456789012345678901234567890123茶茶茶");
    input_shows(s, 0, " > 0123456789012345678901234567890123茶茶");
    input_shows(s, 1, "   茶");
}

static void a_blank_at_the_edge_puts_the_cursor_where_the_next_word_begins(void **state)
{
    struct scene *s = *state;
    types(s, "01234567890123456789012345678901234567");
    cursor_is_at(s, 41, 0);
    types(s, "01234567890123456789012345678901234567 ");
    cursor_is_at(s, 3, 1);
    types(s, "01234567890123456789012345678901234567 a");
    input_shows(s, 1, "   a");
}

static void rows_of_several_hang_below_each_other(void **state)
{
    struct scene *s = *state;
    types(s, "one\ntwo\n");
    input_shows(s, 0, " > one");
    input_shows(s, 1, "   two");
    cursor_is_at(s, 3, 2);
}

static void what_is_taller_than_a_third_shows_the_cursor(void **state)
{
    struct scene *s = *state;
    types(s, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11");
    assert_int_equal(s->screen.layout.input.h, 8);
    input_shows(s, 0, "   4");
    input_shows(s, 7, "   11");
    cursor_is_at(s, 5, 7);
    for (int i = 0; i < 10; i++)
        edit_up(s->chat->edit);
    paints(s, 60, 24);
    input_shows(s, 0, " > 1");
    assert_int_equal(s->screen.canvas.cursor_y, s->screen.layout.input.y);
}

static void a_command_looks_like_one(void **state)
{
    struct scene *s = *state;
    types(s, "/join #kettle");
    assert_true(style_same(style_of(s, "/join"), s->theme.roles[ROLE_INPUT_COMMAND]));
    assert_true(style_same(style_of(s, "#kettle"), s->theme.roles[ROLE_INPUT]));
    types(s, "//not one");
    assert_true(style_same(style_of(s, "//not"), s->theme.roles[ROLE_INPUT]));
}

static void what_goes_into_another_message_looks_different(void **state)
{
    struct scene *s = *state;
    char text[401];
    memset(text, 'a', 400);
    memcpy(text + 392, "Z", 1);
    text[400] = '\0';
    s->network->line_max = 512;
    types(s, text);
    assert_true(style_same(style_of(s, "Z"), s->theme.roles[ROLE_INPUT_OVER]));
    s->network->line_max = 4096;
    types(s, text);
    assert_true(style_same(style_of(s, "Z"), s->theme.roles[ROLE_INPUT]));
}

static bool is_over(struct scene *s, const char *text)
{
    return style_same(style_of(s, text), s->theme.roles[ROLE_INPUT_OVER]);
}

static void where_rows_are_one_message_what_its_limits_do_not_allow_looks_different(void **state)
{
    struct scene *s = *state;
    s->network->caps |= IRC_CAP_MULTILINE | IRC_CAP_BATCH;
    s->network->rows_bytes = 16384;
    s->network->rows_lines = 2;
    types(s, "first\nsecond\nthird\nfourth");
    assert_false(is_over(s, "second"));
    assert_true(is_over(s, "third"));
    assert_true(is_over(s, "fourth"));
    s->network->rows_lines = 100;
    s->network->rows_bytes = 13;
    types(s, "first\nsecond\nthird");
    assert_false(is_over(s, "second"));
    assert_true(is_over(s, "third"));
    s->network->rows_bytes = 0;
    types(s, "first\nsecond\nthird");
    assert_false(is_over(s, "third"));
}

static void codes_are_shown_by_their_letters(void **state)
{
    struct scene *s = *state;
    types(s, "a \x02"
             "bold");
    input_shows(s, 0, " > a Bbold");
    assert_true(style_of(s, "Bbold").attrs & ATTR_REVERSE);
    cursor_is_at(s, 10, 0);
}

static void tiny_screens_keep_the_cursor_inside(void **state)
{
    struct scene *s = *state;
    edit_set(s->chat->edit, "日本語 and more");
    for (int w = 1; w < 25; w++) {
        for (int h = 1; h < 8; h++) {
            paints(s, w, h);
            assert_in_range(s->screen.canvas.cursor_x, 0, w - 1);
            assert_in_range(s->screen.canvas.cursor_y, 0, h - 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_cursor_stands_behind_what_is_typed),
        SCENE(long_text_goes_on_in_the_next_row),
        SCENE(long_text_is_cut_between_words),
        SCENE(a_blank_at_the_edge_puts_the_cursor_where_the_next_word_begins),
        SCENE(rows_of_several_hang_below_each_other),
        SCENE(what_is_taller_than_a_third_shows_the_cursor),
        SCENE(a_command_looks_like_one),
        SCENE(what_goes_into_another_message_looks_different),
        SCENE(where_rows_are_one_message_what_its_limits_do_not_allow_looks_different),
        SCENE(codes_are_shown_by_their_letters),
        SCENE(tiny_screens_keep_the_cursor_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
