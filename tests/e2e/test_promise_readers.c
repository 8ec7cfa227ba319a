/*
 * P7: who stops reading harms nobody: those with an account lag and read on from
 * the log, guests are cut off with a reason, the others talk on.
 * PARLOR_LONG=1: 50 of them, and a pair that says 2,000 lines a second.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "figures.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define READERS_MAX 50
#define WINDOW      64
/* All together may cost this much, and the heap some more (P7). */
#define GROWTH_MAX_KIB ((64 + 32) * 1024)

static const char filler[] =
    "a long line, so that what waits for those who do not read grows until neither the kernel nor "
    "the server wants to keep it for them any more, which is the point of this story; and then it "
    "goes on for another while, since a line may be as long as five hundred bytes, of which this "
    "one takes most for itself without saying anything at all";

static bool has_account(int i)
{
    return i % 2 == 0;
}

/* Readers that take not much into their socket, and read nothing from here on. */
static void enter_readers(const struct rig *rig, struct peer **readers, int n)
{
    int small = 1 << 17;
    for (int i = 0; i < n; i++) {
        char *name = xasprintf("reader%d", i);
        readers[i] = peer_new(name, rig->port);
        setsockopt(peer_fd(readers[i]), SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
        if (has_account(i))
            peer_claim(readers[i], "a-reader-keeps-this-secret", "message-tags server-time");
        else
            peer_enter(readers[i]);
        peer_join(readers[i], "#tea");
        free(name);
    }
}

/* What carol hears: her own lines again, and guests who are cut off. */
struct hearing {
    struct peer *carol;
    int echoed;
    int cut_off;
};

static void hear(struct hearing *hearing)
{
    const char *line = NULL;
    while ((line = peer_poll(hearing->carol))) {
        hearing->echoed += strstr(line, " PRIVMSG #tea :line ") != NULL;
        const char *quit = strstr(line, " QUIT ");
        if (!quit || !strstr(line, "reader"))
            continue;
        if (strlen(quit) < strlen(" QUIT :x"))
            fail_msg("cut off without a reason: %s", line);
        if (hearing->cut_off++ == 0)
            print_message("guests are cut off so:%s\n", quit);
    }
    assert_false(peer_is_over(hearing->carol));
}

/* Says so many lines, no faster than they are stored. */
static void flood(struct hearing *hearing, int lines)
{
    for (int i = 0; i < lines; i++) {
        peer_send(hearing->carol, "PRIVMSG #tea :line %d of %s", i, filler);
        while (i - hearing->echoed > WINDOW) {
            peers_wait(&hearing->carol, 1);
            hear(hearing);
        }
    }
    while (hearing->echoed < lines) {
        peers_wait(&hearing->carol, 1);
        hear(hearing);
    }
}

/* All lines are there, once and in order. */
static void read_all(struct peer *reader, int lines)
{
    for (int next = 0; next < lines;) {
        const char *line = peer_next(reader);
        const char *text = strstr(line, " PRIVMSG #tea :");
        text = text ? strstr(text, "line ") : NULL;
        if (!text)
            continue;
        if (strtol(text + strlen("line "), NULL, 10) != next)
            fail_msg("%s waited for line %d and got: %s", peer_name(reader), next, line);
        next++;
    }
}

static void who_stops_reading_loses_nothing_and_harms_nobody(void **state)
{
    struct rig *rig = *state;
    struct peer *readers[READERS_MAX];
    int n = figures_pick(10, READERS_MAX);
    int lines = figures_pick(16000, 60000);
    char *config = pair_config(rig, "");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    struct pair *pair = pair_new(rig, figures_pick(100, 2000));
    struct hearing hearing = {.carol = peer_new("carol", rig->port)};
    peer_claim(hearing.carol, "carol-keeps-this-secret", "echo-message");
    peer_join(hearing.carol, "#tea");
    enter_readers(rig, readers, n);
    struct gauge before = gauge_read(rig->server);

    flood(&hearing, lines);
    struct gauge after = gauge_read(rig->server);
    pair_end(pair, "readers");

    figures_print("readers.stopped", n, "connections");
    figures_print("readers.lines_missed", lines, "lines");
    figures_print("readers.growth", after.rss_kib - before.rss_kib, "KiB");
    if (!figures_sanitized())
        assert_true(after.rss_kib - before.rss_kib < GROWTH_MAX_KIB);
    for (int i = 0; i < n; i++) {
        if (has_account(i))
            read_all(readers[i], lines);
        else
            peer_expect_end(readers[i]);
    }
    while (hearing.cut_off < n / 2) {
        peers_wait(&hearing.carol, 1);
        hear(&hearing);
    }
    assert_int_equal(hearing.cut_off, n / 2);
    for (int i = 0; i < n; i++)
        peer_free(readers[i]);
    peer_free(hearing.carol);
    free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_stops_reading_loses_nothing_and_harms_nobody, rig_setup,
                                        rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
