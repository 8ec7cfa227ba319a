#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "loop.h"
#include "mem.h"
#include "net_scene.h"
#include "spec.h"
#include "tls.h"
#include "wire.h"

/* A folder with the server's certificate and another one. */
struct stage {
    struct scene *scene;
    char *dir, *cert, *key, *other_cert, *other_key;
    struct tls *server;
};

static const char *const names[] = {"chat.example.org", "localhost", "127.0.0.1", "::1",
                                    "not a,name"};

static void make(const char *cert, const char *key)
{
    char *cause = NULL;
    if (tls_cert_make(cert, key, names, sizeof(names) / sizeof(names[0]), &cause) < 0)
        fail_msg("%s", cause);
}

static int setup(void **state)
{
    struct stage *stage = xnew(struct stage);
    char *cause = NULL;
    void *scene = NULL;
    scene_setup(&scene);
    stage->scene = scene;
    stage->dir = temporary_folder();
    stage->cert = xasprintf("%s/cert.pem", stage->dir);
    stage->key = xasprintf("%s/key.pem", stage->dir);
    stage->other_cert = xasprintf("%s/other-cert.pem", stage->dir);
    stage->other_key = xasprintf("%s/other-key.pem", stage->dir);
    make(stage->cert, stage->key);
    make(stage->other_cert, stage->other_key);
    stage->server = tls_server_new(stage->cert, stage->key, &cause);
    assert_non_null(stage->server);
    *state = stage;
    return 0;
}

static void remove_file(char *path)
{
    unlink(path);
    free(path);
}

static int teardown(void **state)
{
    struct stage *stage = *state;
    void *scene = stage->scene;
    tls_free(stage->server);
    scene_teardown(&scene);
    remove_file(stage->cert);
    remove_file(stage->key);
    remove_file(stage->other_cert);
    remove_file(stage->other_key);
    rmdir(stage->dir);
    free(stage->dir);
    free(stage);
    return 0;
}

/* bob serves, alice comes and trusts that certificate only, under that name. */
static void meet(struct stage *stage, struct talker *alice, struct talker *bob, const char *trusted,
                 const char *name)
{
    char *cause = NULL;
    int fds[2];
    struct tls *client = tls_client_new(trusted, &cause);
    assert_non_null(client);
    tcp_pair(fds);
    talker_init(alice, stage->scene, fds[0], 40);
    talker_init(bob, stage->scene, fds[1], 40);
    assert_int_equal(wire_start_tls(alice->wire, client, name, &cause), 0);
    assert_int_equal(wire_start_tls(bob->wire, stage->server, NULL, &cause), 0);
    tls_free(client);
}

static void part(struct talker *alice, struct talker *bob)
{
    talker_clear(alice);
    talker_clear(bob);
}

/* ---- the certificate that it makes ---- */

static void a_certificate_of_its_own_is_good_for_all_its_names(void **state)
{
    struct stage *stage = *state;
    static const char *const good[] = {"chat.example.org", "localhost", "127.0.0.1", "::1"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct talker alice;
        struct talker bob;
        meet(stage, &alice, &bob, stage->cert, good[i]);
        says(&alice, "hello\r\n");
        hears(&bob, "hello");
        part(&alice, &bob);
    }
}

static void a_certificate_of_its_own_lasts_for_ten_years(void **state)
{
    struct stage *stage = *state;
    const int64_t year_ms = 365LL * 24 * 60 * 60 * 1000;
    struct tls_cert cert = tls_server_cert(stage->server);
    int64_t now_ms = clock_wall_ms();
    assert_true(tls_cert_is_valid(&cert, now_ms));
    assert_true(tls_cert_is_valid(&cert, now_ms + 10 * year_ms - 60000));
    assert_false(tls_cert_is_valid(&cert, now_ms + 10 * year_ms + 60000));
    assert_false(tls_cert_is_valid(&cert, now_ms - year_ms));
}

