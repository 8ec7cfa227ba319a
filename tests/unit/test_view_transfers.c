/* Files on their way, as a person sees them. */
#include "mem.h"
#include "view_scene.h"

static struct transfer *gets_file(struct scene *s, const char *url, int64_t size)
{
    const struct transfer_file file = {.url = url, .size = size};
    return transfer_get(s->chat, s->network, &file);
}

static void files_are_a_group_below_the_rooms(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = gets_file(s, "https://example.org/plan.pdf", 1000);
    gets_file(s, "https://example.org/kettle-and-cups.png", -1);
    transfers_schedule(s->chat);
    transfer_progress(s->chat, transfer, 620);
    transfer_pause(s->chat, transfer->next);
    transfer_put(s->chat, s->network, s->room, "/home/alice/notes.txt");
    paints(s, 100, 30);
    struct rect pane = s->screen.layout.rooms;
    pane_shows(s, pane, 3, " Server");
    pane_shows(s, pane, 4, " 2 Example");
    pane_shows(s, pane, 5, "");
    pane_shows(s, pane, 6, " Files");
    pane_shows(s, pane, 7, " ↓ plan.pdf  62%");
    pane_shows(s, pane, 8, " ↓ kettl… paused");
    pane_shows(s, pane, 9, " ↑ notes.… waits");
}

static void what_is_done_leaves_the_list(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = gets_file(s, "https://example.org/plan.pdf", 1000);
    xreplace(&transfer->path, "/home/alice/plan.pdf");
    paints(s, 100, 30);
    shows(s, " Files");
    transfer_done(s->chat, transfer, "9f86d081");
    paints_again(s, s->chat->changed);
    hides(s, " Files");
}

static void a_narrow_screen_says_in_the_title_how_far_it_is(void **state)
{
    struct scene *s = *state;
    struct transfer *transfer = gets_file(s, "https://example.org/plan.pdf", 1000);
    paints(s, 48, 20);
    hides(s, "↓");
    transfers_schedule(s->chat);
    transfer_progress(s->chat, transfer, 620);
    paints(s, 48, 20);
    shows(s, "  ↓62%  ");
    paints(s, 100, 30);
    hides(s, "↓62%");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(files_are_a_group_below_the_rooms),
        SCENE(what_is_done_leaves_the_list),
        SCENE(a_narrow_screen_says_in_the_title_how_far_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
