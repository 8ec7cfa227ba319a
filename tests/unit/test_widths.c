/* Texts that tear the columns of terminal programs (widths.txt): here they do not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "tty_raw.h"
#include "utf8.h"
#include "view_scene.h"

#define LINE_BYTES 2000

/* Every column is a cell's own, or the second half of the one before. */
static void row_is_whole(const struct cell *row, int w)
{
    for (int x = 0; x < w; x++) {
        if (row[x].cols == 2) {
            assert_true(x + 1 < w);
            assert_int_equal(row[x + 1].cols, 0);
            x++;
        } else {
            assert_int_equal(row[x].cols, 1);
        }
        assert_true(utf8_valid(row[x].text, strlen(row[x].text)));
        for (const char *c = row[x].text; *c; c++)
            assert_true((unsigned char)*c >= ' ' && *c != '\x7f');
    }
}

static void columns_stand(struct scene *s, const char *text, int cols)
{
    paints(s, cols, 24);
    const struct canvas *canvas = &s->screen.canvas;
    const struct layout *layout = &s->screen.layout;
    for (int y = 0; y < canvas->h; y++) {
        const struct cell *row = &canvas->cells[(size_t)y * (size_t)canvas->w];
        struct buf raw = {0};
        row_is_whole(row, canvas->w);
        if (layout->users_border.w > 0 && y < layout->messages.y + layout->messages.h)
            if (strcmp(row[layout->users_border.x].text, "│") != 0 && y >= layout->messages.y)
                fail_msg("\"%s\" tears row %d at %d columns", text, y, cols);
        raw_append(&raw, canvas, y, TTY_COLOURS_RGB);
        assert_true(utf8_valid(buf_text(&raw), raw.len));
        buf_clear(&raw);
    }
}

static void no_text_tears_a_column(void **state)
{
    struct scene *s = *state;
    FILE *file = fopen(WIDTHS, "re");
    char line[LINE_BYTES];
    int n = 0;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        char *clean = utf8_sanitize(line, strcspn(line, "\n"), false, true);
        says(s, "9:14", "bob", clean);
        enters(s, "bob", "", false);
        columns_stand(s, clean, 80);
        columns_stand(s, clean, 47);
        columns_stand(s, clean, 120);
        free(clean);
        n++;
    }
    fclose(file);
    assert_true(n >= 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(no_text_tears_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
