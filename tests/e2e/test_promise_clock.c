/*
 * P12: the wall clock jumps, to and fro: nobody is cut off or slowed down, order
 * stays, pages by msgid hold together. By libfaketime, which does not go with
 * sanitizers: there the scenes with a clock of their own must do.
 * PARLOR_LONG=1: 60 jumps instead of 6.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "figures.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define FAKETIME    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
#define LINES_EACH  20
#define PAGE        "7"
#define STAY_MS     400 /* on each side of a jump */
#define TIME_LENGTH 24  /* of "2026-11-21T07:00:00.000Z" */

static const char *const jumps[] = {"-3600", "+86400", "+0", "-864000", "+31536000", "+5"};

/* From here on the clock is off by so many seconds. */
static void jump(const struct rig *rig, const char *by)
{
    char *next = rig_write(rig, "clock.next", by);
    char *now = rig_path(rig, "clock");
    assert_int_equal(rename(next, now), 0);
    free(next);
    free(now);
}

static void start_with_a_clock_that_jumps(struct rig *rig)
{
    char *clock = rig_path(rig, "clock");
    char *config = pair_config(rig, "ping = 5s\n");
    jump(rig, "+0");
    setenv("LD_PRELOAD", FAKETIME, 1);
    setenv("FAKETIME_TIMESTAMP_FILE", clock, 1);
    setenv("FAKETIME_NO_CACHE", "1", 1);
    setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1", 1);
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    unsetenv("LD_PRELOAD");
    free(config);
    free(clock);
}

/* Carol says the next lines, and hears them again at once. */
static void say_some(struct peer *carol, int *said)
{
    for (int i = 0; i < LINES_EACH; i++) {
        char *echo = xasprintf("PRIVMSG #tea :line %d$", *said);
        peer_send(carol, "PRIVMSG #tea :line %d", *said);
        peer_expect(carol, echo);
        free(echo);
        (*said)++;
    }
}

/* What a page ended with. */
struct place {
    struct buf ref;
    char time[TIME_LENGTH + 1];
    int next;
};

static void take(struct place *place, const char *line)
{
    const char *time = strstr(line, "time=");
    const char *msgid = strstr(line, "msgid=");
    const char *text = strstr(line, ":line ");
    assert_true(time && msgid && text);
    if (strtol(text + strlen(":line "), NULL, 10) != place->next)
        fail_msg("waited for line %d and got: %s", place->next, line);
    if (strncmp(time + 5, place->time, TIME_LENGTH) < 0)
        fail_msg("time goes back behind %s: %s", place->time, line);
    memcpy(place->time, time + 5, TIME_LENGTH);
    buf_reset(&place->ref);
    buf_append(&place->ref, msgid, strcspn(msgid, "; "));
    place->next++;
}

/* All of it by small pages, each behind the last one's id. */
static void read_all(struct peer *carol, int said)
{
    struct place place = {0};
    const char *line = NULL;
    buf_puts(&place.ref, "timestamp=1990-01-01T00:00:00.000Z");
    while (place.next < said) {
        int before = place.next;
        peer_send(carol, "CHATHISTORY AFTER #tea %s " PAGE, buf_text(&place.ref));
        peer_expect(carol, "BATCH \\+[^ ]+ chathistory ");
        while ((line = peer_next(carol)) && !strstr(line, "BATCH -")) {
            if (strstr(line, " PRIVMSG #tea "))
                take(&place, line);
        }
        assert_true(place.next > before);
    }
    buf_clear(&place.ref);
}

static void a_clock_that_jumps_harms_nobody(void **state)
{
    struct rig *rig = *state;
    int said = 0;
    if (figures_sanitized() || access(FAKETIME, R_OK) != 0) {
        print_message("skipped: needs libfaketime, and programs without sanitizers\n");
        skip();
    }
    start_with_a_clock_that_jumps(rig);
    struct pair *pair = pair_new(rig, 50);
    struct peer *carol = peer_new("carol", rig->port);
    peer_claim(carol, "carol-keeps-this-secret",
               "batch draft/chathistory echo-message message-tags server-time");
    peer_join(carol, "#tea");
    int n = figures_pick(6, 60);
    for (int i = 0; i < n; i++) {
        say_some(carol, &said);
        jump(rig, jumps[i % (int)(sizeof(jumps) / sizeof(*jumps))]);
        say_some(carol, &said);
        poll(NULL, 0, STAY_MS);
    }
    read_all(carol, said);
    figures_print("clock.jumps", n, "jumps");
    pair_end(pair, "clock");
    assert_false(peer_is_over(carol));
    peer_free(carol);
    assert_int_equal(rig_stop_server(rig), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_clock_that_jumps_harms_nobody, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
