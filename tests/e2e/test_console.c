/*
 * An operator's day: parlord on a terminal, bob and carol who are there, and
 * alice who is away.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define CTRL_C      "\003"
#define CTRL_D      "\004"
#define TAB         "\t"
#define UP          "\033[A"
#define PASTE_BYTES 20000
#define SECRET      "kept-by-heart-1"
#define CAPS        "message-tags server-time batch"

struct day {
    struct rig *rig;
    struct screen *screen;
    char *config; /* path */
    int port;
};

static void write_config(const struct day *day, const char *text)
{
    char *path = rig_write(day->rig, "parlord.conf", text);
    free(path);
}

static void start(struct day *day, int cols, int rows)
{
    char *place = xasprintf("127.0.0.1:%d", day->port);
    char *data = rig_path(day->rig, "data");
    char *argv[] = {(char *)(uintptr_t)PARLORD,
                    (char *)(uintptr_t) "--listen",
                    place,
                    (char *)(uintptr_t) "--config",
                    day->config,
                    (char *)(uintptr_t) "--data",
                    data,
                    NULL};
    screen_free(day->screen);
    day->screen = screen_start(day->rig, cols, rows, argv);
    screen_wait(day->screen, "^parlord> $|^parlord>$");
    free(place);
    free(data);
}

static int setup(void **state)
{
    struct day *day = xnew(struct day);
    void *rig = NULL;
    rig_setup(&rig);
    day->rig = rig;
    day->port = rig_free_ports(1);
    day->config = rig_write(day->rig, "parlord.conf", "[limits]\nsendq = 256k\n");
    start(day, 100, 30);
    *state = day;
    return 0;
}

static int teardown(void **state)
{
    struct day *day = *state;
    void *rig = day->rig;
    screen_free(day->screen);
    rig_teardown(&rig);
    free(day->config);
    free(day);
    return 0;
}

/* `parlord ctl` with these words. */
static void ctl(struct day *day, struct outcome *outcome, const char *first, const char *second)
{
    char *data = rig_path(day->rig, "data");
    rig_run_server(day->rig, outcome, "ctl", "--data", data, first, second, NULL);
    free(data);
}

static struct peer *comes(const struct day *day, const char *name)
{
    struct peer *peer = peer_new(name, day->port);
    peer_claim(peer, SECRET, CAPS);
    peer_join(peer, "#lobby");
    return peer;
}

/* ---- the prompt ---- */

static void what_happens_stands_above_what_is_typed(void **state)
{
    struct day *day = *state;
    screen_type(day->screen, "say the kettle is");
    screen_wait(day->screen, "^parlord> say the kettle is$");
    struct peer *bob = peer_new("bob", day->port);
    peer_enter(bob);
    int row = screen_wait(day->screen, "session_registered .*address=127.0.0.1 port=.* name=bob");
    assert_true(screen_wait(day->screen, "^parlord> say the kettle is$") > row);
    assert_int_equal(screen_count(day->screen, "parlord> say"), 1);
    screen_type(day->screen, " on\r");
    peer_expect(bob, "NOTICE .*the kettle is on");
    peer_free(bob);
    screen_wait(day->screen, "session_closed .*name=bob why=");
}

static void a_line_longer_than_the_screen_is_not_torn(void **state)
{
    struct day *day = *state;
    screen_resize(day->screen, 40, 12);
    screen_type(day->screen, "say äöü one two three four five six seven eight nine");
    screen_wait(day->screen, "^ ?ven eight nine$|seven eight nine$");
    struct peer *bob = peer_new("bob", day->port);
    peer_enter(bob);
    screen_wait(day->screen, "session_registered");
    screen_wait(day->screen, "eight nine$");
    assert_int_equal(screen_count(day->screen, "parlord> say äöü"), 1);
    assert_int_equal(screen_count(day->screen, "eight nine"), 1);
    screen_type(day->screen, CTRL_C);
    screen_wait_gone(day->screen, "eight nine");
    screen_wait(day->screen, "^parlord>$");
    peer_free(bob);
}

