/* Texts that tear the columns of terminal programs (tests/unit/widths.txt), on a terminal that
 * counts columns by itself: every border stands where it stood. */
#include <stdio.h>
#include <string.h>

#include "screen.h"
#include "spec.h"
#include "story.h"

#define LINE_BYTES 2000
#define BORDERS    2

/* Where the first row has its borders; -1: it has no such. */
static void find_borders(struct screen *screen, int row, int cols, int *borders)
{
    int n = 0;
    borders[0] = borders[1] = -1;
    for (int x = 0; x < cols && n < BORDERS; x++)
        if (strcmp(screen_cell(screen, row, x), "│") == 0)
            borders[n++] = x;
}

static void borders_stand(struct screen *screen, const int *borders, int rows, const char *text)
{
    for (int y = 3; y < rows; y++)
        for (int i = 0; i < BORDERS; i++)
            if (borders[i] >= 0 && strcmp(screen_cell(screen, y, borders[i]), "│") != 0) {
                screen_show(screen);
                fail_msg("\"%s\" tears row %d", text, y);
            }
}

static void stand_at(struct story *story, int cols, int rows)
{
    struct screen *screen = story->screen;
    char line[LINE_BYTES];
    int borders[BORDERS];
    int n = 0;
    screen_resize(screen, cols, rows);
    story_bob_says(story, "now %d columns", cols);
    int row = screen_wait(screen, "now [0-9]+ columns");
    find_borders(screen, row, cols, borders);
    FILE *file = fopen(WIDTHS, "re");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        char end[32];
        line[strcspn(line, "\n")] = '\0';
        snprintf(end, sizeof(end), "end %d of %d", ++n, cols);
        story_bob_says(story, "%s", line);
        story_bob_says(story, "%s", end);
        screen_wait(screen, end);
        borders_stand(screen, borders, rows - 4, line);
    }
    fclose(file);
    assert_true(n >= 25);
}

static void no_text_tears_a_column_of_a_terminal(void **state)
{
    struct story *story = *state;
    story_start_alice(story, 100, 30);
    stand_at(story, 100, 30);
    stand_at(story, 80, 24);
    stand_at(story, 57, 40);
    story_quit_alice(story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_text_tears_a_column_of_a_terminal, story_setup,
                                        story_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
