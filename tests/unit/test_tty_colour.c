#include "spec.h"
#include "tty_colour.h"
#include "tty_raw.h"

#define RGB(value) (COLOUR_RGB | (value))

static struct style style(int32_t fg, int32_t bg)
{
    return (struct style){.fg = fg, .bg = bg};
}

static void sets(struct style set, enum tty_colours colours, const char *sequence)
{
    struct buf out = {0};
    colour_append(&out, set, colours);
    assert_string_equal(buf_text(&out), sequence);
    buf_clear(&out);
}

static void all_colours_are_there_with_24_bits(void **state)
{
    (void)state;
    assert_int_equal(colour_fg(style(RGB(0x16181d), -1), TTY_COLOURS_RGB), 0x16181d);
    assert_int_equal(colour_fg(style(196, -1), TTY_COLOURS_RGB), 0xff0000);
    assert_int_equal(colour_fg(style(COLOUR_DEFAULT, -1), TTY_COLOURS_RGB), -1);
}

static void of_256_the_nearest_beyond_the_users_own(void **state)
{
    (void)state;
    assert_int_equal(colour_fg(style(RGB(0xff0000), -1), TTY_COLOURS_256), 196);
    assert_int_equal(colour_fg(style(RGB(0x000000), -1), TTY_COLOURS_256), 16);
    assert_int_equal(colour_fg(style(RGB(0xffffff), -1), TTY_COLOURS_256), 231);
    assert_int_equal(colour_fg(style(RGB(0x121212), -1), TTY_COLOURS_256), 233);
    assert_int_equal(colour_fg(style(3, -1), TTY_COLOURS_256), 3);
}

static void of_16_the_nearest(void **state)
{
    (void)state;
    assert_int_equal(colour_fg(style(RGB(0xf28b82), -1), TTY_COLOURS_16), 8);
    assert_int_equal(colour_fg(style(RGB(0xff1010), -1), TTY_COLOURS_16), 9);
    assert_int_equal(colour_fg(style(196, -1), TTY_COLOURS_16), 9);
    assert_int_equal(colour_fg(style(RGB(0xc00000), -1), TTY_COLOURS_8), 1);
}

static void text_never_has_the_colour_of_its_ground(void **state)
{
    (void)state;
    for (int32_t fg = 0; fg < 256; fg++) {
        for (int32_t bg = 0; bg < 256; bg++) {
            struct style both = style(fg, bg);
            assert_true(colour_fg(both, TTY_COLOURS_16) != colour_bg(both, TTY_COLOURS_16));
            assert_true(colour_fg(both, TTY_COLOURS_8) != colour_bg(both, TTY_COLOURS_8));
        }
    }
}

static void without_colours_there_are_none(void **state)
{
    (void)state;
    assert_int_equal(colour_fg(style(1, 2), TTY_COLOURS_NONE), -1);
    assert_int_equal(colour_bg(style(1, 2), TTY_COLOURS_NONE), -1);
    sets(style(1, 2), TTY_COLOURS_NONE, "\x1b[0m");
}

static void sequences_say_the_whole_style(void **state)
{
    (void)state;
    struct style loud = {.fg = RGB(0x010203), .bg = 9, .attrs = ATTR_BOLD | ATTR_UNDERLINE};
    sets(loud, TTY_COLOURS_RGB, "\x1b[0;1;4;38;2;1;2;3;48;2;255;0;0m");
    sets(style(200, COLOUR_DEFAULT), TTY_COLOURS_256, "\x1b[0;38;5;200m");
    sets(style(1, 9), TTY_COLOURS_16, "\x1b[0;31;101m");
}

static void rows_without_doubt_are_left_to_ncurses(void **state)
{
    (void)state;
    struct canvas canvas;
    struct buf out = {0};
    canvas_init(&canvas);
    canvas_resize(&canvas, 8, 1, style(-1, -1));
    canvas_text(&canvas,
                &(struct pen){
                    {0, 0, 8, 1},
                    0, 0, style(-1, -1)
    },
                "plain", 5);
    raw_append(&out, &canvas, 0, TTY_COLOURS_NONE);
    assert_int_equal(out.len, 0);
    buf_clear(&out);
    canvas_clear(&canvas);
}

static void the_cursor_is_placed_behind_each_doubtful_cluster(void **state)
{
    (void)state;
    struct canvas canvas;
    struct buf out = {0};
    canvas_init(&canvas);
    canvas_resize(&canvas, 8, 2, style(-1, -1));
    const char text[] = "ab❤️cd";
    canvas_text(&canvas,
                &(struct pen){
                    {0, 0, 8, 2},
                    0, 1, style(-1, -1)
    },
                text, sizeof(text) - 1);
    raw_append(&out, &canvas, 1, TTY_COLOURS_NONE);
    assert_string_equal(buf_text(&out), "\x1b[2;3H\x1b[0m❤️\x1b[2;5Hcd  ");
    buf_clear(&out);
    canvas_clear(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_colours_are_there_with_24_bits),
        cmocka_unit_test(of_256_the_nearest_beyond_the_users_own),
        cmocka_unit_test(of_16_the_nearest),
        cmocka_unit_test(text_never_has_the_colour_of_its_ground),
        cmocka_unit_test(without_colours_there_are_none),
        cmocka_unit_test(sequences_say_the_whole_style),
        cmocka_unit_test(rows_without_doubt_are_left_to_ncurses),
        cmocka_unit_test(the_cursor_is_placed_behind_each_doubtful_cluster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
