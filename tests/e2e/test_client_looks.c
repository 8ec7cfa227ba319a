/* What things look like: themes by the terminal's ground and by a saved file, what is folded or
 * hidden, links. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define ESC "\033"
#define ALT "\033"

#define DARK  0x16181d
#define LIGHT 0xfbfbf9

/* alice on a terminal that says this of its colours. */
static struct screen *arrives(const struct rig *rig, const char *ground)
{
    char *port = xasprintf("%d", rig->port);
    char *colours = xasprintf("COLORFGBG=%s", ground);
    const char *const argv[] = {"env", colours, PARLOR, "alice", "127.0.0.1", port, NULL};
    struct screen *screen = person_start(rig, "alice", argv);
    screen_wait(screen, "alice · (lag|online)");
    free(colours);
    free(port);
    return screen;
}

/* A cell of the messages, which dialogs leave free. */
static void ground_becomes(struct screen *screen, unsigned colour)
{
    screen_wait_ground(screen, 3, 20, colour);
}

static void the_light_twin_comes_by_what_the_terminal_says(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = arrives(rig, "0;15");
    ground_becomes(alice, LIGHT);
    person_quit(alice);

    alice = arrives(rig, "15;0");
    ground_becomes(alice, DARK);
    screen_type(alice, ESC "]11;rgb:ffff/ffff/eeee" ESC "\\");
    ground_becomes(alice, LIGHT);
    person_quit(alice);
}

static void the_picker_shows_each_theme_and_auto_goes_back(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = arrives(rig, "0;15");
    screen_type(alice, "/theme\r");
    screen_wait(alice, "auto");
    screen_type(alice, "default-dark");
    ground_becomes(alice, DARK);
    screen_type(alice, ESC);
    screen_wait(alice, "terminal");
    screen_type(alice, ESC);
    screen_wait_gone(alice, "─ Theme ─");
    ground_becomes(alice, LIGHT);
    screen_type(alice, "/theme\r");
    screen_wait(alice, "auto");
    screen_type(alice, "default-dark\r");
    ground_becomes(alice, DARK);
    screen_wait_gone(alice, "─ Theme ─");
    screen_type(alice, "/theme\r");
    screen_wait(alice, "auto");
    screen_type(alice, "auto\r");
    ground_becomes(alice, LIGHT);
    person_quit(alice);
}

/* The folder of one's themes need not be there at the start. */
static void a_theme_that_is_saved_is_shown_at_once(void **state)
{
    static const char leaf[] = ".config/parlor/themes/leaf.theme";
    static const char green[] = "[theme]\nname = leaf\ninherits = default-dark\n"
                                "[palette]\nground = #102010\n";
    static const char grey[] = "[theme]\nname = leaf\ninherits = default-dark\n"
                               "[palette]\nground = #202020\n";
    struct rig *rig = *state;
    rig_start_server(rig);
    person_write(rig, "alice", ".config/parlor/parlor.conf", "[ui]\ntheme = leaf\n");
    struct screen *alice = arrives(rig, "15;0");
    person_write(rig, "alice", leaf, green);
    ground_becomes(alice, 0x102010);
    person_write(rig, "alice", leaf, grey);
    ground_becomes(alice, 0x202020);
    person_quit(alice);
}

/* A copy of what is in use, in her own folder; her own editor; seen when it ends. */
static void a_theme_is_copied_edited_and_checked(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    char *port = xasprintf("%d", rig->port);
    char *editor =
        rig_write(rig, "editor", "#!/bin/sh\nsed -i 's/^ground = .*/ground = #102010/' \"$1\"\n");
    char *visual = xasprintf("VISUAL=%s", editor);
    assert_int_equal(chmod(editor, 0700), 0);
    const char *const argv[] = {"env", visual, "COLORFGBG=15;0", PARLOR, "alice", "127.0.0.1",
                                port,  NULL};
    struct screen *alice = person_start(rig, "alice", argv);
    screen_wait(alice, "alice · (lag|online)");
    ground_becomes(alice, DARK);
    screen_type(alice, "/theme save mine\r");
    screen_wait(alice, "mine is a copy of default-dark: /theme edit");
    screen_type(alice, "/theme save mine\r");
    screen_wait(alice, "You have a theme mine already");
    screen_type(alice, "/theme edit\r");
    ground_becomes(alice, 0x102010);
    screen_type(alice, "/theme default-dark\r");
    ground_becomes(alice, DARK);
    screen_type(alice, "/theme edit mine\r");
    ground_becomes(alice, 0x102010);
    screen_type(alice, "/theme save other\r");
    screen_wait(alice, "other is a copy of mine: /theme edit");
    screen_type(alice, "/theme check high-contrast\r");
    screen_wait(alice, "─ high-contrast ─");
    screen_wait(alice, "All of it can be read");
    screen_wait(alice, "text\\.dim .*at least");
    screen_type(alice, ESC);
    screen_wait_gone(alice, "─ high-contrast ─");
    person_quit(alice);
    free(visual);
    free(editor);
    free(port);
}

