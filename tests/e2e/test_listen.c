/* Where the server listens, and what it says when it cannot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

/* The program ends with this status and has this sentence in what it says. */
static void ends(struct rig *rig, int status, const char *sentence, const char *const *arguments)
{
    struct outcome outcome;
    rig_run_server(rig, &outcome, arguments[0], arguments[1], arguments[1] ? arguments[2] : NULL,
                   arguments[1] && arguments[2] ? arguments[3] : NULL, NULL);
    bool said = strstr(outcome.err, sentence) || strstr(outcome.out, sentence);
    if (outcome.status != status || !said)
        print_error("status %d, out: %s, err: %s\n", outcome.status, outcome.out, outcome.err);
    assert_int_equal(outcome.status, status);
    assert_true(said);
    outcome_clear(&outcome);
}

#define ENDS(rig, status, sentence, ...) \
    ends((rig), (status), (sentence), (const char *const[]){__VA_ARGS__, NULL, NULL, NULL})

static void a_range_is_many_ports(void **state)
{
    struct rig *rig = *state;
    int port = rig_free_ports(3);
    char *range = xasprintf("127.0.0.1:%d-%d", port, port + 2);
    rig_start_server_with(rig, "--listen", range, NULL);

    for (int i = 0; i < 3; i++) {
        char *name = xasprintf("alice%d", i);
        struct peer *alice = peer_new(name, port + i);
        peer_enter(alice);
        peer_free(alice);
        free(name);
    }
    free(range);
}

static void each_port_has_its_own_limit(void **state)
{
    struct rig *rig = *state;
    int port = rig_free_ports(2);
    char *text = xasprintf("[server]\nlisten = 127.0.0.1:%d-%d\n[limits]\nmax_connections = 1\n",
                           port, port + 1);
    char *file = rig_write(rig, "parlord.conf", text);
    rig_start_server_with(rig, "--config", file, NULL);

    struct peer *alice = peer_new("alice", port);
    peer_enter(alice);
    struct peer *bob = peer_new("bob", port);
    peer_expect(bob, "^ERROR :Server is full, try again later");
    peer_expect_end(bob);
    struct peer *carol = peer_new("carol", port + 1);
    peer_enter(carol);

    /* Where one leaves, there is room again. */
    peer_send(alice, "QUIT");
    peer_expect_end(alice);
    peer_free(bob);
    bob = peer_new("bob", port);
    peer_enter(bob);
    peer_free(alice);
    peer_free(bob);
    peer_free(carol);
    free(text);
    free(file);
}

static void a_unix_socket_of_a_dead_server_is_replaced(void **state)
{
    struct rig *rig = *state;
    char *path = rig_path(rig, "chat.sock");
    char *address = xasprintf("unix:%s", path);
    rig_start_server_with(rig, "--listen", address, NULL);
    rig_kill_server(rig);
    assert_int_equal(access(path, F_OK), 0);

    rig_start_server_with(rig, "--listen", address, NULL);
    struct peer *alice = peer_new_unix("alice", path);
    peer_enter(alice);
    peer_free(alice);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0660);
    free(path);
    free(address);
}

static void a_unix_socket_in_use_is_left_alone(void **state)
{
    struct rig *rig = *state;
    char *path = rig_path(rig, "chat.sock");
    char *other = rig_path(rig, "other");
    char *address = xasprintf("unix:%s", path);
    rig_start_server_with(rig, "--listen", address, NULL);

    ENDS(rig, 1, "already in use", "--listen", address, "--data", other);

    struct peer *alice = peer_new_unix("alice", path);
    peer_enter(alice);
    peer_free(alice);
    free(path);
    free(other);
    free(address);
}

static void a_port_in_use_is_said_with_a_way_out(void **state)
{
    struct rig *rig = *state;
    char *other = rig_path(rig, "other");
    rig_start_server(rig);
    char *address = xasprintf("127.0.0.1:%d", rig->port);
    char *sentence = xasprintf("127.0.0.1:%d: address already in use; is another parlord running? "
                               "choose another with --port",
                               rig->port);

    ENDS(rig, 1, sentence, "--listen", address, "--data", other);

    free(other);
    free(address);
    free(sentence);
}

