/*
 * P16: the server is asked to stop: it answers what it accepted, tells everybody,
 * and leaves no trace. PARLOR_LONG=1: 25 stops under load instead of one.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "figures.h"
#include "load.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

static void stops_in_order_under_load(struct rig *rig, int signum)
{
    struct load *load = load_new(rig);
    char *wal = rig_path(rig, "data/parlord.db-wal");
    int stops = figures_pick(1, 25);
    for (int i = 0; i < stops; i++) {
        load_talk(load, 2000);
        int64_t begin_ms = clock_mono_ms();
        rig_signal_server(rig, signum);
        load_hang_up(load);
        assert_int_equal(rig_wait_for_server(rig), 0);
        figures_print("stop.took", (double)(clock_mono_ms() - begin_ms), "ms");
        assert_true(clock_mono_ms() - begin_ms < 5000);
        assert_int_equal(access(wal, F_OK), -1);
        load_return(load);
    }
    load_check(load, true);
    load_free(load);
    free(wal);
}

static void what_was_accepted_is_answered_before_a_stop(void **state)
{
    stops_in_order_under_load(*state, SIGTERM);
}

static void an_interrupt_stops_in_order_too(void **state)
{
    stops_in_order_under_load(*state, SIGINT);
}

static void everybody_is_told(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct peer *alice = peer_new("alice", rig->port);
    struct peer *newcomer = peer_new("newcomer", rig->port);
    peer_enter(alice);

    rig_signal_server(rig, SIGTERM);

    peer_expect(alice, "^ERROR :");
    peer_expect_end(alice);
    peer_expect_end(newcomer);
    assert_int_equal(rig_wait_for_server(rig), 0);
    peer_free(alice);
    peer_free(newcomer);
}

/* Who reads nothing must not hold the server back. */
static void a_silent_reader_does_not_hold_it_back(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct peer *alice = peer_new("alice", rig->port);
    peer_enter(alice);
    int64_t begin_ms = clock_mono_ms();

    assert_int_equal(rig_stop_server(rig), 0);

    assert_true(clock_mono_ms() - begin_ms < 5000);
    peer_free(alice);
}

static void a_hangup_of_its_terminal_is_no_reason_to_stop(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct peer *alice = peer_new("alice", rig->port);
    rig_signal_server(rig, SIGHUP);
    peer_enter(alice);
    peer_free(alice);
    assert_int_equal(rig_stop_server(rig), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_accepted_is_answered_before_a_stop, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(an_interrupt_stops_in_order_too, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(everybody_is_told, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(a_silent_reader_does_not_hold_it_back, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(a_hangup_of_its_terminal_is_no_reason_to_stop, rig_setup,
                                        rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
