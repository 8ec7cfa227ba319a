/* Two people talk; one goes away, and finds what waited. */
#include <stdlib.h>
#include <string.h>

#include "peer.h"
#include "rig.h"
#include "spec.h"

struct talk {
    struct rig *rig;
    struct peer *alice, *bob;
};

static int talk_setup(void **state)
{
    struct talk *talk = calloc(1, sizeof(*talk));
    void *rig = NULL;
    assert_non_null(talk);
    rig_setup(&rig);
    talk->rig = rig;
    rig_start_server(talk->rig);
    talk->alice = peer_new("alice", talk->rig->port);
    talk->bob = peer_new("bob", talk->rig->port);
    *state = talk;
    return 0;
}

static int talk_teardown(void **state)
{
    struct talk *talk = *state;
    void *rig = talk->rig;
    peer_free(talk->alice);
    peer_free(talk->bob);
    rig_teardown(&rig);
    free(talk);
    return 0;
}

static void bob_leaves(struct talk *talk)
{
    peer_send(talk->bob, "QUIT :lunch");
    peer_expect_end(talk->bob);
    peer_free(talk->bob);
    talk->bob = NULL;
}

static void guests_talk_in_a_room(void **state)
{
    struct talk *talk = *state;
    peer_enter(talk->alice);
    peer_join(talk->alice, "#tea");
    peer_enter(talk->bob);
    peer_join(talk->bob, "#tea");
    peer_expect(talk->alice, "^:bob![^ ]+ JOIN :?#tea");

    peer_send(talk->alice, "PRIVMSG #tea :the kettle is on");
    peer_expect(talk->bob, "^:alice![^ ]+ PRIVMSG #tea :the kettle is on$");
    peer_send(talk->bob, "PRIVMSG #tea :coming");
    peer_expect(talk->alice, "^:bob![^ ]+ PRIVMSG #tea :?coming$");

    bob_leaves(talk);
    peer_expect(talk->alice, "^:bob![^ ]+ QUIT :.*lunch");
}

static void people_talk_in_private(void **state)
{
    struct talk *talk = *state;
    peer_claim(talk->alice, "alice-keeps-this-secret", "echo-message message-tags server-time");
    peer_claim(talk->bob, "bob-keeps-this-secret", "");

    peer_send(talk->alice, "PRIVMSG bob :psst");
    peer_expect(talk->alice, "^@.*msgid=.* :alice![^ ]+ PRIVMSG bob :?psst$");
    peer_expect(talk->bob, "^:alice![^ ]+ PRIVMSG bob :?psst$");
}

static void what_was_said_while_bob_was_away_waits_for_him(void **state)
{
    struct talk *talk = *state;
    peer_claim(talk->alice, "alice-keeps-this-secret", "");
    peer_claim(talk->bob, "bob-keeps-this-secret", "");
    peer_join(talk->alice, "#tea");
    peer_join(talk->bob, "#tea");
    bob_leaves(talk);

    peer_send(talk->alice, "PRIVMSG #tea :bob will read this");
    peer_send(talk->alice, "PRIVMSG bob :and this");
    peer_expect(talk->alice, " 301 alice bob :.*stored");

    talk->bob = peer_new("bob", talk->rig->port);
    peer_login(talk->bob, "bob-keeps-this-secret", "", "");
    peer_expect(talk->bob, "^:alice![^ ]+ PRIVMSG #tea :\\[.*\\] bob will read this$");
    peer_expect(talk->bob, "^:alice![^ ]+ PRIVMSG bob :\\[.*\\] and this$");
}

static void what_waits_survives_a_restart(void **state)
{
    struct talk *talk = *state;
    peer_claim(talk->alice, "alice-keeps-this-secret", "");
    peer_claim(talk->bob, "bob-keeps-this-secret", "");
    bob_leaves(talk);
    peer_send(talk->alice, "PRIVMSG bob :see you tomorrow");
    peer_expect(talk->alice, " 301 alice bob :.*stored");

    assert_int_equal(rig_stop_server(talk->rig), 0);
    rig_start_server(talk->rig);

    talk->bob = peer_new("bob", talk->rig->port);
    peer_login(talk->bob, "bob-keeps-this-secret", "", "server-time message-tags");
    peer_expect(talk->bob, "^@.*time=.* :alice![^ ]+ PRIVMSG bob :see you tomorrow$");
}

/* A name's other devices get what one of them said and heard, if they know what to make of a line
 * from themselves. */
static void two_devices_are_one_person(void **state)
{
    struct talk *talk = *state;
    peer_claim(talk->alice, "alice-keeps-this-secret", "");
    peer_claim(talk->bob, "bob-keeps-this-secret", "echo-message");
    struct peer *laptop = peer_new("bob", talk->rig->port);
    peer_login(laptop, "bob-keeps-this-secret", "laptop", "");
    peer_send(laptop, "PING settled");
    peer_expect(laptop, "PONG .*settled");

    peer_send(talk->alice, "PRIVMSG bob :hello you two");
    peer_expect(talk->bob, "PRIVMSG bob :hello you two$");
    peer_expect(laptop, "PRIVMSG bob :hello you two$");
    peer_send(laptop, "PRIVMSG alice :from the laptop");
    peer_expect(talk->alice, "^:bob![^ ]+ PRIVMSG alice :from the laptop$");
    peer_expect(talk->bob, "^:bob![^ ]+ PRIVMSG alice :from the laptop$");
    peer_free(laptop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(guests_talk_in_a_room, talk_setup, talk_teardown),
        cmocka_unit_test_setup_teardown(people_talk_in_private, talk_setup, talk_teardown),
        cmocka_unit_test_setup_teardown(what_was_said_while_bob_was_away_waits_for_him, talk_setup,
                                        talk_teardown),
        cmocka_unit_test_setup_teardown(what_waits_survives_a_restart, talk_setup, talk_teardown),
        cmocka_unit_test_setup_teardown(two_devices_are_one_person, talk_setup, talk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
