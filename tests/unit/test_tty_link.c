#include <stdio.h>
#include <string.h>

#include "canvas.h"
#include "spec.h"
#include "tty_link.h"

#define START_8 "\x1b]8;id=1;http://a.example/long\x1b\\"
#define END_8   "\x1b]8;;\x1b\\"

static const struct style plain = {.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT};

static void draw(struct canvas *canvas, int y, const char *text, uint16_t link)
{
    struct pen pen = {
        {0, y, canvas->w, 1},
        0, y, plain
    };
    canvas->link = link;
    canvas_text(canvas, &pen, text, strlen(text));
    canvas->link = 0;
}

static void both_parts_of_a_link_that_is_cut_in_two_are_one(void **state)
{
    (void)state;
    struct canvas canvas;
    struct buf out = {0};
    canvas_init(&canvas);
    canvas_resize(&canvas, 10, 3, plain);
    uint16_t link = canvas_link(&canvas, "http://a.example/long");
    assert_int_equal(link, canvas_link(&canvas, "http://a.example/long"));
    draw(&canvas, 0, "http:", link);
    draw(&canvas, 1, "long", link);
    draw(&canvas, 2, "tea", 0);
    for (int y = 0; y < 3; y++)
        link_append(&out, &canvas, y, TTY_COLOURS_NONE);
    assert_string_equal(buf_text(&out),
                        START_8 "\x1b[1;1H\x1b[0mhttp:" END_8 START_8 "\x1b[2;1H\x1b[0mlong" END_8);
    assert_true(link_in_row(canvas.cells, 10));
    assert_false(link_in_row(canvas.cells + 20, 10));
    buf_clear(&out);
    canvas_clear(&canvas);
}

static void a_number_is_not_soon_used_again(void **state)
{
    (void)state;
    struct canvas canvas;
    char url[32];
    canvas_init(&canvas);
    for (int i = 0; i < 300; i++) {
        snprintf(url, sizeof(url), "http://a.example/%d", i);
        assert_int_equal(canvas_link(&canvas, url), i + 1);
    }
    canvas_forget_links(&canvas);
    assert_null(canvas_link_url(&canvas, 1));
    uint16_t link = canvas_link(&canvas, "http://b.example");
    assert_int_equal(link, 301);
    assert_string_equal(canvas_link_url(&canvas, link), "http://b.example");
    canvas_clear(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_parts_of_a_link_that_is_cut_in_two_are_one),
        cmocka_unit_test(a_number_is_not_soon_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
