/* Strangers at the server's ports: real sockets, before anybody has logged in. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "certs.h"
#include "client.h"
#include "guard.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "net_scene.h"
#include "server_rig.h"
#include "spec.h"
#include "tls.h"
#include "wire.h"

static const struct guard_limits limits = {100, 100, 100, 100};
static const char *const names[] = {"chat.example.org", "localhost"};

struct edge {
    struct scene *scene;
    struct rig rig;
    char *dir, *cert, *key;
    struct certs *certs;
    struct clients_tls tls;
    struct clients *clients;
    struct listeners *listeners;
    met_fn *met;
    void *arg;
};

/* Each turn of the scene ends as one of the server does. */
static bool at_end_of_turn(void *arg)
{
    struct edge *edge = arg;
    store_drain(edge->rig.server.store);
    clients_go_on(edge->clients);
    clients_flush(edge->clients);
    world_rewind(edge->rig.server.world);
    return edge->met(edge->arg);
}

static void until(struct edge *edge, met_fn *met, void *arg)
{
    edge->met = met;
    edge->arg = arg;
    scene_until(edge->scene, at_end_of_turn, edge);
}

static void listen_on(struct edge *edge, const char *text)
{
    struct address address;
    char *cause = NULL;
    assert_int_equal(address_parse(&address, text, &cause), 0);
    assert_int_equal(listeners_open(edge->listeners, &address, &cause), 0);
    address_clear(&address);
}

static int setup(void **state)
{
    struct edge *edge = xnew(struct edge);
    void *scene = NULL;
    char *cause = NULL;
    scene_setup(&scene);
    edge->scene = scene;
    rig_open(&edge->rig);
    log_open(-1, LOG_ERROR);
    edge->dir = temporary_folder();
    edge->cert = xasprintf("%s/cert.pem", edge->dir);
    edge->key = xasprintf("%s/key.pem", edge->dir);
    const struct certs_files files = {edge->cert, edge->key, names, 2};
    edge->certs = certs_new(edge->scene->loop, &files, &cause);
    assert_non_null(edge->certs);
    edge->tls = (struct clients_tls){certs_tls(edge->certs), names, 2};
    edge->clients = clients_new(edge->scene->loop, &edge->rig.server, &limits, &edge->tls);
    edge->listeners = listeners_new(edge->scene->loop, 100, clients_accept, edge->clients);
    listen_on(edge, "127.0.0.1:0");
    listen_on(edge, "tls:127.0.0.1:0");
    *state = edge;
    return 0;
}

static int teardown(void **state)
{
    struct edge *edge = *state;
    void *scene = edge->scene;
    clients_free(edge->clients);
    listeners_free(edge->listeners);
    certs_free(edge->certs);
    rig_close(&edge->rig);
    scene_teardown(&scene);
    unlink(edge->cert);
    unlink(edge->key);
    rmdir(edge->dir);
    free(edge->cert);
    free(edge->key);
    free(edge->dir);
    free(edge);
    return 0;
}

/* ---- strangers ---- */

static int port_of(const struct edge *edge, bool tls)
{
    const struct listener *listener = listener_next(edge->listeners, NULL);
    while (listener_is_tls(listener) != tls)
        listener = listener_next(edge->listeners, listener);
    return (int)strtol(strrchr(listener_text(listener), ':') + 1, NULL, 10);
}

static int connect_to(const struct edge *edge, bool tls)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port_of(edge, tls)),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    return fd;
}

static void comes(struct edge *edge, struct talker *alice)
{
    talker_init(alice, edge->scene, connect_to(edge, false), 600);
}

static void comes_by_tls(struct edge *edge, struct talker *alice, const char *name)
{
    char *cause = NULL;
    struct tls *client = tls_client_new(edge->cert, &cause);
    talker_init(alice, edge->scene, connect_to(edge, true), 600);
    assert_int_equal(wire_start_tls(alice->wire, client, name, &cause), 0);
    tls_free(client);
}