static void a_huge_paste_is_cut_and_said_so(void **state)
{
    struct day *day = *state;
    char *paste = xcalloc(1, PASTE_BYTES + 1);
    memset(paste, 'x', PASTE_BYTES);
    screen_type(day->screen, paste);
    screen_wait(day->screen, "The line is full");
    screen_type(day->screen, CTRL_C "rooms\r");
    screen_wait(day->screen, "^1 room$");
    assert_int_equal(screen_count(day->screen, "The line is full"), 1);
    free(paste);
}

static void words_are_completed_and_lines_remembered(void **state)
{
    struct day *day = *state;
    screen_type(day->screen, "relo" TAB);
    screen_wait(day->screen, "^parlord> reload$");
    screen_type(day->screen, "\r");
    screen_wait(day->screen, "Nothing has changed");
    screen_type(day->screen, UP);
    screen_wait(day->screen, "^parlord> reload$");
    screen_type(day->screen, CTRL_C "st" TAB TAB);
    screen_wait(day->screen, "stats +stop");
    char *history = rig_path(day->rig, "data/console_history");
    struct stat info;
    assert_int_equal(stat(history, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    free(history);
}

static void ctrl_d_explains_and_ctrl_c_twice_stops(void **state)
{
    struct day *day = *state;
    screen_type(day->screen, CTRL_D);
    screen_wait(day->screen, "\"stop\" stops it");
    screen_type(day->screen, CTRL_C);
    screen_wait(day->screen, "Ctrl-C once more");
    screen_type(day->screen, CTRL_C);
    assert_int_equal(screen_end(day->screen), 0);
}

static void without_a_terminal_there_is_no_prompt(void **state)
{
    struct day *day = *state;
    screen_type(day->screen, "stop\r");
    assert_int_equal(screen_end(day->screen), 0);
    rig_start_server(day->rig);
    assert_null(strstr(day->rig->said, "parlord>"));
    assert_int_equal(rig_stop_server(day->rig), 0);
}

/* ---- from another terminal ---- */

static void ctl_says_what_is_wrong_and_how_it_ended(void **state)
{
    struct day *day = *state;
    struct outcome outcome;
    ctl(day, &outcome, "nosuch", NULL);
    assert_int_equal(outcome.status, 1);
    assert_string_equal(outcome.out, "");
    assert_non_null(strstr(outcome.err, "no command nosuch"));
    outcome_clear(&outcome);

    ctl(day, &outcome, "rooms", NULL);
    assert_int_equal(outcome.status, 0);
    assert_true(rig_matches(outcome.out, "#lobby"));
    outcome_clear(&outcome);

    screen_type(day->screen, "stop\r");
    assert_int_equal(screen_end(day->screen), 0);
    ctl(day, &outcome, "rooms", NULL);
    assert_int_equal(outcome.status, 2);
    assert_non_null(strstr(outcome.err, "no server runs here"));
    outcome_clear(&outcome);
}

static void facts_are_objects_for_scripts(void **state)
{
    struct day *day = *state;
    struct outcome outcome;
    ctl(day, &outcome, "--json", "rooms");
    assert_int_equal(outcome.status, 0);
    assert_true(rig_matches(outcome.out, "^\\{\"room\": \"#lobby\", "));
    outcome_clear(&outcome);
}

/* ---- the log ---- */

/* Waits until the server has written something to the file. */
static void is_written(struct day *day, const char *name)
{
    char *path = rig_path(day->rig, name);
    struct stat info = {0};
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    while ((stat(path, &info) < 0 || info.st_size == 0) && clock_mono_ms() < deadline_ms) {
        struct outcome outcome;
        ctl(day, &outcome, "reload", NULL);
        outcome_clear(&outcome);
    }
    assert_true(info.st_size > 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    free(path);
}

static void the_log_may_go_to_a_file_and_to_a_new_one(void **state)
{
    struct day *day = *state;
    char *file = rig_path(day->rig, "parlord.log");
    char *old = rig_path(day->rig, "parlord.log.1");
    char *text = xasprintf("[log]\nfile = %s\n[limits]\nsendq = 256k\n", file);
    write_config(day, text);
    screen_type(day->screen, "reload\r");
    screen_wait(day->screen, "log.file: nothing -> .*parlord.log");
    is_written(day, "parlord.log");
    assert_int_equal(rename(file, old), 0);
    screen_signal(day->screen, SIGUSR1);
    is_written(day, "parlord.log");
    write_config(day, "[log]\nfile = /nonexistent/parlord.log\n");
    screen_type(day->screen, "reload\r");
    screen_wait(day->screen, "file in .log.: /nonexistent/parlord.log: No such file");
    free(text);
    free(file);
    free(old);
}

/* ---- the whole day ---- */

static void reloads(struct day *day)
{
    write_config(day, "[limits]\nsendq = 512k\nrooms_per_user = 7\n");
    screen_type(day->screen, "reload\r");
    screen_wait(day->screen, "limits.sendq: 256k -> 512k");
    screen_wait(day->screen, "limits.rooms_per_user: 100 -> 7");
    write_config(day, "[limits]\nrooms_per_user = 8\nsendq = 5x\n");
    screen_type(day->screen, "reload\r");
    screen_wait(day->screen, "parlord.conf:3: sendq: \"5x\" is not a size such as");
    write_config(day, "[limits]\nsendq = 512k\nrooms_per_user = 7\n");
    screen_type(day->screen, "reload\r");
    screen_wait(day->screen, "Nothing has changed");
}

static void an_operators_day(void **state)
{
    struct day *day = *state;
    struct peer *alice = comes(day, "alice");
    peer_send(alice, "QUIT");
    peer_expect_end(alice);
    peer_free(alice);
    struct peer *bob = comes(day, "bob");
    struct peer *carol = comes(day, "carol");

    screen_type(day->screen, "say back in five minutes\r");
    peer_expect(bob, "NOTICE .*back in five minutes");
    peer_expect(carol, "NOTICE .*back in five minutes");

    screen_type(day->screen, "kick #lobby carol too loud\r");
    peer_expect(carol, "KICK #lobby carol :too loud");
    screen_type(day->screen, "ban carol 1h enough for today\r");
    peer_expect(carol, "ERROR .*enough for today");
    peer_free(carol);

    reloads(day);
    peer_expect(bob, "005 bob .*CHANLIMIT=#:7");
    screen_type(day->screen, "stop new kettle\r");
    peer_expect(bob, "NOTICE .*new kettle");
    peer_expect(bob, "ERROR");
    peer_expect_end(bob);
    peer_free(bob);
    assert_int_equal(screen_end(day->screen), 0);

    start(day, 80, 24);
    alice = peer_new("alice", day->port);
    peer_login(alice, SECRET, "", CAPS);
    peer_expect(alice, "back in five minutes");
    peer_free(alice);
    carol = peer_new("carol", day->port);
    peer_send(carol, "NICK carol");
    peer_send(carol, "USER carol 0 * carol");
    peer_expect_end(carol);
    peer_free(carol);
}

/* Alice has parlor on a terminal of her own. */
static void parlor_says_why_and_comes_back_by_itself(void **state)
{
    struct day *day = *state;
    char program[] = PARLOR;
    char name[] = "alice";
    char host[] = "127.0.0.1";
    char *port = xasprintf("%d", day->port);
    char *argv[] = {program, name, host, port, NULL};
    struct screen *alice = screen_start(day->rig, 100, 30, argv);
    screen_wait(alice, "alice · (lag|online)");
    screen_type(day->screen, "say tea is ready\r");
    screen_wait(alice, "tea is ready");
    screen_type(day->screen, "stop a new kettle comes\r");
    screen_wait(alice, "a new kettle comes");
    assert_int_equal(screen_end(day->screen), 0);
    start(day, 80, 24);
    screen_wait(day->screen, "session_registered .*name=alice|name=alice");
    screen_wait(alice, "alice · (lag|online)");
    screen_free(alice);
    free(port);
}

#define DAY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DAY(what_happens_stands_above_what_is_typed),
        DAY(a_line_longer_than_the_screen_is_not_torn),
        DAY(a_huge_paste_is_cut_and_said_so),
        DAY(words_are_completed_and_lines_remembered),
        DAY(ctrl_d_explains_and_ctrl_c_twice_stops),
        DAY(without_a_terminal_there_is_no_prompt),
        DAY(ctl_says_what_is_wrong_and_how_it_ended),
        DAY(facts_are_objects_for_scripts),
        DAY(the_log_may_go_to_a_file_and_to_a_new_one),
        DAY(an_operators_day),
        DAY(parlor_says_why_and_comes_back_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
