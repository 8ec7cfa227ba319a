/* picture [--few] FOLDER: what opens over the messages in alice's parlor, in two sizes, one picture
 * each; --few: three of them, as a test. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gallery.h"
#include "rig.h"
#include "shelf.h"
#include "spec.h"

static const struct gallery_size small = {80, 24}, usual = {100, 30};

static void what_opens_on_a_small_screen(void **state)
{
    gallery_draw(*state, getenv("PICTURES"), small, false);
}

static void what_opens_on_a_usual_screen(void **state)
{
    gallery_draw(*state, getenv("PICTURES"), usual, false);
}

static void three_of_what_opens(void **state)
{
    gallery_draw(*state, getenv("PICTURES"), small, true);
}

static void another_certificate_on_a_small_screen(void **state)
{
    gallery_draw_trust(*state, getenv("PICTURES"), small);
}

static void another_certificate_on_a_usual_screen(void **state)
{
    gallery_draw_trust(*state, getenv("PICTURES"), usual);
}

#define RIG(test)   cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
#define SHELF(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest all[] = {
        SHELF(what_opens_on_a_small_screen),
        SHELF(what_opens_on_a_usual_screen),
        RIG(another_certificate_on_a_small_screen),
        RIG(another_certificate_on_a_usual_screen),
    };
    const struct CMUnitTest few[] = {SHELF(three_of_what_opens)};
    bool is_few = argc == 3 && strcmp(argv[1], "--few") == 0;
    if (argc != 2 && !is_few) {
        fputs("usage: picture [--few] FOLDER\n", stderr);
        return 2;
    }
    setenv("PICTURES", argv[argc - 1], 1);
    return is_few ? cmocka_run_group_tests(few, NULL, NULL)
                  : cmocka_run_group_tests(all, NULL, NULL);
}