static bool heard_enough(void *arg)
{
    const struct talker *talker = arg;
    return talker->why || (talker->wanted && strstr(buf_text(&talker->heard), talker->wanted));
}

static void waits_for(struct edge *edge, struct talker *alice, const char *text)
{
    alice->wanted = text;
    until(edge, heard_enough, alice);
    if (!strstr(buf_text(&alice->heard), text))
        fail_msg("heard: %s", buf_text(&alice->heard));
}

static bool has_ended(void *arg)
{
    return ((const struct talker *)arg)->why != NULL;
}

/* What says this hears that, and the connection ends. */
static void is_sent_away(struct edge *edge, const char *data, size_t len, const char *answer)
{
    struct talker alice;
    comes(edge, &alice);
    says_bytes(&alice, data, len);
    until(edge, has_ended, &alice);
    if (!strstr(buf_text(&alice.heard), answer))
        fail_msg("heard: %s", buf_text(&alice.heard));
    talker_clear(&alice);
}

/* ---- other protocols ---- */

static void a_browser_is_told_that_this_is_irc(void **state)
{
    static const char *const verbs[] = {"GET",     "POST",  "PUT",    "HEAD", "OPTIONS",
                                        "CONNECT", "PATCH", "DELETE", "TRACE"};
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        char *text = xasprintf("%s / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nNICK alice\r\n"
                               "USER alice 0 * :alice\r\n",
                               verbs[i]);
        is_sent_away(*state, text, strlen(text), "HTTP/1.1 400 Bad Request|");
        free(text);
    }
    static const char http2[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    is_sent_away(*state, http2, strlen(http2), "This is a server for IRC. Use a client for IRC.");
}

static void a_request_behind_a_line_of_irc_is_sent_away_too(void **state)
{
    static const char text[] = "NICK alice\r\nPOST / HTTP/1.1\r\n\r\n";
    is_sent_away(*state, text, strlen(text), "HTTP/1.1 400 Bad Request|");
}

static void tls_on_the_plain_port_is_known_by_its_first_byte(void **state)
{
    static const char hello[] = "\x16\x03\x01\x02\x00\x01\x00";
    is_sent_away(*state, hello, sizeof(hello), "ERROR :This port speaks plain IRC");
    is_sent_away(*state, hello, 1, "ERROR :This port speaks plain IRC");
}

static void ssh_is_told_that_this_is_irc(void **state)
{
    static const char banner[] = "SSH-2.0-OpenSSH_9.2\r\n";
    is_sent_away(*state, banner, strlen(banner), "ERROR :This is a server for IRC");
}

static void nobody_can_say_for_whom_they_speak(void **state)
{
    struct edge *edge = *state;
    struct talker alice;
    comes(edge, &alice);
    says(&alice, "PROXY TCP4 192.0.2.1 192.0.2.2 1234 6667\r\n"
                 "WEBIRC secret gateway host.example 192.0.2.1\r\n"
                 "NICK alice\r\nUSER alice 0 * :alice\r\n");
    waits_for(edge, &alice, "alice!alice@127.0.0.1");
    assert_null(strstr(buf_text(&alice.heard), "192.0.2.1"));
    talker_clear(&alice);
}

/* ---- who says too much, or too little ---- */

static void a_line_without_an_end_is_skipped_to_its_end(void **state)
{
    struct edge *edge = *state;
    struct talker alice;
    char flood[8000];
    memset(flood, 'x', sizeof(flood));
    comes(edge, &alice);
    for (int i = 0; i < 25; i++)
        says_bytes(&alice, flood, sizeof(flood));
    says(&alice, "\r\nPING :still-here\r\n");
    waits_for(edge, &alice, "still-here");
    talker_clear(&alice);
}

