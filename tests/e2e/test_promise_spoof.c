/*
 * P13: nobody speaks as another, by none of the doors: other protocols, gateways'
 * commands, tags, sources, control bytes, another's name at login.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "secret.h"
#include "spec.h"

struct watch {
    struct rig *rig;
    struct peer *alice; /* in #tea, with all capabilities that show more */
    struct peer *carol; /* in #tea, an account; speaks */
};

static const char caps[] = "message-tags server-time account-tag batch echo-message away-notify "
                           "extended-join setname labeled-response";

static int watch_setup(void **state)
{
    struct watch *watch = xnew(struct watch);
    void *rig = NULL;
    rig_setup(&rig);
    watch->rig = rig;
    char *config = pair_config(watch->rig, "grace = 0s\n");
    rig_start_server_with(watch->rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    free(config);
    watch->alice = peer_new("alice", watch->rig->port);
    watch->carol = peer_new("carol", watch->rig->port);
    peer_claim(watch->alice, "alice-keeps-this-secret", caps);
    peer_claim(watch->carol, "carol-keeps-this-secret", caps);
    peer_join(watch->alice, "#tea");
    peer_join(watch->carol, "#tea");
    peer_expect(watch->alice, "carol![^ ]+ JOIN #tea");
    *state = watch;
    return 0;
}

static int watch_teardown(void **state)
{
    struct watch *watch = *state;
    void *rig = watch->rig;
    peer_free(watch->alice);
    peer_free(watch->carol);
    rig_teardown(&rig);
    free(watch);
    return 0;
}

/* Who is shown as the source of a line. */
static bool comes_from(const char *line, const char *name)
{
    const char *source = line[0] == '@' ? strchr(line, ' ') + 1 : line;
    size_t len = strlen(name);
    return source[0] == ':' && strncmp(source + 1, name, len) == 0 &&
           (source[1 + len] == '!' || source[1 + len] == ' ');
}

/* Reads all up to now: no line is from bob, who is not there, none says it was forged by a line of
 * its own, and none has control bytes that end lines. */
static void alice_hears_nothing_forged(struct watch *watch, const char *attempt)
{
    static int n;
    char *end = xasprintf("checked%d", ++n);
    peer_send(watch->carol, "PRIVMSG #tea :%s", end);
    for (;;) {
        const char *line = peer_next(watch->alice);
        if (strchr(line, '\r') || strchr(line, '\n') || comes_from(line, "bob") ||
            strncmp(line, "FORGED", 6) == 0)
            fail_msg("%s: alice heard: %s", attempt, line);
        if (strstr(line, end))
            break;
    }
    free(end);
}

/* ---- other protocols ---- */

#define SAYS(text)             \
    {                          \
        text, sizeof(text) - 1 \
    }

static const struct {
    const char *bytes;
    size_t len;
} foreign[] = {
    SAYS(
        "GET / HTTP/1.1\r\nHost: x\r\n\r\nNICK bob\r\nUSER b 0 * :b\r\nJOIN #tea\r\nPRIVMSG #tea :x\r\n"),
    SAYS("POST / HTTP/1.1\r\nContent-Length: 60\r\n\r\nNICK bob\r\nUSER b 0 * :b\r\nJOIN #tea\r\n"),
    SAYS("PUT /x HTTP/1.0\r\n\r\nNICK bob\r\nUSER b 0 * :b\r\nJOIN #tea\r\n"),
    SAYS("OPTIONS * HTTP/1.1\r\n\r\nNICK bob\r\nUSER b 0 * :b\r\nJOIN #tea\r\n"),
    SAYS("CONNECT x:1 HTTP/1.1\r\n\r\nNICK bob\r\nUSER b 0 * :b\r\nJOIN #tea\r\n"),
    SAYS(
        "\026\003\001\002\000\001\000\001\374\003\003aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\nNICK bob\r\n"
        "USER b 0 * :b\r\nJOIN #tea\r\n"),
};

static void other_protocols_are_hung_up_on(void **state)
{
    struct watch *watch = *state;
    for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++) {
        struct peer *stranger = peer_new("stranger", watch->rig->port);
        peer_write(stranger, foreign[i].bytes, foreign[i].len);
        peer_expect_end(stranger);
        peer_free(stranger);
        alice_hears_nothing_forged(watch, foreign[i].bytes);
    }
}

/* A gateway's word about an address is not taken from anybody; the connection may be dropped. */
static const struct {
    const char *bytes;
    size_t len;
} gateways[] = {
    SAYS("PROXY TCP4 203.0.113.66 203.0.113.1 1 2\r\n"),
    SAYS("PROXY UNKNOWN\r\n"),
    SAYS("\r\n\r\n\0\r\nQUIT\n\041\021\0\014\313\0\161\102\313\0\161\001\0\001\0\002"),
    SAYS("WEBIRC password gateway forged.example 203.0.113.66\r\n"),
};

static void no_gateway_is_believed(void **state)
{
    struct watch *watch = *state;
    for (size_t i = 0; i < sizeof(gateways) / sizeof(*gateways); i++) {
        char *name = xasprintf("guest%zu", i);
        struct peer *guest = peer_new(name, watch->rig->port);
        peer_write(guest, gateways[i].bytes, gateways[i].len);
        peer_send(guest, "NICK %s\r\nUSER %s 0 * :x\r\nJOIN #tea", name, name);
        peer_send(guest, "PRIVMSG #tea :I came from far");
        peer_send(guest, "QUIT");
        peer_expect_end(guest);
        peer_free(guest);
        peer_send(watch->carol, "PRIVMSG #tea :gateway %zu", i);
        char *end = xasprintf("gateway %zu$", i);
        const char *line = NULL;
        while ((line = peer_next(watch->alice)) && !rig_matches(line, end)) {
            if (strstr(line, "203.0.113.66") || strstr(line, "forged.example"))
                fail_msg("a gateway was believed: %s", line);
        }
        free(end);
        free(name);
    }
}

