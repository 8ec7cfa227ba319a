/*
 * What belongs to messages lives through a kill: several lines, reactions, new
 * words, and what finds them; everything is there once.
 */
#include <stdlib.h>
#include <string.h>

#include "peer.h"
#include "rig.h"
#include "spec.h"

#define SECRET "keeps-this-secret"
#define CAPS                                                                              \
    "batch draft/chathistory draft/multiline echo-message message-tags parlor.chat/edit " \
    "server-time soju.im/search"

/* The value of msgid= in the line, to free. */
static char *msgid_of(const char *line)
{
    const char *at = strstr(line, "msgid=");
    assert_non_null(at);
    at += strlen("msgid=");
    return strndup(at, strcspn(at, "; "));
}

static struct peer *comes_back(const struct rig *rig, const char *name)
{
    struct peer *peer = peer_new(name, rig->port);
    peer_login(peer, SECRET, "desk", CAPS);
    return peer;
}

static char *says_two_lines(struct peer *peer)
{
    peer_send(peer, "BATCH +1 draft/multiline #tea");
    peer_send(peer, "@batch=1 PRIVMSG #tea :the kettle");
    peer_send(peer, "@batch=1 PRIVMSG #tea :is on");
    peer_send(peer, "BATCH -1");
    char *msgid = msgid_of(peer_expect(peer, "BATCH [+][^ ]+ draft/multiline"));
    peer_expect(peer, "PRIVMSG #tea :is on$");
    return msgid;
}

static void edits_to_two_lines(struct peer *peer, const char *msgid)
{
    peer_send(peer, "@+parlor.chat/edit=%s BATCH +2 draft/multiline #tea", msgid);
    peer_send(peer, "@batch=2 PRIVMSG #tea :the samovar");
    peer_send(peer, "@batch=2 PRIVMSG #tea :sings");
    peer_send(peer, "BATCH -2");
    peer_expect(peer, "PRIVMSG #tea :sings$");
}

/* Lines of the answer to what is asked that match, up to the end of the outer batch. */
static int counts(struct peer *peer, const char *question, const char *pattern)
{
    int n = 0;
    peer_send(peer, "%s", question);
    peer_send(peer, "PING :end");
    const char *line = peer_next(peer);
    while (!rig_matches(line, "PONG [^ ]+ :?end$")) {
        n += rig_matches(line, pattern);
        line = peer_next(peer);
    }
    return n;
}

static void all_is_there_once(struct peer *peer)
{
    static const char history[] = "CHATHISTORY LATEST #tea * 50";
    static const char search[] = "SEARCH text=samovar;in=#tea";
    assert_int_equal(counts(peer, history, "parlor.chat/edited=[^ ]+ :alice[^ ]+ BATCH [+]"), 1);
    assert_int_equal(counts(peer, history, "react=yes[^ ]* :bob[^ ]+ TAGMSG #tea"), 1);
    assert_int_equal(counts(peer, history, "kettle"), 0);
    assert_int_equal(counts(peer, search, "PRIVMSG #tea :the samovar$"), 1);
    assert_int_equal(counts(peer, "SEARCH text=kettle", "kettle"), 0);
}

static void what_belongs_to_a_message_survives_a_kill_once(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct peer *alice = peer_new("alice", rig->port);
    struct peer *bob = peer_new("bob", rig->port);
    peer_claim(alice, SECRET, CAPS);
    peer_claim(bob, SECRET, CAPS);
    peer_join(alice, "#tea");
    peer_join(bob, "#tea");
    peer_send(alice, "MONITOR + bob,carol");
    peer_expect(alice, " 730 alice :bob!");
    char *msgid = says_two_lines(alice);
    peer_expect(bob, "PRIVMSG #tea :is on$");
    peer_send(bob, "@+draft/react=yes;+reply=%s TAGMSG #tea", msgid);
    peer_expect(bob, "react=yes.* TAGMSG #tea");
    edits_to_two_lines(alice, msgid);
    all_is_there_once(bob);
    peer_free(alice);
    peer_free(bob);

    rig_kill_server(rig);
    rig_start_server(rig);
    alice = comes_back(rig, "alice");
    bob = comes_back(rig, "bob");
    all_is_there_once(alice);
    all_is_there_once(bob);
    peer_send(alice, "MONITOR + bob,carol");
    peer_expect(alice, " 730 alice :bob!");
    peer_free(alice);
    peer_free(bob);
    free(msgid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_belongs_to_a_message_survives_a_kill_once, rig_setup,
                                        rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