/* Behind a message that is on its way to the disk. */
static void a_line_with_a_nul_may_have_to_wait(void **state)
{
    static const char lines[] = "PRIVMSG #tea :hello\r\nJOIN #cake\0and a long tail behind it\r\n";
    struct edge *edge = *state;
    struct talker alice;
    comes(edge, &alice);
    says(&alice, "NICK alice\r\nUSER alice 0 * :alice\r\nJOIN #tea\r\n");
    waits_for(edge, &alice, " 366 ");
    says_bytes(&alice, lines, sizeof(lines) - 1);
    says(&alice, "PING :still-here\r\n");
    waits_for(edge, &alice, "still-here");
    talker_clear(&alice);
}

static void who_has_registered_may_say_more_at_once(void **state)
{
    struct edge *edge = *state;
    struct talker alice;
    comes(edge, &alice);
    says(&alice, "NICK alice\r\nUSER alice 0 * :alice\r\n");
    waits_for(edge, &alice, " 422 ");
    for (int i = 0; i < 20; i++)
        says(&alice, "PING :tea\r\n");
    says(&alice, "PING :all\r\n");
    waits_for(edge, &alice, "all");
    talker_clear(&alice);
}

static void a_handshake_that_is_not_finished_is_ended(void **state)
{
    struct edge *edge = *state;
    struct talker alice;
    talker_init(&alice, edge->scene, connect_to(edge, true), 600);
    says_bytes(&alice, "\x16\x03\x01\x02\x00", 5);
    struct talker bob;
    comes_by_tls(edge, &bob, "localhost");
    says(&bob, "PING :here\r\n");
    waits_for(edge, &bob, "here");

    edge->rig.server.mono_ms += 9000;
    clients_tick(edge->clients);

    until(edge, has_ended, &alice);
    says(&bob, "PING :still\r\n");
    waits_for(edge, &bob, "still");
    talker_clear(&alice);
    talker_clear(&bob);
}

static void plain_text_on_the_port_for_tls_ends_at_once(void **state)
{
    struct edge *edge = *state;
    struct talker alice;
    talker_init(&alice, edge->scene, connect_to(edge, true), 600);
    says(&alice, "NICK alice\r\nUSER alice 0 * :alice\r\n");
    until(edge, has_ended, &alice);
    talker_clear(&alice);
}

/* ---- strict transport security ---- */

static void only_who_called_it_by_its_name_is_told_to_keep_to_tls(void **state)
{
    struct edge *edge = *state;
    struct talker alice;
    edge->rig.config.sts_duration_ms = 86400000;
    edge->rig.config.sts_port = 6697;

    comes_by_tls(edge, &alice, "chat.example.org");
    says(&alice, "CAP LS 302\r\nCAP REQ :sts\r\n");
    waits_for(edge, &alice, "CAP * NAK :sts");
    assert_non_null(strstr(buf_text(&alice.heard), " sts=duration=86400"));
    talker_clear(&alice);

    comes_by_tls(edge, &alice, "localhost");
    says(&alice, "CAP LS 302\r\nPING :that-is-all\r\n");
    waits_for(edge, &alice, "that-is-all");
    assert_non_null(strstr(buf_text(&alice.heard), " sts=duration=86400"));
    talker_clear(&alice);

    /* On loopback there is nobody to hide from. */
    comes(edge, &alice);
    says(&alice, "CAP LS 302\r\nPING :that-is-all\r\n");
    waits_for(edge, &alice, "that-is-all");
    assert_null(strstr(buf_text(&alice.heard), "sts"));
    talker_clear(&alice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_browser_is_told_that_this_is_irc, setup, teardown),
        cmocka_unit_test_setup_teardown(a_request_behind_a_line_of_irc_is_sent_away_too, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(tls_on_the_plain_port_is_known_by_its_first_byte, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(ssh_is_told_that_this_is_irc, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_can_say_for_whom_they_speak, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_without_an_end_is_skipped_to_its_end, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_line_with_a_nul_may_have_to_wait, setup, teardown),
        cmocka_unit_test_setup_teardown(who_has_registered_may_say_more_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_handshake_that_is_not_finished_is_ended, setup, teardown),
        cmocka_unit_test_setup_teardown(plain_text_on_the_port_for_tls_ends_at_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(only_who_called_it_by_its_name_is_told_to_keep_to_tls,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
