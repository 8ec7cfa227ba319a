/* Alice's client and the certificate of her server, through the real programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

/* On a plain and a TLS port, the latter always the same one; the certificate is its own. */
static void start_server(struct rig *rig)
{
    char *tls =
        rig->tls_port ? xasprintf("tls:127.0.0.1:%d", rig->tls_port) : xstrdup("tls:127.0.0.1:0");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--listen", tls, NULL);
    free(tls);
}

/* What the server said behind these words, to the end of the line; to free. */
static char *said(const struct rig *rig, const char *words)
{
    const char *text = strstr(rig->said, words);
    assert_non_null(text);
    text += strlen(words);
    return xstrndup(text, strcspn(text, "'\n"));
}

/* The server gets a new certificate, as after a move to another machine. */
static void renew_certificate(struct rig *rig)
{
    char *cert = rig_path(rig, "data/certificate.pem");
    char *key = rig_path(rig, "data/key.pem");
    assert_int_equal(rig_stop_server(rig), 0);
    assert_int_equal(unlink(cert), 0);
    assert_int_equal(unlink(key), 0);
    start_server(rig);
    free(cert);
    free(key);
}

static struct screen *alice_calls(const struct rig *rig, const char *url)
{
    const char *const argv[] = {PARLOR, "--nick", "alice", url, NULL};
    return person_start(rig, "alice", argv);
}

static char *url_of(const struct rig *rig)
{
    return xasprintf("ircs://127.0.0.1:%d/#lobby", rig->tls_port);
}

static void on_this_machine_the_first_certificate_is_kept_without_a_word(void **state)
{
    struct rig *rig = *state;
    struct stat info;
    start_server(rig);
    char *url = url_of(rig);
    struct screen *alice = alice_calls(rig, url);
    screen_wait(alice, "alice · (lag|online)");
    screen_wait(alice, "#lobby .*Here 1");
    assert_int_equal(screen_count(alice, "certificate"), 0);
    person_quit(alice);

    char *path = rig_path(rig, "alice/.local/share/parlor/known_servers");
    char *fingerprint = said(rig, "certificate SHA-256 ");
    char *wanted = xasprintf("localhost:%d %s\n", rig->tls_port, fingerprint);
    char kept[128] = "";
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_non_null(fgets(kept, sizeof(kept), file));
    fclose(file);
    assert_string_equal(kept, wanted);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    free(wanted);
    free(fingerprint);
    free(path);
    free(url);
}

static void a_changed_certificate_is_refused_until_alice_trusts_it(void **state)
{
    struct rig *rig = *state;
    start_server(rig);
    char *url = url_of(rig);
    struct screen *alice = alice_calls(rig, url);
    screen_wait(alice, "#lobby .*Here 1");

    renew_certificate(rig);
    screen_wait(alice, "port .* shows another");
    screen_wait(alice, "offline: its certificate changed: /trust");
    screen_type(alice, "/trust\r");
    screen_wait(alice, "─ Another certificate ─");
    screen_wait(alice, "▸Cancel");
    screen_type(alice, "\r");
    screen_wait_gone(alice, "─ Another certificate ─");

    screen_type(alice, "/reconnect\r");
    screen_wait(alice, "offline: its certificate changed: /trust");
    screen_type(alice, "/trust\r");
    screen_wait(alice, "▸Cancel");
    screen_type(alice, "\033[A\033[A");
    screen_wait(alice, "▸Trust the new one");
    screen_type(alice, "\r");
    screen_wait(alice, "alice · (lag|online)");
    person_quit(alice);

    alice = alice_calls(rig, url);
    screen_wait(alice, "alice · (lag|online)");
    person_quit(alice);
    free(url);
}

static void the_link_that_the_server_prints_lets_alice_in(void **state)
{
    struct rig *rig = *state;
    start_server(rig);
    char *url = said(rig, "join with: parlor '");
    struct screen *alice = alice_calls(rig, url);
    screen_wait(alice, "#lobby .*Here 1");
    person_quit(alice);

    /* The same link does not do for another certificate, though nobody is in between here. */
    renew_certificate(rig);
    char *home = person_home(rig, "bob");
    const char *const argv[] = {PARLOR, "--nick", "bob", url, NULL};
    struct screen *bob = person_start(rig, "bob", argv);
    screen_wait(bob, "the one that the link names");
    screen_wait(bob, "offline: it is not the server that the link names");
    person_quit(bob);
    free(home);
    free(url);
}

static void the_link_leads_to_where_others_can_go(void **state)
{
    struct rig *rig = *state;
    rig_start_server_with(rig, "--listen", "tls:127.0.0.1:0", "--listen", "tls:[::]:0", NULL);
    char *url = said(rig, "join with: parlor '");
    assert_null(strstr(url, "127.0.0.1"));
    assert_null(strstr(url, "::"));
    free(url);
}

static void a_guest_keeps_no_certificate(void **state)
{
    struct rig *rig = *state;
    start_server(rig);
    char *url = url_of(rig);
    const char *const argv[] = {PARLOR, "--no-save", "--nick", "alice", url, NULL};
    struct screen *alice = person_start(rig, "alice", argv);
    screen_wait(alice, "#lobby .*Here 1");
    person_quit(alice);
    char *path = rig_path(rig, "alice/.local/share/parlor");
    assert_int_equal(access(path, F_OK), -1);
    free(path);
    free(url);
}

static void a_port_without_tls_is_told_apart(void **state)
{
    struct rig *rig = *state;
    start_server(rig);
    char *url = xasprintf("ircs://127.0.0.1:%d", rig->port);
    struct screen *alice = alice_calls(rig, url);
    screen_wait(alice, "─ Connect ─");
    screen_wait(alice, "✗ the peer does not speak TLS; is this the right port");
    screen_type(alice, "\033");
    screen_wait_gone(alice, "─ Connect ─");
    person_quit(alice);
    free(url);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define STORY(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
        STORY(on_this_machine_the_first_certificate_is_kept_without_a_word),
        STORY(a_changed_certificate_is_refused_until_alice_trusts_it),
        STORY(the_link_that_the_server_prints_lets_alice_in),
        STORY(the_link_leads_to_where_others_can_go),
        STORY(a_guest_keeps_no_certificate),
        STORY(a_port_without_tls_is_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
