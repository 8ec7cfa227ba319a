/* Much at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define LINES 20000
#define STEP  50

/* Reads what is there; each message must carry the next number. */
static void hear_in_order(struct peer *bob, int *next)
{
    for (const char *line = peer_poll(bob); line; line = peer_poll(bob)) {
        const char *text = strstr(line, "PRIVMSG #tea :line ");
        if (!text)
            continue;
        assert_int_equal(strtol(text + strlen("PRIVMSG #tea :line "), NULL, 10), *next);
        (*next)++;
    }
}

static void twenty_thousand_lines_arrive_in_order(void **state)
{
    struct rig *rig = *state;
    char *fast = rig_write(rig, "fast.conf",
                           "[limits]\nflood_burst = 1000000\nflood_per_second = 1000000\n");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", fast, NULL);
    struct peer *alice = peer_new("alice", rig->port);
    struct peer *bob = peer_new("bob", rig->port);
    peer_enter(alice);
    peer_enter(bob);
    peer_join(alice, "#tea");
    peer_join(bob, "#tea");

    int next = 0;
    for (int i = 0; i < LINES; i++) {
        peer_send(alice, "PRIVMSG #tea :line %d of a flood that is meant to wash bob away", i);
        if (i % STEP == 0)
            hear_in_order(bob, &next);
    }
    while (next < LINES) {
        peers_wait(&bob, 1);
        assert_false(peer_is_over(bob));
        hear_in_order(bob, &next);
    }
    peer_free(alice);
    peer_free(bob);
    free(fast);
}

/* Nobody is cut off for being quick: the lines only take their time (SAFERATE). */
static void who_is_too_quick_is_slowed_down_and_loses_nothing(void **state)
{
    struct rig *rig = *state;
    char *slow =
        rig_write(rig, "slow.conf", "[limits]\nflood_burst = 20\nflood_per_second = 100\n");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", slow, NULL);
    struct peer *alice = peer_new("alice", rig->port);
    peer_enter(alice);

    for (int i = 0; i < 100; i++)
        peer_send(alice, "PING :%d", i);

    for (int i = 0; i < 100; i++) {
        char *pong = xasprintf("PONG .*[ :]%d$", i);
        peer_expect(alice, pong);
        free(pong);
    }
    peer_free(alice);
    free(slow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(twenty_thousand_lines_arrive_in_order, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(who_is_too_quick_is_slowed_down_and_loses_nothing,
                                        rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