/* ---- tags and sources ---- */

static void a_message_has_the_servers_tags_only(void **state)
{
    struct watch *watch = *state;
    peer_send(watch->carol, "@time=2001-01-01T00:00:00.000Z;msgid=evil;account=bob;bot=;batch=evil;"
                            "time=2002-02-02T00:00:00.000Z;account=bob;+ok=1;parlor.chat/x=evil "
                            "PRIVMSG #tea :tagged");
    const char *line = peer_expect(watch->alice, "PRIVMSG #tea :tagged$");
    assert_false(strstr(line, "evil") || strstr(line, "bob") || strstr(line, "2001-") ||
                 strstr(line, "2002-"));
    assert_true(rig_matches(line, "^@.*account=carol") && rig_matches(line, "[@;]msgid=[^;]+"));
    assert_true(rig_matches(line, "[@;][+]ok=1[; ]") && comes_from(line, "carol"));

    peer_send(watch->carol, ":bob!bob@user/bob PRIVMSG #tea :I am bob");
    line = peer_expect(watch->alice, "PRIVMSG #tea :I am bob$");
    assert_true(comes_from(line, "carol"));
    peer_send(watch->carol, ":alice PRIVMSG #tea :I am alice");
    line = peer_expect(watch->alice, "PRIVMSG #tea :I am alice$");
    assert_true(comes_from(line, "carol"));
}

/* Each tries to make a line of its own out of a part of one. */
static const struct {
    const char *bytes;
    size_t len;
} injections[] = {
    SAYS("PRIVMSG #tea :x\r:bob!b@h PRIVMSG #tea :y\r\n"),
    SAYS("PRIVMSG #tea :x\0:bob!b@h PRIVMSG #tea :y\r\n"),
    SAYS("AWAY :gone\r:bob!b@h PRIVMSG #tea :y\r\n"),
    SAYS("AWAY :gone\0\r:bob!b@h PRIVMSG #tea :y\r\n"),
    SAYS("SETNAME :Carol\r:bob!b@h PRIVMSG #tea :y\r\n"),
    SAYS("TOPIC #tea :tea\r:bob!b@h PRIVMSG #tea :y\r\n"),
    SAYS("KICK #tea nobody :out\r:bob!b@h PRIVMSG #tea :y\r\n"),
    SAYS("INVITE alice #tea\r:bob!b@h\r\n"),
    SAYS("@+x=\\r\\nFORGED PRIVMSG #tea :escaped\r\n"),
    SAYS("@+x=\\nFORGED TAGMSG #tea\r\n"),
    SAYS("@label=\\r\\nFORGED PRIVMSG #tea :labelled\r\n"),
    SAYS("@label=a\rFORGED PRIVMSG #tea :labelled\r\n"),
    SAYS("NICK carol\rFORGED\r\n"),
    SAYS("JOIN #x\rFORGED\r\n"),
    SAYS("PRIVMSG #tea :\302\205FORGED \342\200\250FORGED\r\n"),
};

static void no_part_of_a_line_becomes_a_line(void **state)
{
    struct watch *watch = *state;
    for (size_t i = 0; i < sizeof(injections) / sizeof(*injections); i++) {
        peer_write(watch->carol, injections[i].bytes, injections[i].len);
        alice_hears_nothing_forged(watch, injections[i].bytes);
    }
    static const char guests[] =
        "NICK guest\r\nUSER g\r0 0 * :x\rFORGED\r\nUSER g 0 * :x\rFORGED\r\n"
        "JOIN #tea\r\nQUIT :bye\rFORGED\r\nQUIT\r\n";
    struct peer *guest = peer_new("guest", watch->rig->port);
    peer_write(guest, guests, sizeof(guests) - 1);
    peer_expect_end(guest);
    peer_free(guest);
    alice_hears_nothing_forged(watch, "a guest's name and last words");
}

/* ---- login ---- */

static void nobody_logs_in_as_another(void **state)
{
    static const char plain[] = "alice\0carol\0carol-keeps-this-secret";
    struct watch *watch = *state;
    struct peer *stranger = peer_new("stranger", watch->rig->port);
    char *base64 = secret_base64(plain, sizeof(plain) - 1);
    peer_send(stranger, "CAP REQ sasl");
    peer_send(stranger, "AUTHENTICATE PLAIN");
    peer_expect(stranger, "AUTHENTICATE [+]");
    peer_send(stranger, "AUTHENTICATE %s", base64);
    peer_expect(stranger, " 904 ");
    free(base64);

    peer_send(stranger, "NICK alice\r\nUSER a 0 * :a\r\nCAP END");
    peer_send(stranger, "PRIVMSG #tea :not alice");
    peer_send(stranger, "QUIT");
    peer_expect_end(stranger);
    peer_free(stranger);
    peer_send(watch->carol, "PRIVMSG #tea :after");
    const char *line = NULL;
    while ((line = peer_next(watch->alice)) && !strstr(line, "after"))
        assert_null(strstr(line, "not alice"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WATCHED(test) cmocka_unit_test_setup_teardown(test, watch_setup, watch_teardown)
        WATCHED(other_protocols_are_hung_up_on),      WATCHED(no_gateway_is_believed),
        WATCHED(a_message_has_the_servers_tags_only), WATCHED(no_part_of_a_line_becomes_a_line),
        WATCHED(nobody_logs_in_as_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
