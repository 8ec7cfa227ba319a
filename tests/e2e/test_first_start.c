/* What a newcomer sees who starts the server without knowing anything. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

/* The usual port may be taken on this machine: then there is nothing to be seen here. */
static bool usual_port_is_taken(void)
{
    struct sockaddr_in name = {
        .sin_family = AF_INET, .sin_port = htons(6667), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    bool taken = bind(fd, (const struct sockaddr *)&name, sizeof(name)) < 0;
    close(fd);
    return taken;
}

static void without_configuration_it_listens_here_and_invites(void **state)
{
    struct rig *rig = *state;
    if (usual_port_is_taken())
        skip();

    rig_start_plain_server(rig);

    assert_true(rig_matches(rig->said, "^listening on 127\\.0\\.0\\.1:6667, "));
    assert_true(rig_matches(rig->said, "unix:[^\n]*/run/parlord\\.sock"));
    assert_true(rig_matches(rig->said, "\ndata in [^\n]*/\\.local/share/parlord\n"));
    assert_true(rig_matches(rig->said, rig->tls_port
                                           ? "parlor 'ircs://127\\.0\\.0\\.1:6697/#lobby\\?fp="
                                           : "parlor irc://127\\.0\\.0\\.1:6667/#lobby\n"));

    struct peer *alice = peer_new("alice", 6667);
    peer_enter(alice);
    peer_join(alice, "#lobby");
    peer_free(alice);
    assert_int_equal(rig_stop_server(rig), 0);
}

static void the_socket_in_the_runtime_folder_is_for_this_machine(void **state)
{
    struct rig *rig = *state;
    if (usual_port_is_taken())
        skip();
    rig_start_plain_server(rig);
    char *path = rig_path(rig, "run/parlord.sock");

    struct peer *alice = peer_new_unix("alice", path);
    peer_enter(alice);

    peer_free(alice);
    assert_int_equal(rig_stop_server(rig), 0);
    assert_int_equal(access(path, F_OK), -1);
    free(path);
}

static void what_it_writes_is_for_its_owner_only(void **state)
{
    struct rig *rig = *state;
    struct stat folder;
    struct stat file;
    char *data = rig_path(rig, "data");
    char *database = rig_path(rig, "data/parlord.db");

    rig_start_server(rig);

    assert_int_equal(stat(data, &folder), 0);
    assert_int_equal(stat(database, &file), 0);
    assert_int_equal(folder.st_mode & 0777, 0700);
    assert_int_equal(file.st_mode & 0777, 0600);
    free(data);
    free(database);
}

/* As an operator has it from an authority. */
static void have_certificate_issued(const struct rig *rig)
{
    static const char new_key[] = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    char *command = xasprintf(
        "cd '%s' && exec 2>/dev/null &&"
        " openssl req -x509 %s -days 2 -subj /CN=authority -keyout ca.key -out ca.pem &&"
        " openssl req %s -subj /CN=chat.example.org -keyout key.pem -out request.pem &&"
        " openssl x509 -req -days 2 -in request.pem -CA ca.pem -CAkey ca.key -set_serial 1"
        " -out cert.pem",
        rig->folder, new_key, new_key);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): words of this test's own */
    free(command);
}

static void an_invitation_pins_no_certificate_that_will_be_renewed(void **state)
{
    struct rig *rig = *state;
    have_certificate_issued(rig);
    char *text =
        xasprintf("[tls]\ncertificate = %s/cert.pem\nkey = %s/key.pem\n", rig->folder, rig->folder);
    char *config = rig_write(rig, "parlord.conf", text);
    rig_start_server_with(rig, "--config", config, "--listen", "tls:127.0.0.1:0", NULL);
    assert_true(rig_matches(rig->said, "join with: parlor ircs://127[^ ?]*/#lobby\n"));
    assert_int_equal(rig_stop_server(rig), 0);
    free(config);
    free(text);
}

static void it_makes_itself_a_certificate_and_keeps_it(void **state)
{
    struct rig *rig = *state;
    struct stat info;
    char *key = rig_path(rig, "data/key.pem");
    rig_start_server_with(rig, "--listen", "tls:127.0.0.1:0", NULL);
    assert_true(rig_matches(rig->said, "\ncertificate SHA-256 [0-9a-f]{64}\n"));
    assert_true(rig_matches(rig->said, "ircs://127[^ ]*/#lobby\\?fp=[0-9a-f]{64}'\n"));
    assert_int_equal(stat(key, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    char *first = xstrdup(strstr(rig->said, "SHA-256 "));
    assert_int_equal(rig_stop_server(rig), 0);

    rig_start_server_with(rig, "--listen", "tls:127.0.0.1:0", NULL);

    assert_memory_equal(strstr(rig->said, "SHA-256 "), first, strlen("SHA-256 ") + 64);
    free(first);
    free(key);
}

static void it_starts_at_once(void **state)
{
    struct rig *rig = *state;
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--listen", "tls:127.0.0.1:0", NULL);
    /* 200 ms is promised for the release build; sanitizers and a busy machine take theirs. */
    assert_true(rig->took_ms < 2000);
}

static void a_name_claimed_today_is_a_name_tomorrow(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    struct peer *alice = peer_new("alice", rig->port);
    peer_claim(alice, "alice-keeps-this-secret", "");
    peer_free(alice);
    assert_int_equal(rig_stop_server(rig), 0);

    rig_start_server(rig);
    alice = peer_new("alice", rig->port);
    peer_login(alice, "alice-keeps-this-secret", "", "");
    peer_free(alice);

    struct peer *stranger = peer_new("alice", rig->port);
    peer_send(stranger, "NICK alice");
    peer_send(stranger, "USER alice 0 * :Somebody");
    peer_expect(stranger, " 433 ");
    peer_free(stranger);
}

static void one_data_folder_is_for_one_server(void **state)
{
    struct rig *rig = *state;
    char *data = rig_path(rig, "data");
    rig_start_server(rig);

    struct outcome outcome;
    rig_run_server(rig, &outcome, "--listen", "127.0.0.1:0", "--data", data, NULL);

    assert_int_equal(outcome.status, 1);
    assert_non_null(strstr(outcome.err, "in use by another parlord"));
    outcome_clear(&outcome);
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_configuration_it_listens_here_and_invites,
                                        rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(the_socket_in_the_runtime_folder_is_for_this_machine,
                                        rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(what_it_writes_is_for_its_owner_only, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(an_invitation_pins_no_certificate_that_will_be_renewed,
                                        rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(it_makes_itself_a_certificate_and_keeps_it, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(it_starts_at_once, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(a_name_claimed_today_is_a_name_tomorrow, rig_setup,
                                        rig_teardown),
        cmocka_unit_test_setup_teardown(one_data_folder_is_for_one_server, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
