/* Alice's parlor at a server that is not ours and knows nothing of what ours does: ngircd. */
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define ENTER "\r"
#define ESC   "\033"

struct elsewhere {
    struct rig *rig;
    struct screen *server; /* it talks to a terminal of its own */
    struct screen *alice;
    struct peer *bob;
    char *config;
    int port;
};

static const char config_text[] = "[Global]\n"
                                  "Name = irc.elsewhere.example\n"
                                  "Info = elsewhere\n"
                                  "AdminInfo1 = nobody\n"
                                  "Listen = 127.0.0.1\n"
                                  "Ports = %d\n"
                                  "MotdPhrase = welcome\n"
                                  "[Limits]\n"
                                  "MaxConnectionsIP = 0\n"
                                  "MaxPenaltyTime = 0\n"
                                  "[Options]\n"
                                  "Ident = no\n"
                                  "DNS = no\n"
                                  "PAM = no\n"
                                  "IncludeDir = /nonexistent\n"
                                  "[Operator]\n"
                                  "Name = bob\n"
                                  "Password = pot\n"
                                  "[Channel]\n"
                                  "Name = #vault\n"
                                  "Modes = +tnk sesame\n";

static void start_server(struct elsewhere *there)
{
    char *argv[] = {(char[]){"/usr/sbin/ngircd"}, (char[]){"-n"}, (char[]){"-f"}, there->config,
                    NULL};
    there->server = screen_start(there->rig, 200, 30, argv);
    screen_wait(there->server, "irc.elsewhere.example.* ready");
}

static void bob_enters(struct elsewhere *there)
{
    peer_free(there->bob);
    there->bob = peer_new("bob", there->port);
    peer_enter(there->bob);
    peer_join(there->bob, "#tea");
}

static int setup(void **state)
{
    struct elsewhere *there = xnew(struct elsewhere);
    void *rig = NULL;
    rig_setup(&rig);
    there->rig = rig;
    there->port = rig_free_ports(1);
    char *text = xasprintf(config_text, there->port);
    there->config = rig_write(there->rig, "ngircd.conf", text);
    free(text);
    start_server(there);
    bob_enters(there);
    *state = there;
    return 0;
}

static int teardown(void **state)
{
    struct elsewhere *there = *state;
    void *rig = there->rig;
    screen_free(there->alice);
    peer_free(there->bob);
    screen_free(there->server);
    free(there->config);
    rig_teardown(&rig);
    free(there);
    return 0;
}

static struct screen *alice_comes(struct elsewhere *there, const char *name)
{
    char *port = xasprintf("%d", there->port);
    char *nick = xstrdup(name);
    char *argv[] = {
        (char[]){PARLOR}, (char[]){"--no-save"}, nick, (char[]){"127.0.0.1"}, port, NULL};
    there->alice = screen_start(there->rig, 100, 30, argv);
    free(port);
    free(nick);
    screen_wait(there->alice, "▸1 #lobby");
    return there->alice;
}

static void says(struct screen *screen, const char *text)
{
    screen_type(screen, text);
    screen_type(screen, ENTER);
}

/* Shown once, and not as something that is still on its way. */
static void is_said_once(struct screen *screen, const char *text)
{
    screen_wait(screen, text);
    screen_wait_gone(screen, "sending|waiting|unsure|not sent");
    assert_int_equal(screen_count(screen, text), 1);
}

static void talks(struct elsewhere *there, struct screen *screen)
{
    says(screen, "/join #tea");
    screen_wait(screen, "▸2 #tea");
    says(screen, "hello from alice");
    assert_true(rig_matches(peer_expect(there->bob, " PRIVMSG "), "#tea :hello from alice$"));
    is_said_once(screen, "alice  hello from alice");
    peer_send(there->bob, "PRIVMSG #tea :alice: caf\xe9");
    screen_wait(screen, "bob  alice: café");
    peer_send(there->bob, "PRIVMSG alice :\001VERSION\001");
    peer_expect(there->bob, "NOTICE bob :.VERSION parlor");
    says(screen, "/notice bob mind the kettle");
    peer_expect(there->bob, "NOTICE bob :mind the kettle");
    says(screen, "/ping bob");
    char *token = xstrdup(peer_expect(there->bob, "PRIVMSG bob :.PING"));
    int ms = 0;
    const char *at = token;
    while (*at && *at != '\001')
        at++;
    assert_int_equal(sscanf(at, "\001PING %d", &ms), 1);
    peer_send(there->bob, "NOTICE alice :\001PING %d\001", ms);
    screen_wait(screen, "bob answers PING after");
    free(token);
}

