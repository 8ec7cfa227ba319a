#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "net_scene.h"
#include "spec.h"
#include "tls.h"
#include "wire.h"

/* Certificates that sign themselves: for localhost and 127.0.0.1, and one that has nothing to do
 * with them. */
struct certificates {
    char *dir, *cert, *key, *other_cert, *other_key;
};

static void run_openssl(const char *cert, const char *key, const char *names)
{
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
    execlp("openssl", "openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=parlor",
           "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-addext", names, "-keyout",
           key, "-out", cert, NULL);
    _exit(127);
}

static void make_certificate(const char *cert, const char *key, const char *names)
{
    int status = -1;
    pid_t pid = fork();
    if (pid == 0)
        run_openssl(cert, key, names);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* cmocka gives a group's state to each test; the scene goes into it. */
struct stage {
    struct certificates files;
    struct scene *scene;
    struct tls *server, *client;
    struct talker alice, bob;
};

static int make_stage(void **state)
{
    struct stage *stage = xnew(struct stage);
    struct certificates *files = &stage->files;
    files->dir = temporary_folder();
    files->cert = xasprintf("%s/cert.pem", files->dir);
    files->key = xasprintf("%s/key.pem", files->dir);
    files->other_cert = xasprintf("%s/other-cert.pem", files->dir);
    files->other_key = xasprintf("%s/other-key.pem", files->dir);
    make_certificate(files->cert, files->key, "subjectAltName=DNS:localhost,IP:127.0.0.1");
    make_certificate(files->other_cert, files->other_key, "subjectAltName=DNS:other.example");
    *state = stage;
    return 0;
}

static void remove_file(char *path)
{
    unlink(path);
    free(path);
}

static int remove_stage(void **state)
{
    struct stage *stage = *state;
    remove_file(stage->files.cert);
    remove_file(stage->files.key);
    remove_file(stage->files.other_cert);
    remove_file(stage->files.other_key);
    rmdir(stage->files.dir);
    free(stage->files.dir);
    free(stage);
    return 0;
}

/* bob serves with the first certificate; alice trusts that of ca_file. */
static void meet(struct stage *stage, const char *ca_file, const char *host, size_t line_max)
{
    void *scene = NULL;
    char *cause = NULL;
    int fds[2];
    scene_setup(&scene);
    stage->scene = scene;
    stage->server = tls_server_new(stage->files.cert, stage->files.key, &cause);
    assert_non_null(stage->server);
    stage->client = tls_client_new(ca_file, &cause);
    assert_non_null(stage->client);
    tcp_pair(fds);
    talker_init(&stage->alice, scene, fds[0], line_max);
    talker_init(&stage->bob, scene, fds[1], line_max);
    assert_int_equal(wire_start_tls(stage->alice.wire, stage->client, host, &cause), 0);
    assert_int_equal(wire_start_tls(stage->bob.wire, stage->server, NULL, &cause), 0);
}

/* As meet(), but alice judges bob by herself. */
static void look(struct stage *stage, const char *ca_file, const char *host)
{
    void *scene = NULL;
    char *cause = NULL;
    int fds[2];
    scene_setup(&scene);
    stage->scene = scene;
    stage->server = tls_server_new(stage->files.cert, stage->files.key, &cause);
    stage->client = tls_client_new(ca_file, &cause);
    tcp_pair(fds);
    talker_init_judging(&stage->alice, scene, fds[0], 100);
    talker_init(&stage->bob, scene, fds[1], 100);
    assert_int_equal(wire_start_tls(stage->alice.wire, stage->client, host, &cause), 0);
    assert_int_equal(wire_start_tls(stage->bob.wire, stage->server, NULL, &cause), 0);
}

static void part(struct stage *stage)
{
    talker_clear(&stage->alice);
    talker_clear(&stage->bob);
    tls_free(stage->server);
    tls_free(stage->client);
    void *scene = stage->scene;
    scene_teardown(&scene);
}

static void lines_go_both_ways(void **state)
{
    struct stage *stage = *state;
    meet(stage, stage->files.cert, "localhost", 20);
    says(&stage->alice, "hello\r\n");
    says(&stage->bob, "welcome\r\n");
    hears(&stage->bob, "hello");
    hears(&stage->alice, "welcome");
    assert_true(wire_is_tls(stage->bob.wire));
    assert_true(wire_is_private(stage->bob.wire));
    talker_close(&stage->alice);
    hears_end(&stage->bob);
    assert_string_equal(stage->bob.why, "connection closed by the peer");
    part(stage);
}

static void an_address_in_the_certificate_is_good_too(void **state)
{
    struct stage *stage = *state;
    meet(stage, stage->files.cert, "127.0.0.1", 20);
    says(&stage->alice, "hello\r\n");
    hears(&stage->bob, "hello");
    part(stage);
}

static void a_wrong_name_is_refused_on_both_ends(void **state)
{
    struct stage *stage = *state;
    meet(stage, stage->files.cert, "tea.example", 20);
    says(&stage->alice, "secret\r\n");
    hears_end(&stage->alice);
    assert_string_equal(stage->alice.why, "the certificate of tea.example was refused: "
                                          "hostname mismatch; connect by a name that it bears");
    hears_end(&stage->bob);
    assert_string_equal(stage->bob.why, "the peer refused TLS: bad certificate");
    assert_int_equal(stage->bob.lines, 0);
    part(stage);
}

static void an_unknown_authority_is_refused(void **state)
{
    struct stage *stage = *state;
    meet(stage, stage->files.other_cert, "localhost", 20);
    says(&stage->alice, "secret\r\n");
    hears_end(&stage->alice);
    assert_string_equal(stage->alice.why,
                        "the certificate of localhost was refused: self-signed certificate; "
                        "add it to those you trust if it is the server's own");
    hears_end(&stage->bob);
    assert_int_equal(stage->bob.lines, 0);
    part(stage);
}

static void a_client_may_judge_by_itself_before_it_speaks(void **state)
{
    struct stage *stage = *state;
    look(stage, stage->files.other_cert, "localhost");
    says(&stage->bob, "welcome\r\n");
    sees_server(&stage->alice);
    assert_string_equal(stage->alice.shown.fingerprint, tls_server_cert(stage->server).full);
    assert_false(stage->alice.shown.verified);
    assert_string_equal(stage->alice.shown.doubt, "nobody that your system knows has signed it");
    says(&stage->alice, "hello\r\n");
    hears(&stage->bob, "hello");
    hears(&stage->alice, "welcome");
    part(stage);
}

static void what_is_vouched_for_is_shown_as_such(void **state)
{
    struct stage *stage = *state;
    look(stage, stage->files.cert, "127.0.0.1");
    sees_server(&stage->alice);
    assert_true(stage->alice.shown.verified);
    assert_null(stage->alice.shown.doubt);
    part(stage);
}

static void a_wrong_name_is_shown_as_such(void **state)
{
    struct stage *stage = *state;
    look(stage, stage->files.cert, "tea.example");
    sees_server(&stage->alice);
    assert_false(stage->alice.shown.verified);
    assert_string_equal(stage->alice.shown.doubt, "it is made out to another name");
    part(stage);
}

static void who_is_not_trusted_hears_and_says_nothing(void **state)
{
    struct stage *stage = *state;
    look(stage, stage->files.other_cert, "localhost");
    stage->alice.distrusts = true;
    says(&stage->bob, "what is your password?\r\n");
    hears_end(&stage->bob);
    assert_int_equal(stage->alice.lines, 0);
    assert_int_equal(stage->bob.lines, 0);
    part(stage);
}

static void a_peer_without_tls_is_told_apart(void **state)
{
    struct stage *stage = *state;
    void *scene = NULL;
    char *cause = NULL;
    int fds[2];
    meet(stage, stage->files.cert, "localhost", 20);
    scene = stage->scene;
    struct talker carol;
    struct talker dial;
    tcp_pair(fds);
    talker_init(&dial, scene, fds[0], 20);
    talker_init(&carol, scene, fds[1], 20);
    assert_int_equal(wire_start_tls(dial.wire, stage->client, "localhost", &cause), 0);
    says(&carol, "NOTICE * :welcome to a plain port\r\n");
    hears_end(&dial);
    assert_string_equal(dial.why, "the peer does not speak TLS; is this the right port?");
    talker_clear(&carol);
    talker_clear(&dial);
    part(stage);
}

static void a_pause_holds_what_tls_has_already_decrypted(void **state)
{
    struct stage *stage = *state;
    meet(stage, stage->files.cert, "localhost", 20);
    stage->bob.pause_at = 1;
    says(&stage->alice, "1\r\n");
    hears(&stage->bob, "1");
    says(&stage->alice, "2\r\n3\r\n");
    says(&stage->alice, "4\r\n");
    scene_turns(stage->scene, 5);
    assert_int_equal(stage->bob.lines, 1);
    stage->bob.pause_at = 2;
    wire_resume(stage->bob.wire);
    hears(&stage->bob, "1|2");
    wire_resume(stage->bob.wire);
    hears(&stage->bob, "1|2|3|4");
    part(stage);
}

#define LINES 200000

static bool both_have_all(void *arg)
{
    struct stage *stage = arg;
    return stage->bob.lines == LINES && stage->alice.lines == LINES;
}

static void much_arrives_whole_in_both_directions(void **state)
{
    struct stage *stage = *state;
    meet(stage, stage->files.cert, "localhost", 100);
    struct buf sent = {0};
    for (int i = 0; i < LINES; i++)
        buf_printf(&sent, "%d the kettle is on, and there is tea for all%s", i,
                   i < LINES - 1 ? "\n" : "");
    says_bytes(&stage->alice, sent.data, sent.len);
    says(&stage->alice, "\n");
    says_bytes(&stage->bob, sent.data, sent.len);
    says(&stage->bob, "\n");
    scene_until(stage->scene, both_have_all, stage);
    for (char *c = sent.data; *c; c++)
        if (*c == '\n')
            *c = '|';
    assert_true(strcmp(buf_text(&stage->bob.heard), sent.data) == 0);
    assert_true(strcmp(buf_text(&stage->alice.heard), sent.data) == 0);
    buf_clear(&sent);
    part(stage);
}

static void refuses_files(const char *cert, const char *key, const char *why)
{
    char *cause = NULL;
    assert_null(tls_server_new(cert, key, &cause));
    assert_string_equal(cause, why);
    free(cause);
}

static void a_file_that_does_not_do_is_named(void **state)
{
    struct certificates *files = &((struct stage *)*state)->files;
    char *missing = xasprintf("%s/missing.pem: no such file or directory", files->dir);
    char *path = xasprintf("%s/missing.pem", files->dir);
    char *mismatch =
        xasprintf("%s: not the key of the certificate in %s", files->other_key, files->cert);
    char *no_pem = xasprintf("%s: not in PEM form (no start line)", files->key);
    refuses_files(path, files->key, missing);
    refuses_files(files->cert, path, missing);
    refuses_files(files->cert, files->other_key, mismatch);
    refuses_files(files->key, files->key, no_pem);

    char *cause = NULL;
    assert_null(tls_client_new(path, &cause));
    assert_string_equal(cause, missing);
    free(cause);
    free(no_pem);
    free(mismatch);
    free(path);
    free(missing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_go_both_ways),
        cmocka_unit_test(an_address_in_the_certificate_is_good_too),
        cmocka_unit_test(a_wrong_name_is_refused_on_both_ends),
        cmocka_unit_test(an_unknown_authority_is_refused),
        cmocka_unit_test(a_client_may_judge_by_itself_before_it_speaks),
        cmocka_unit_test(what_is_vouched_for_is_shown_as_such),
        cmocka_unit_test(a_wrong_name_is_shown_as_such),
        cmocka_unit_test(who_is_not_trusted_hears_and_says_nothing),
        cmocka_unit_test(a_peer_without_tls_is_told_apart),
        cmocka_unit_test(a_pause_holds_what_tls_has_already_decrypted),
        cmocka_unit_test(much_arrives_whole_in_both_directions),
        cmocka_unit_test(a_file_that_does_not_do_is_named),
    };
    return cmocka_run_group_tests(tests, make_stage, remove_stage);
}
