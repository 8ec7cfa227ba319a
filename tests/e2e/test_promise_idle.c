/*
 * P8: what people cost who are there and say nothing.
 * PARLOR_LONG=1: 10,000 of them, plain and by TLS.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "clock.h"
#include "figures.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

/* Descriptors for what is not a connection. */
#define SPARE_FDS 100

/* As many as wanted, or as the system lets one process have. */
static int crowd_size(int wanted)
{
    struct rlimit files;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
    files.rlim_cur = files.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
    if (files.rlim_max >= (rlim_t)wanted + SPARE_FDS)
        return wanted;
    int n = (int)files.rlim_max - SPARE_FDS;
    print_message("only %d connections instead of %d: descriptors are limited\n", n, wanted);
    return n;
}

static void print(const char *kind, const char *what, double value, const char *unit)
{
    char *name = xasprintf("idle.%s_%s", kind, what);
    figures_print(name, value, unit);
    free(name);
}

/* Somebody stays and somebody talks, for so long. */
static void measure_idle(const struct rig *rig, const char *kind, int for_ms)
{
    struct gauge from = gauge_read(rig->server);
    poll(NULL, 0, for_ms);
    struct gauge to = gauge_read(rig->server);
    print(kind, "cpu", gauge_cpu(&from, &to), "%");
}

static void stay(struct rig *rig, const char *kind, int port,
                 struct peer *(*connect_one)(const char *name, int port), int wanted)
{
    int n = crowd_size(wanted);
    struct peer **crowd = xcalloc((size_t)n, sizeof(struct peer *));
    struct gauge before = gauge_read(rig->server);
    for (int i = 0; i < n; i++) {
        char *name = xasprintf("guest%d", i);
        crowd[i] = connect_one(name, port);
        peer_enter(crowd[i]);
        free(name);
    }
    struct gauge after = gauge_read(rig->server);
    print(kind, "users", n, "users");
    print(kind, "rss", after.rss_kib / 1024.0, "MiB");
    print(kind, "per_user", (after.rss_kib - before.rss_kib) / n, "KiB");
    measure_idle(rig, kind, figures_pick(1000, 20000));

    /* The last one is as quick to be served as the first. */
    peer_send(crowd[n - 1], "PRIVMSG guest0 :still there?");
    peer_expect(crowd[0], "PRIVMSG guest0 :still there\\?$");
    for (int i = 0; i < n; i++) {
        assert_false(peer_is_over(crowd[i]));
        peer_free(crowd[i]);
    }
    gauge_wait_fds(rig->server, before.fds);
    free(crowd);
}

static char *idle_config(const struct rig *rig)
{
    return pair_config(rig, "ping = 600s\n[server]\ndefault_room =\n");
}

static void those_who_say_nothing_cost_little(void **state)
{
    struct rig *rig = *state;
    char *config = idle_config(rig);
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    stay(rig, "plain", rig->port, peer_new, figures_pick(500, 10000));
    free(config);
}

static void by_tls_too(void **state)
{
    struct rig *rig = *state;
    char *config = idle_config(rig);
    rig_start_server_with(rig, "--listen", "tls:127.0.0.1:0", "--config", config, NULL);
    stay(rig, "tls", rig->tls_port, peer_new_tls, figures_pick(100, 10000));
    free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(those_who_say_nothing_cost_little, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(by_tls_too, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
