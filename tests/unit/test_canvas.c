#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "canvas_row.h"
#include "spec.h"

static const struct style plain = {.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT};

static int setup(void **state)
{
    static struct canvas canvas;
    canvas_init(&canvas);
    canvas_resize(&canvas, 10, 3, plain);
    *state = &canvas;
    return 0;
}

static int teardown(void **state)
{
    canvas_clear(*state);
    return 0;
}

static void row_is(const struct canvas *canvas, int y, const char *text)
{
    char *row = canvas_row(canvas, y);
    assert_string_equal(row, text);
    free(row);
}

static int draws(struct canvas *canvas, int x, const char *text)
{
    struct rect all = {0, 0, canvas->w, canvas->h};
    return canvas_text(canvas, &(struct pen){all, x, 1, plain}, text, strlen(text));
}

static void text_is_drawn_where_it_is_put(void **state)
{
    struct canvas *canvas = *state;
    assert_int_equal(draws(canvas, 2, "tea"), 3);
    row_is(canvas, 0, "");
    row_is(canvas, 1, "  tea");
}

static void what_is_outside_is_dropped(void **state)
{
    struct canvas *canvas = *state;
    draws(canvas, 7, "kettle");
    row_is(canvas, 1, "       ket");
    draws(canvas, -2, "tea");
    row_is(canvas, 1, "a      ket");
    canvas_text(canvas,
                &(struct pen){
                    {0, 0, 10, 3},
                    0, 7, plain
    },
                "no", 2);
    canvas_text(canvas,
                &(struct pen){
                    {4, 0, 2, 3},
                    0, 0, plain
    },
                "0123456789", 10);
    row_is(canvas, 0, "    45");
}

static void a_wide_cluster_takes_two_cells(void **state)
{
    struct canvas *canvas = *state;
    assert_int_equal(draws(canvas, 0, "a茶b"), 4);
    row_is(canvas, 1, "a茶b");
    assert_int_equal(canvas->cells[11].cols, 2);
    assert_int_equal(canvas->cells[12].cols, 0);
    assert_string_equal(canvas->cells[12].text, "");
}

static void a_wide_cluster_is_not_cut_in_half_at_the_edge(void **state)
{
    struct canvas *canvas = *state;
    draws(canvas, 9, "茶");
    row_is(canvas, 1, "");
}

static void half_a_wide_cluster_goes_when_the_other_half_is_overwritten(void **state)
{
    struct canvas *canvas = *state;
    draws(canvas, 0, "茶茶茶");
    draws(canvas, 1, "x");
    row_is(canvas, 1, " x茶茶");
    draws(canvas, 2, "y");
    row_is(canvas, 1, " xy 茶");
    canvas_fill(canvas, (struct rect){5, 1, 3, 1}, plain);
    row_is(canvas, 1, " xy");
}

static void what_has_no_width_is_not_drawn(void **state)
{
    struct canvas *canvas = *state;
    assert_int_equal(draws(canvas, 0,
                           "a\x01\x7f"
                           "b"),
                     2);
    row_is(canvas, 1, "ab");
    assert_int_equal(draws(canvas, 0, "\xe2\x80\x8b"), 0);
    row_is(canvas, 1, "ab");
}

static void marks_stay_with_their_letter(void **state)
{
    struct canvas *canvas = *state;
    assert_int_equal(draws(canvas, 0, "e\xcc\x81!"), 2);
    row_is(canvas, 1, "e\xcc\x81!");
}

static void a_cluster_too_long_for_a_cell_shows_its_first_character(void **state)
{
    struct canvas *canvas = *state;
    const char *family = "👩🏽‍👩🏽‍👧🏽‍👦🏽";
    assert_true(strlen(family) > CELL_BYTES);
    assert_int_equal(draws(canvas, 0, family), 2);
    row_is(canvas, 1, "👩");
}

static void doubtful_clusters_are_marked(void **state)
{
    struct canvas *canvas = *state;
    draws(canvas, 0, "a❤️");
    assert_false(canvas->cells[10].doubtful);
    assert_true(canvas->cells[11].doubtful);
}

static void cut_text_ends_with_an_ellipsis(void **state)
{
    struct canvas *canvas = *state;
    struct rect clip = {0, 0, 5, 1};
    assert_int_equal(canvas_text_cut(canvas, &(struct pen){clip, 0, 0, plain}, "kettle"), 5);
    row_is(canvas, 0, "kett…");
    canvas_text_cut(canvas,
                    &(struct pen){
                        {0, 1, 5, 1},
                        0, 1, plain
    },
                    "tea");
    row_is(canvas, 1, "tea");
    canvas_text_cut(canvas,
                    &(struct pen){
                        {0, 2, 4, 1},
                        0, 2, plain
    },
                    "茶茶茶");
    row_is(canvas, 2, "茶…");
    assert_int_equal(canvas_text_cut(canvas,
                                     &(struct pen){
                                         {0, 0, 0, 1},
                                         0, 0, plain
    },
                                     "tea"),
                     0);
}

static void a_box_has_its_title_above_and_its_keys_below(void **state)
{
    struct canvas *canvas = *state;
    canvas_box(canvas, (struct rect){0, 0, 10, 3}, "Tea", "Esc", plain);
    row_is(canvas, 0, "┌─ Tea ──┐");
    row_is(canvas, 1, "│        │");
    row_is(canvas, 2, "└─ Esc ──┘");
}

static void a_box_of_no_size_harms_nothing(void **state)
{
    struct canvas *canvas = *state;
    canvas_box(canvas, (struct rect){3, 1, 0, 0}, "Tea", "Esc", plain);
    canvas_box(canvas, (struct rect){-5, -5, 40, 40}, "Tea", "Esc", plain);
    canvas_fill(canvas, (struct rect){8, 1, -3, 2}, plain);
    canvas_resize(canvas, 0, -4, plain);
    assert_int_equal(canvas->w, 1);
    assert_int_equal(canvas->h, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_is_drawn_where_it_is_put),
        TEST(what_is_outside_is_dropped),
        TEST(a_wide_cluster_takes_two_cells),
        TEST(a_wide_cluster_is_not_cut_in_half_at_the_edge),
        TEST(half_a_wide_cluster_goes_when_the_other_half_is_overwritten),
        TEST(what_has_no_width_is_not_drawn),
        TEST(marks_stay_with_their_letter),
        TEST(a_cluster_too_long_for_a_cell_shows_its_first_character),
        TEST(doubtful_clusters_are_marked),
        TEST(cut_text_ends_with_an_ellipsis),
        TEST(a_box_has_its_title_above_and_its_keys_below),
        TEST(a_box_of_no_size_harms_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
