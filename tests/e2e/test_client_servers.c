/* One client at two servers of ours; and a certificate instead of a password. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

static void start_on(struct rig *rig, int port)
{
    char *address = xasprintf("127.0.0.1:%d", port);
    rig_start_server_with(rig, "--listen", address, NULL);
    free(address);
}

static struct screen *alice_returns(const struct rig *rig)
{
    const char *const argv[] = {PARLOR, "--nick", "alice", NULL};
    return person_start(rig, "alice", argv);
}

static void one_of_two_servers_is_killed_and_comes_back(void **state)
{
    struct rig *one = *state;
    void *more = NULL;
    rig_setup(&more);
    struct rig *two = more;
    start_on(one, 0);
    start_on(two, 0);
    struct screen *alice = person_arrive(one, PARLOR, "alice");
    char *connect = xasprintf("/connect irc://127.0.0.1:%d/#tea\r", two->port);
    screen_type(alice, connect);
    screen_wait(alice, "#tea .*Here 1");
    screen_type(alice, "/server\r");
    screen_wait(alice, "─ Servers ─");
    screen_wait(alice, "2 .*alice · online");
    screen_type(alice, "\033");
    screen_wait_gone(alice, "─ Servers ─");

    /* The other link feels nothing of it. */
    rig_kill_server(two);
    screen_wait(alice, "offline|retry|trying again");
    screen_type(alice, "\0331");
    screen_wait(alice, "#lobby .*Here 1");
    screen_type(alice, "the kettle is on\r");
    screen_wait(alice, "alice  the kettle is on$|the kettle is on +│");
    start_on(two, two->port);
    screen_type(alice, "\0333/reconnect\r");
    screen_wait(alice, "#tea .*Here 1");
    person_quit(alice);

    /* Both come back by themselves, with the room that was open, also while none answers. */
    rig_kill_server(one);
    rig_kill_server(two);
    alice = alice_returns(one);
    screen_wait(alice, "#tea");
    screen_wait(alice, "#lobby");
    start_on(one, one->port);
    start_on(two, two->port);
    screen_wait(alice, "#tea .*Here 1");
    screen_type(alice, "\0331");
    screen_wait(alice, "#lobby .*Here 1");
    person_quit(alice);
    free(connect);
    rig_teardown(&more);
}

static void a_certificate_logs_in_over_tls(void **state)
{
    struct rig *rig = *state;
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--listen", "tls:127.0.0.1:0", NULL);
    char *url = xasprintf("ircs://127.0.0.1:%d/#lobby", rig->tls_port);
    const char *const argv[] = {PARLOR, "--nick", "alice", url, NULL};
    struct screen *alice = person_start(rig, "alice", argv);
    screen_wait(alice, "#lobby .*Here 1");
    screen_type(alice, "/server cert make\r");
    screen_wait(alice, "SHA-256");
    screen_wait(alice, "/reconnect shows it to the server");
    screen_type(alice, "/reconnect\r");
    screen_wait(alice, "back after");
    screen_type(alice, "/server cert\r");
    screen_wait(alice, "the server sees it");
    screen_type(alice, "/msg NickServ CERT ADD\r/query NickServ\r");
    screen_wait(alice, "logs you in from now on");
    person_quit(alice);

    /* The password is gone: the certificate alone does it. */
    char *secrets = rig_path(rig, "alice/.local/share/parlor/secrets");
    remove(secrets);
    alice = alice_returns(rig);
    screen_wait(alice, "#lobby");
    screen_wait(alice, "alice · (lag|online)");
    screen_type(alice, "/whois alice\r");
    screen_wait(alice, "owns this name");
    screen_type(alice, "\r");
    screen_wait_gone(alice, "owns this name");
    person_quit(alice);
    free(secrets);
    free(url);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define STORY(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
        STORY(one_of_two_servers_is_killed_and_comes_back),
        STORY(a_certificate_logs_in_over_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
