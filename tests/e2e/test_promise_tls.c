/*
 * P10: a flood of handshakes, half of them never finished, and connections that are
 * cut at any byte of their beginning: others talk on, and nothing of it stays.
 * PARLOR_LONG=1: 1,500 handshakes instead of 150.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "figures.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "peer_tls.h"
#include "rig.h"
#include "spec.h"

#define ATTACKERS 4

struct door {
    struct rig *rig;
    struct pair *pair;
    int port; /* by TLS */
    struct gauge before;
};

static int door_setup(void **state)
{
    struct door *door = xnew(struct door);
    void *rig = NULL;
    rig_setup(&rig);
    door->rig = rig;
    char *config = pair_config(door->rig, "");
    rig_start_server_with(door->rig, "--listen", "127.0.0.1:0", "--listen", "tls:127.0.0.1:0",
                          "--config", config, NULL);
    door->port = door->rig->tls_port;
    door->pair = pair_new(door->rig, 50);
    door->before = gauge_read(door->rig->server);
    free(config);
    *state = door;
    return 0;
}

static int door_teardown(void **state)
{
    struct door *door = *state;
    void *rig = door->rig;
    rig_teardown(&rig);
    free(door);
    return 0;
}

/* All is as before, but for what the system's clock does. */
static void nothing_stays(struct door *door, const char *name)
{
    int64_t begin_ms = clock_mono_ms();
    gauge_wait_fds(door->rig->server, door->before.fds);
    char *gone = xasprintf("%s.gone", name);
    figures_print(gone, (double)(clock_mono_ms() - begin_ms), "ms");
    free(gone);
    pair_end(door->pair, name);
    struct gauge after = gauge_read(door->rig->server);
    figures_print("tls.growth", after.rss_kib - door->before.rss_kib, "KiB");
}

/* One of several who knock at once, in a process of its own. */
static pid_t attack(const struct door *door, int handshakes)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    setenv("CMOCKA_TEST_ABORT", "1", 1);
    for (int i = 0; i < handshakes; i++)
        peer_free(peer_new_tls("carol", door->port));
    _exit(EXIT_SUCCESS);
}

/* Those who begin and never finish; they stay open. */
static void begin_only(const struct door *door, struct peer **unfinished, int n)
{
    char hello[1024];
    size_t len = peer_tls_hello(hello, sizeof(hello));
    for (int i = 0; i < n; i++) {
        unfinished[i] = peer_new("carol", door->port);
        peer_write(unfinished[i], hello, i % 2 ? len : len / 2);
    }
}

static void a_flood_of_handshakes_delays_nobody(void **state)
{
    struct door *door = *state;
    int n = figures_pick(150, 1500);
    struct peer **unfinished = xcalloc((size_t)n / 2, sizeof(struct peer *));
    pid_t attackers[ATTACKERS];
    int64_t begin_ms = clock_mono_ms();
    begin_only(door, unfinished, n / 2);
    for (int i = 0; i < ATTACKERS; i++)
        attackers[i] = attack(door, n / 2 / ATTACKERS);
    for (int i = 0; i < ATTACKERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(attackers[i], &status, 0), attackers[i]);
        assert_int_equal(status, 0);
    }
    figures_print("tls.handshakes", n, "handshakes");
    figures_print("tls.flood", (double)(clock_mono_ms() - begin_ms), "ms");

    /* The server hangs up on who does not finish: nobody does it here. */
    nothing_stays(door, "tls");
    for (int i = 0; i < n / 2; i++)
        peer_free(unfinished[i]);
    free(unfinished);
}

/* Everything one says until one is in. */
static const char arrival[] =
    "CAP LS 302\r\nNICK carol\r\nUSER carol 0 * :carol\r\nCAP REQ :sasl\r\n"
    "AUTHENTICATE SCRAM-SHA-256\r\n"
    "AUTHENTICATE biwsbj1hbGljZSxyPWFhYWFhYWFhYWFhYWFhYWE=\r\n"
    "AUTHENTICATE *\r\nREGISTER * * carol-keeps-this-secret\r\nCAP END\r\n";

static void cut_plain(const struct door *door, size_t at)
{
    struct peer *peer = peer_new("carol", door->rig->port);
    peer_write(peer, arrival, at);
    peer_free(peer);
}

static void cut_by_tls(const struct door *door, size_t at)
{
    struct peer *peer = peer_new_tls("carol", door->port);
    peer_write(peer, arrival, at);
    peer_free(peer);
}

static void cut_handshake(const struct door *door, size_t at)
{
    char hello[1024];
    size_t len = peer_tls_hello(hello, sizeof(hello));
    struct peer *peer = peer_new("carol", door->port);
    peer_write(peer, hello, at < len ? at : len);
    peer_free(peer);
}

static void a_beginning_may_be_cut_at_any_byte(void **state)
{
    struct door *door = *state;
    size_t step = figures_long() ? 1 : 7;
    for (size_t at = 0; at < sizeof(arrival); at += step) {
        cut_plain(door, at);
        cut_handshake(door, at * 2);
        if (at % 3 == 0)
            cut_by_tls(door, at);
    }
    struct peer *carol = peer_new_tls("carola", door->port);
    peer_enter(carol);
    peer_free(carol);
    nothing_stays(door, "cut");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_flood_of_handshakes_delays_nobody, door_setup,
                                        door_teardown),
        cmocka_unit_test_setup_teardown(a_beginning_may_be_cut_at_any_byte, door_setup,
                                        door_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