/* With 24-bit colours, with few, and with none: what is set is painted at once. */
static void how_many_colours_there_are_is_set_at_once(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = arrives(rig, "15;0");
    ground_becomes(alice, DARK);
    screen_type(alice, "/set ui.colours none\r");
    ground_becomes(alice, 0);
    screen_type(alice, "/set ui.colours rgb\r");
    ground_becomes(alice, DARK);
    /* Nothing that is typed meanwhile is lost, or shown where it does not belong. */
    for (int i = 0; i < 10; i++) {
        screen_type(alice, "/set ui.colours none\r");
        ground_becomes(alice, 0);
        screen_type(alice, "/set ui.colours rgb\r");
        ground_becomes(alice, DARK);
    }
    screen_type(alice, "/set ui.colours 256\r");
    screen_wait(alice, "ui.colours is 256");
    screen_wait_ground(alice, 3, 20, 0x161616);
    screen_type(alice, "still here\r");
    screen_wait(alice, "alice  still here +│");
    person_quit(alice);
}

static void a_theme_in_the_settings_file_is_shown_when_it_is_saved(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    person_write(rig, "alice", ".config/parlor/parlor.conf", "[ui]\ntheme = default-dark\n");
    struct screen *alice = arrives(rig, "15;0");
    ground_becomes(alice, DARK);
    person_write(rig, "alice", ".config/parlor/parlor.conf", "[ui]\ntheme = default-light\n");
    ground_becomes(alice, LIGHT);
    person_write(rig, "alice", ".config/parlor/parlor.conf", "[ui]\ntheme = default-dark\n");
    screen_type(alice, "/reload\r");
    ground_becomes(alice, DARK);
    person_quit(alice);
}

/* A setting of an earlier version does not keep the program from starting. */
static void what_an_old_file_says_is_passed_over(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    person_write(rig, "alice", ".config/parlor/parlor.conf", "[ui]\nfold_joins = yes\n");
    char *port = xasprintf("%d", rig->port);
    const char *const argv[] = {PARLOR, "alice", "127.0.0.1", port, NULL};
    struct screen *alice = person_start(rig, "alice", argv);
    screen_wait(alice, "parlor.conf:2: fold_joins: passed over; ui.joins is what it became");
    person_quit(alice);
    free(port);
}

static void links_are_opened_by_the_program_of_ones_choice(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    char *said = rig_path(rig, "opened");
    char *script =
        rig_write(rig, "opener", "#!/bin/sh\necho \"$@\" >\"$1.new\" && mv \"$1.new\" \"$1\"\n");
    char *config = xasprintf("[ui]\nopener = %s %s --tab\n", script, said);
    assert_int_equal(chmod(script, 0700), 0);
    person_write(rig, "alice", ".config/parlor/parlor.conf", config);
    struct screen *alice = person_arrive(rig, PARLOR, "alice");
    screen_type(alice, "see https://example.org/tea and https://example.org/cake?a=1&b=$(id)\r");
    screen_wait(alice, "alice  see https");

    screen_type(alice, "/url\r");
    screen_wait(alice, "─ Links ─");
    screen_type(alice, "tea\r");
    screen_wait(alice, "Opening https://example.org/tea");
    struct outcome outcome;
    rig_run(rig, &outcome, "sh", "-c", "until [ -e opened ]; do :; done; cat opened; rm opened",
            NULL);
    assert_true(rig_matches(outcome.out, "opened --tab https://example.org/tea\n$"));
    outcome_clear(&outcome);

    screen_type(alice, "/url cake\r");
    screen_wait(alice, "─ Links ─");
    screen_type(alice, "\r");
    rig_run(rig, &outcome, "sh", "-c", "until [ -e opened ]; do :; done; cat opened", NULL);
    assert_true(strstr(outcome.out, "opened --tab https://example.org/cake?a=1&b=$(id"));
    outcome_clear(&outcome);
    person_quit(alice);
    free(config);
    free(script);
    free(said);
}

/* ---- what is folded ---- */

static void comes_and_goes(const struct rig *rig, const char *name)
{
    struct peer *peer = peer_new(name, rig->port);
    peer_enter(peer);
    peer_join(peer, "#lobby");
    peer_send(peer, "QUIT :off");
    peer_expect_end(peer);
    peer_free(peer);
}

static void enter_on_a_picked_message_opens_the_fold_beside_it(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct screen *alice = person_arrive(rig, PARLOR, "alice");
    comes_and_goes(rig, "dave");
    comes_and_goes(rig, "erin");
    screen_wait(alice, "→ alice joined · → dave joined · .*more");
    screen_type(alice, "who was that?\r");
    screen_wait(alice, "alice  who was that");
    screen_type(alice, ALT "s");
    screen_type(alice, "\r");
    screen_wait(alice, "→ dave joined +│");
    screen_wait(alice, "← erin left: .*off");
    screen_type(alice, "\r");
    screen_wait_gone(alice, "erin left");
    screen_type(alice, "q");
    person_quit(alice);
}

#define RIG(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG(the_light_twin_comes_by_what_the_terminal_says),
        RIG(the_picker_shows_each_theme_and_auto_goes_back),
        RIG(a_theme_that_is_saved_is_shown_at_once),
        RIG(a_theme_is_copied_edited_and_checked),
        RIG(how_many_colours_there_are_is_set_at_once),
        RIG(a_theme_in_the_settings_file_is_shown_when_it_is_saved),
        RIG(what_an_old_file_says_is_passed_over),
        RIG(links_are_opened_by_the_program_of_ones_choice),
        RIG(enter_on_a_picked_message_opens_the_fold_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
