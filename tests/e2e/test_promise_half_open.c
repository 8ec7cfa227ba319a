/*
 * A connection that is dead without anybody having said so: what went into it was
 * never read, and is all there at the next login, once.
 */
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define READ_BEFORE 40
#define IN_ROOM     800 /* of a room 500 lines come again (R10); of what is private all */

static const char secret[] = "carol-keeps-this-secret";

/* Alice says from..upto-1 to carol and in #tea, and knows that all is stored. */
static void say(struct peer *alice, int from, int upto)
{
    for (int i = from; i < upto; i++)
        peer_send(alice, "PRIVMSG %s :number %d", i % 2 || i >= IN_ROOM ? "carol" : "#tea", i);
    peer_send(alice, "PING said%d", upto);
    char *pong = xasprintf("PONG .*said%d", upto);
    peer_expect(alice, pong);
    free(pong);
}

/* The numbers from..upto-1 come in order, and no other. */
static void hear(struct peer *carol, int from, int upto)
{
    while (from < upto) {
        const char *line = peer_next(carol);
        const char *text = strstr(line, "PRIVMSG ") ? strstr(line, "number ") : NULL;
        if (!text)
            continue;
        if (strtol(text + strlen("number "), NULL, 10) != from)
            fail_msg("waited for number %d and got: %s", from, line);
        from++;
    }
}

static void what_went_into_a_dead_connection_comes_again_once(void **state)
{
    struct rig *rig = *state;
    int lines = figures_pick(400, 20000);
    char *config = pair_config(rig, "ping = 4s\ngrace = 0s\n");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    struct peer *alice = peer_new("alice", rig->port);
    struct peer *carol = peer_new("carol", rig->port);
    peer_claim(alice, "alice-keeps-this-secret", "");
    peer_join(alice, "#tea");
    peer_claim(carol, secret, "");
    peer_join(carol, "#tea");

    say(alice, 0, READ_BEFORE);
    hear(carol, 0, READ_BEFORE);
    peer_expect_acked(carol);
    say(alice, READ_BEFORE, lines);
    /* She hears nothing any more, and the server finds out by itself. */
    peer_expect(alice, "^:carol![^ ]+ QUIT :");

    struct peer *again = peer_new("carol", rig->port);
    peer_login(again, secret, "", "");
    hear(again, READ_BEFORE, lines);
    say(alice, lines, lines + 2);
    hear(again, lines, lines + 2);
    peer_expect_acked(again);
    peer_free(again);

    again = peer_new("carol", rig->port);
    peer_login(again, secret, "", "");
    say(alice, lines + 2, lines + 4);
    hear(again, lines + 2, lines + 4);
    peer_free(again);
    peer_free(carol);
    peer_free(alice);
    free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_went_into_a_dead_connection_comes_again_once,
                                        rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