static void asks_and_is_refused(struct elsewhere *there, struct screen *screen)
{
    says(screen, "/topic mine");
    peer_expect(there->bob, "TOPIC #tea :mine");
    says(screen, "/op alice");
    screen_wait(screen, "only operators of #tea may do that");
    peer_send(there->bob, "MODE #tea +o alice");
    screen_wait(screen, "@ alice");
    says(screen, "/mode");
    screen_wait(screen, "#tea has no modes");
    says(screen, "/ban carol");
    screen_wait(screen, "carol!\\*@\\* cannot enter #tea: /unban");
    says(screen, "/nick bob");
    screen_wait(screen, "the name bob is taken");
    says(screen, "/whois bob");
    screen_wait(screen, "on irc.elsewhere.example");
    screen_type(screen, ESC);
    screen_wait_gone(screen, "on irc.elsewhere.example");
    says(screen, "/list");
    screen_wait(screen, "Rooms of 127.0.0.1");
    screen_wait(screen, "#vault");
    screen_type(screen, ESC);
    screen_wait_gone(screen, "Rooms of");
    says(screen, "/join #vault");
    screen_wait(screen, "#vault has a key");
    says(screen, "/join #vault,&here sesame");
    screen_wait(screen, "3 #vault +.? *│");
    screen_wait(screen, "4 &here");
    says(screen, "/b tea");
    screen_wait(screen, "▸2 #tea");
}

static void is_thrown_out_and_returns(struct elsewhere *there, struct screen *screen)
{
    peer_send(there->bob, "OPER bob pot");
    peer_expect(there->bob, " 381 ");
    peer_send(there->bob, "KILL alice :tea is out");
    screen_wait(screen, "back after");
    peer_expect(there->bob, "^:alice![^ ]+ JOIN :?#tea");
    says(screen, "back again");
    peer_expect(there->bob, "PRIVMSG #tea :back again");
    is_said_once(screen, "back again");
}

static void waits_for_the_server(struct elsewhere *there, struct screen *screen)
{
    screen_free(there->server);
    screen_wait(screen, "offline|trying again|link lost");
    says(screen, "said meanwhile");
    screen_wait(screen, "said meanwhile +◷ waiting");
    start_server(there);
    bob_enters(there);
    peer_expect(there->bob, "PRIVMSG #tea :said meanwhile");
    is_said_once(screen, "said meanwhile");
    says(screen, "and once only");
    assert_true(rig_matches(peer_expect(there->bob, " PRIVMSG "), "#tea :and once only$"));
}

static void one_is_at_home_at_another_server(void **state)
{
    struct elsewhere *there = *state;
    struct screen *screen = alice_comes(there, "alice");
    talks(there, screen);
    asks_and_is_refused(there, screen);
    is_thrown_out_and_returns(there, screen);
    waits_for_the_server(there, screen);
    says(screen, "/quit see you");
    assert_int_equal(screen_end(screen), 0);
    peer_expect(there->bob, "^:alice![^ ]+ QUIT :.*see you");
}

/* Nine letters are the most that this server takes. */
static void a_taken_name_of_full_length_does_not_keep_one_out(void **state)
{
    struct elsewhere *there = *state;
    struct peer *other = peer_new("alexandra", there->port);
    peer_enter(other);
    struct screen *screen = alice_comes(there, "alexandra");
    screen_wait(screen, "@ alexandr_");
    says(screen, "/join #tea");
    screen_wait(screen, "▸2 #tea");
    peer_join(other, "#tea");
    peer_send(other, "QUIT :gone");
    screen_wait(screen, "you are alexandra now");
    peer_free(other);
    says(screen, "/quit");
    assert_int_equal(screen_end(screen), 0);
}

#define STORY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(one_is_at_home_at_another_server),
        STORY(a_taken_name_of_full_length_does_not_keep_one_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