static void arguments_are_checked(void **state)
{
    struct rig *rig = *state;
    ENDS(rig, 2, "parlord --help says", "--nonsense");
    ENDS(rig, 2, "a port is a number from 1 to 65535", "0");
    ENDS(rig, 2, "a port is a number from 1 to 65535", "65536");
    ENDS(rig, 2, "a port is a number from 1 to 65535", "irc");
    ENDS(rig, 2, "one port is enough", "6667", "6668");
    ENDS(rig, 1, "not an address; write ADDR:PORT", "--listen", "somewhere");
    ENDS(rig, 1, "192.0.2.1:6697: this machine has no such address", "--listen",
         "tls:192.0.2.1:6697");
    ENDS(rig, 1, "/dev/null/data: Not a directory; choose another folder with --data", "--listen",
         "127.0.0.1:0", "--data", "/dev/null/data");
    ENDS(rig, 0, "Usage: parlord", "--help");
    ENDS(rig, 0, "parlord 0.", "--version");
}

static void plain_text_stays_on_this_machine(void **state)
{
    struct rig *rig = *state;
    char *careless = rig_write(rig, "plain.conf", "[server]\nplaintext = yes\n");
    ENDS(rig, 0, "ok", "--public", "--check");
    ENDS(rig, 1, "others could read along; listen on tls:0.0.0.0:0", "--listen", "0.0.0.0:0",
         "--check");
    ENDS(rig, 0, "ok", "--listen", "tls:0.0.0.0:0", "--check");
    char *address = xstrdup("0.0.0.0:0");
    rig_start_server_with(rig, "--listen", address, "--config", careless, NULL);
    assert_int_not_equal(rig->port, 0);
    free(address);
    free(careless);
}

/* text is a configuration; --check says this about it. */
static void check_says(struct rig *rig, const char *text, const char *sentence)
{
    char *file = rig_write(rig, "checked.conf", text);
    ENDS(rig, strcmp(sentence, "ok") == 0 ? 0 : 1, sentence, "--check", "--config", file);
    free(file);
}

static void a_configuration_is_checked_before_it_is_used(void **state)
{
    struct rig *rig = *state;
    check_says(rig, "[server]\nname = chat.example.org\n[limits]\nsendq = 256k\n", "ok");
    check_says(rig, "[server]\nname = chat\n", "one word with a dot");
    check_says(rig, "[server]\n\nnmae = chat.example.org\n", "checked.conf:3: ");
    check_says(rig, "[limits]\nsendq = much\n", "checked.conf:2: sendq: ");
    check_says(rig, "[tls]\ncertificate = a.pem\n", "set both or none");
    check_says(rig, "[server]\nmotd = /nowhere/motd\n", "/nowhere/motd: No such file");
    check_says(rig, "[server]\nlisten = 127.0.0.1:99999\n", "not an address");
    check_says(rig, "[server]\ndefault_room = lobby\n", "default_room: ");
}

/* Fills a part of the file with zeros. */
static void damage(const char *path)
{
    static const char zeros[4096];
    FILE *file = fopen(path, "r+e");
    assert_non_null(file);
    assert_int_equal(fseek(file, 8192, SEEK_SET), 0);
    assert_int_equal(fwrite(zeros, sizeof(zeros), 1, file), 1);
    assert_int_equal(fclose(file), 0);
}

static void the_store_is_checked_when_nobody_uses_it(void **state)
{
    struct rig *rig = *state;
    char *data = rig_path(rig, "data");
    char *path = rig_path(rig, "data/parlord.db");
    ENDS(rig, 0, "not there yet", "--check", "--data", data);
    rig_start_server(rig);
    ENDS(rig, 0, "a server is running on it", "--check", "--data", data);
    assert_int_equal(rig_stop_server(rig), 0);
    ENDS(rig, 0, "parlord.db: ", "--check", "--data", data);

    damage(path);

    ENDS(rig, 1, "damaged, findings: ", "--check", "--data", data);
    free(path);
    free(data);
}

static void the_certificate_is_checked_too(void **state)
{
    struct rig *rig = *state;
    char *missing = rig_write(rig, "missing.conf", "[tls]\ncertificate = a.pem\nkey = b.pem\n");
    ENDS(rig, 1, "a.pem: no such file or directory", "--check", "--config", missing);
    free(missing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_range_is_many_ports, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(each_port_has_its_own_limit, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(a_unix_socket_of_a_dead_server_is_replaced, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(a_unix_socket_in_use_is_left_alone, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(a_port_in_use_is_said_with_a_way_out, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(arguments_are_checked, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(plain_text_stays_on_this_machine, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(the_store_is_checked_when_nobody_uses_it, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(the_certificate_is_checked_too, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(a_configuration_is_checked_before_it_is_used, rig_setup,
                                        rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
