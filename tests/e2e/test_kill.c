/*
 * P1: the server is killed while people talk: nothing that was answered, or that
 * anybody was shown, is lost. PARLOR_LONG=1: 55 kills, 110,000 answers.
 */
#include <unistd.h>

#include "figures.h"
#include "load.h"
#include "rig.h"
#include "spec.h"

static void every_answered_message_survives_a_kill_once_and_in_order(void **state)
{
    struct rig *rig = *state;
    struct load *load = load_new(rig);
    int rounds = figures_pick(6, 55);
    for (int round = 0; round < rounds; round++) {
        int least = figures_pick(100, 1300);
        load_talk(load, least + (getpid() + round * 7919) % 1500);
        rig_kill_server(rig);
        load_hang_up(load);
        load_return(load);
        if (!figures_long() || round % 10 == 9 || round == rounds - 1)
            load_check(load, false);
    }
    figures_print("kill.kills", rounds, "kills");
    figures_print("kill.answers", load_answers(load), "messages");
    figures_print("kill.lost", 0, "messages");
    load_free(load);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_answered_message_survives_a_kill_once_and_in_order,
                                        rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
