/*
 * P11: no descriptors are left: those who are there talk on, newcomers are told or
 * wait, and come in once there is room; the server does not spin.
 * PARLOR_LONG=1: for 30 s instead of 2.
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

#define LEFT      8  /* descriptors */
#define NEWCOMERS 40 /* who want one each */
/* What a server that spins is far above, also beside other work on the machine. */
#define CPU_MAX 60.0

static struct rlimit limit_server(const struct rig *rig, rlim_t fds)
{
    struct rlimit before;
    assert_int_equal(prlimit(rig->server, RLIMIT_NOFILE, NULL, &before), 0);
    struct rlimit now = {.rlim_cur = fds, .rlim_max = before.rlim_max};
    assert_int_equal(prlimit(rig->server, RLIMIT_NOFILE, &now, NULL), 0);
    return before;
}

static void knock(const struct rig *rig, struct peer **newcomers)
{
    for (int i = 0; i < NEWCOMERS; i++) {
        char *name = xasprintf("carol%d", i);
        newcomers[i] = peer_new(name, rig->port);
        peer_send(newcomers[i], "NICK %s", name);
        peer_send(newcomers[i], "USER %s 0 * :%s", name, name);
        free(name);
    }
}

static void measure(const struct rig *rig)
{
    struct gauge from = gauge_read(rig->server);
    poll(NULL, 0, figures_pick(2000, 30000));
    struct gauge to = gauge_read(rig->server);
    figures_print("descriptors.cpu", gauge_cpu(&from, &to), "%");
    assert_true(gauge_cpu(&from, &to) < CPU_MAX);
}

/* Each of them was let in, is told why not, or still waits; nobody is hung up without a word. */
static void count_answers(struct peer **newcomers)
{
    int in = 0;
    int told = 0;
    int waiting = 0;
    for (int i = 0; i < NEWCOMERS; i++) {
        const char *line = peer_poll(newcomers[i]);
        bool is_told = line && rig_matches(line, "^ERROR :.*(full|later)");
        in += line && !is_told;
        told += is_told;
        waiting += !line && !peer_is_over(newcomers[i]);
    }
    figures_print("descriptors.let_in", in, "connections");
    figures_print("descriptors.told", told, "connections");
    figures_print("descriptors.waiting", waiting, "connections");
    assert_int_equal(in + told + waiting, NEWCOMERS);
    assert_true(in < NEWCOMERS);
}

static void without_descriptors_nobody_is_disturbed(void **state)
{
    struct rig *rig = *state;
    struct peer *newcomers[NEWCOMERS];
    char *config = pair_config(rig, "");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    struct pair *pair = pair_new(rig, 50);
    struct gauge before = gauge_read(rig->server);
    struct rlimit limit = limit_server(rig, (rlim_t)before.fds + LEFT);

    knock(rig, newcomers);
    measure(rig);
    count_answers(newcomers);

    limit_server(rig, limit.rlim_cur);
    int64_t begin_ms = clock_mono_ms();
    struct peer *late = peer_new("late", rig->port);
    peer_enter(late);
    figures_print("descriptors.room_again", (double)(clock_mono_ms() - begin_ms), "ms");
    peer_free(late);
    for (int i = 0; i < NEWCOMERS; i++)
        peer_free(newcomers[i]);
    gauge_wait_fds(rig->server, before.fds);
    pair_end(pair, "descriptors");
    free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_descriptors_nobody_is_disturbed, rig_setup,
                                        rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
