/* The server is killed while people talk: nothing that anybody was shown is lost. */
#include <unistd.h>

#include "load.h"
#include "rig.h"
#include "spec.h"

#define ROUNDS 6

static void every_echoed_message_survives_a_kill_once_and_in_order(void **state)
{
    struct rig *rig = *state;
    struct load *load = load_new(rig);
    for (int round = 0; round < ROUNDS; round++) {
        load_talk(load, 100 + (getpid() + round * 7919) % 1500);
        rig_kill_server(rig);
        load_hang_up(load);
        load_return(load);
        load_check(load, false);
    }
    load_free(load);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_echoed_message_survives_a_kill_once_and_in_order,
                                        rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
