/*
 * P9: whatever clients send, the server lives, forgets them when they are gone, and
 * two others talk on. PARLOR_LONG=1: 1,000,000 lines instead of 20,000.
 */
#include <stdlib.h>
#include <sys/socket.h>

#include "buf.h"
#include "figures.h"
#include "hostile.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define LINES_AT_ONCE  20
#define GROWTH_MAX_KIB (32 * 1024)

static const char caps[] = "batch labeled-response message-tags server-time echo-message "
                           "draft/chathistory draft/read-marker standard-replies";

static struct peer *arrive(const struct rig *rig, enum hostile_stage stage)
{
    static int n;
    char *name = stage == HOSTILE_ACCOUNT ? xasprintf("carol%d", n++) : xstrdup("carol");
    struct peer *peer = peer_new(name, rig->port);
    if (stage == HOSTILE_GUEST)
        peer_enter(peer);
    else if (stage == HOSTILE_ACCOUNT)
        peer_claim(peer, "carol-keeps-this-secret", caps);
    free(name);
    return peer;
}

/* Hangs up in mid-line, and waits until all before was read. */
static void leave(struct peer *peer)
{
    static const char half[] = "PRIVMSG #pair :half a l";
    peer_write(peer, half, sizeof(half) - 1);
    shutdown(peer_fd(peer), SHUT_WR);
    peer_expect_end(peer);
    peer_free(peer);
}

static void play(const struct rig *rig, const struct hostile_scenario *scenario, int lines,
                 uint64_t *seed)
{
    struct buf text = {0};
    for (int sent = 0; sent < lines; sent += LINES_AT_ONCE) {
        struct peer *peer = arrive(rig, scenario->stage);
        buf_reset(&text);
        for (int i = 0; i < LINES_AT_ONCE; i++)
            hostile_add(scenario, seed, &text);
        peer_write(peer, text.data, text.len);
        leave(peer);
    }
    buf_clear(&text);
}

/* What is said is answered before anybody new is served: all was read. */
static void is_well(const struct rig *rig)
{
    struct peer *carol = peer_new("carola", rig->port);
    peer_enter(carol);
    peer_send(carol, "PING well");
    peer_expect(carol, "PONG .*well");
    peer_free(carol);
}

static void no_line_harms_the_server(void **state)
{
    struct rig *rig = *state;
    size_t n = 0;
    const struct hostile_scenario *scenarios = hostile_scenarios(&n);
    int lines = figures_pick(20000, 1000000) / (int)n;
    uint64_t seed = figures_seed();
    char *config = pair_config(rig, "grace = 0s\n[accounts]\npassword_iterations = 4096\n");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    struct pair *pair = pair_new(rig, 50);
    is_well(rig);
    struct gauge before = gauge_read(rig->server);

    for (size_t i = 0; i < n; i++) {
        play(rig, &scenarios[i], lines, &seed);
        is_well(rig);
    }

    pair_end(pair, "hostile");
    gauge_wait_fds(rig->server, before.fds - 2);
    struct gauge after = gauge_read(rig->server);
    figures_print("hostile.scenarios", (double)n, "scenarios");
    figures_print("hostile.lines", (double)lines * (double)n, "lines");
    figures_print("hostile.growth", after.rss_kib - before.rss_kib, "KiB");
    if (!figures_sanitized())
        assert_true(after.rss_kib - before.rss_kib < GROWTH_MAX_KIB);
    assert_int_equal(rig_stop_server(rig), 0);
    free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_line_harms_the_server, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
