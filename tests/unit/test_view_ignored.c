/* What those say who are ignored: one row, which opens. */
#include "ignore.h"
#include "mem.h"
#include "unfold.h"
#include "view_scene.h"

static void what_is_hidden_is_one_row_that_opens(void **state)
{
    struct scene *s = *state;
    xreplace(&s->chat->settings.ignored, "bob");
    says(s, "18:04", "carol", "deploy done");
    uint64_t first = says(s, "18:05", "bob", "buy my tea");
    says(s, "18:05", "bob", "cheap");
    happens(s, "18:06", LINE_PART, "bob", "");
    says(s, "18:07", "carol", "where were we");
    ignore_turn(s->chat);
    paints(s, 100, 30);
    shows(s, "3 hidden");
    hides(s, "buy my tea");
    shows(s, "carol  where were we");

    unfold_toggle(s->chat, s->room, first);
    paints(s, 100, 30);
    shows(s, "bob  buy my tea");
    shows(s, "cheap");
    hides(s, "hidden");

    xreplace(&s->chat->settings.ignored, NULL);
    unfold_toggle(s->chat, s->room, first);
    ignore_turn(s->chat);
    paints(s, 100, 30);
    shows(s, "bob  buy my tea");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(what_is_hidden_is_one_row_that_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