static void its_key_is_for_its_owner_only(void **state)
{
    struct stage *stage = *state;
    struct stat info;
    assert_int_equal(stat(stage->key, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_folder_that_cannot_be_written_is_named(void **state)
{
    (void)state;
    char *cause = NULL;
    assert_int_equal(tls_cert_make("/nowhere/c.pem", "/nowhere/k.pem", names, 1, &cause), -1);
    assert_string_equal(cause, "/nowhere/k.pem: no such file or directory");
    free(cause);
}

/* ---- taking new files ---- */

static void new_files_are_for_those_who_come_after(void **state)
{
    struct stage *stage = *state;
    struct talker alice;
    struct talker bob;
    struct talker carol;
    struct talker dora;
    char *cause = NULL;
    meet(stage, &alice, &bob, stage->cert, "localhost");
    says(&alice, "before\r\n");
    hears(&bob, "before");
    assert_int_equal(tls_server_replace(stage->server, stage->other_cert, stage->other_key, &cause),
                     0);
    meet(stage, &carol, &dora, stage->other_cert, "localhost");
    says(&carol, "I trust the new one only\r\n");
    hears(&dora, "I trust the new one only");
    says(&alice, "after\r\n");
    hears(&bob, "before|after");
    part(&alice, &bob);
    part(&carol, &dora);
}

static void files_that_do_not_fit_change_nothing(void **state)
{
    struct stage *stage = *state;
    struct talker alice;
    struct talker bob;
    char *cause = NULL;
    struct tls_cert before = tls_server_cert(stage->server);
    assert_int_equal(tls_server_replace(stage->server, stage->other_cert, stage->key, &cause), -1);
    assert_non_null(strstr(cause, "not the key of the certificate in"));
    struct tls_cert after = tls_server_cert(stage->server);
    assert_string_equal(before.full, after.full);
    meet(stage, &alice, &bob, stage->cert, "localhost");
    says(&alice, "hello\r\n");
    hears(&bob, "hello");
    part(&alice, &bob);
    free(cause);
}

/* Becomes openssl with these words; says nothing. */
static void become_openssl(const char *words, int in_fd)
{
    char *command = xasprintf("exec 2>/dev/null; openssl %s", words);
    dup2(in_fd, STDIN_FILENO);
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", command, NULL);
    _exit(127);
}

/* A certificate for the key of another one, of yesterday. */
static void make_expired(const struct stage *stage, const char *path)
{
    int status = -1;
    char *words = xasprintf("req -new -key %s -subj /CN=chat.example.org | "
                            "openssl x509 -req -key %s -days -1 -out %s",
                            stage->key, stage->key, path);
    pid_t pid = fork();
    if (pid == 0)
        become_openssl(words, STDIN_FILENO);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    free(words);
}

static void a_certificate_that_has_expired_is_not_taken(void **state)
{
    struct stage *stage = *state;
    char *cause = NULL;
    make_expired(stage, stage->other_cert);
    assert_int_equal(tls_server_replace(stage->server, stage->other_cert, stage->key, &cause), -1);
    assert_non_null(strstr(cause, "has expired"));
    free(cause);
}

/* ---- who comes ---- */

static void a_server_knows_by_which_name_it_was_called(void **state)
{
    struct stage *stage = *state;
    struct talker alice;
    struct talker bob;
    struct tls_cert cert;
    meet(stage, &alice, &bob, stage->cert, "chat.example.org");
    says(&alice, "hello\r\n");
    hears(&bob, "hello");
    assert_string_equal(wire_name(bob.wire), "chat.example.org");
    assert_int_equal(wire_peer_cert(bob.wire, &cert), -1);
    part(&alice, &bob);
}

/* `openssl s_client` comes to bob and says hello, with this certificate. Its process is the
 * caller's to wait for. */
static pid_t come_with(struct stage *stage, struct talker *bob, const char *cert, const char *key)
{
    int port = 0;
    int said[2];
    int listener = listen_anywhere(&port);
    char *cause = NULL;
    char *words =
        xasprintf("s_client -quiet -connect 127.0.0.1:%d -cert %s -key %s", port, cert, key);
    assert_int_equal(pipe2(said, O_CLOEXEC), 0);
    assert_int_equal(write(said[1], "hello\n", 6), 6);
    pid_t pid = fork();
    if (pid == 0)
        become_openssl(words, said[0]);
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    assert_true(fd >= 0);
    talker_init(bob, stage->scene, fd, 40);
    assert_int_equal(wire_start_tls(bob->wire, stage->server, NULL, &cause), 0);
    hears(bob, "hello");
    close(listener);
    close(said[0]);
    close(said[1]);
    free(words);
    return pid;
}

static void a_client_is_known_by_any_certificate_whose_key_it_has(void **state)
{
    struct stage *stage = *state;
    struct talker bob;
    struct tls_cert cert;
    char *cause = NULL;
    pid_t pid = come_with(stage, &bob, stage->other_cert, stage->other_key);
    assert_int_equal(wire_peer_cert(bob.wire, &cert), 0);
    assert_true(tls_cert_is_valid(&cert, clock_wall_ms()));
    struct tls *other = tls_server_new(stage->other_cert, stage->other_key, &cause);
    struct tls_cert expected = tls_server_cert(other);
    assert_string_equal(cert.full, expected.full);
    assert_string_equal(cert.key, expected.key);
    assert_string_not_equal(cert.key, cert.full);
    tls_free(other);
    talker_clear(&bob);
    scene_turns(stage->scene, 3);
    waitpid(pid, NULL, 0);
}

static void a_renewed_certificate_has_the_key_of_the_old_one(void **state)
{
    struct stage *stage = *state;
    struct talker bob;
    struct tls_cert cert;
    make_expired(stage, stage->other_cert);
    pid_t pid = come_with(stage, &bob, stage->other_cert, stage->key);
    struct tls_cert own = tls_server_cert(stage->server);
    assert_int_equal(wire_peer_cert(bob.wire, &cert), 0);
    assert_string_equal(cert.key, own.key);
    assert_string_not_equal(cert.full, own.full);
    assert_false(tls_cert_is_valid(&cert, clock_wall_ms()));
    talker_clear(&bob);
    scene_turns(stage->scene, 3);
    waitpid(pid, NULL, 0);
}

/* ---- who breaks off ---- */

/* The server's end of a connection. */
struct end {
    struct wire *wire;
    bool has_entered, is_over;
    int lines;
};

static void end_line(void *arg, char *line, size_t len)
{
    struct end *end = arg;
    (void)line;
    (void)len;
    assert_true(end->has_entered);
    end->lines++;
}

static void end_writable(void *arg)
{
    (void)arg;
}

static void end_closed(void *arg, const char *why)
{
    (void)why;
    ((struct end *)arg)->is_over = true;
}

static void end_entered(void *arg)
{
    ((struct end *)arg)->has_entered = true;
}

static bool has_said_all(void *arg)
{
    const struct talker *talker = arg;
    return talker->written == talker->queue.len;
}

static bool is_over(void *arg)
{
    return ((const struct end *)arg)->is_over;
}

static void who_breaks_off_behind_a_line_had_entered_before_it(void **state)
{
    static const struct wire_events events = {
        .line = end_line, .writable = end_writable, .closed = end_closed, .entered = end_entered};
    struct stage *stage = *state;
    struct talker alice;
    char *cause = NULL;
    int fds[2];
    struct tls *client = tls_client_new(stage->cert, &cause);
    tcp_pair(fds);
    struct end end = {0};
    talker_init(&alice, stage->scene, fds[0], 40);
    end.wire = wire_new(stage->scene->loop, fds[1], 40, &events, &end);
    assert_int_equal(wire_start_tls(alice.wire, client, "localhost", &cause), 0);
    assert_int_equal(wire_start_tls(end.wire, stage->server, NULL, &cause), 0);
    says(&alice, "hello\r\n");

    /* The end of the handshake, a line and rubbish lie there at once. */
    scene_until(stage->scene, has_said_all, &alice);
    assert_false(end.has_entered);
    assert_int_equal(send(fds[0], "rubbish", 7, MSG_NOSIGNAL), 7);
    scene_until(stage->scene, is_over, &end);

    assert_int_equal(end.lines, 1);
    wire_close(end.wire);
    talker_clear(&alice);
    tls_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_certificate_of_its_own_is_good_for_all_its_names, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_certificate_of_its_own_lasts_for_ten_years, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(its_key_is_for_its_owner_only, setup, teardown),
        cmocka_unit_test(a_folder_that_cannot_be_written_is_named),
        cmocka_unit_test_setup_teardown(new_files_are_for_those_who_come_after, setup, teardown),
        cmocka_unit_test_setup_teardown(files_that_do_not_fit_change_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_certificate_that_has_expired_is_not_taken, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_server_knows_by_which_name_it_was_called, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_client_is_known_by_any_certificate_whose_key_it_has,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_renewed_certificate_has_the_key_of_the_old_one, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(who_breaks_off_behind_a_line_had_entered_before_it, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
