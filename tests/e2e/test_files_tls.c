/* Shared files over TLS, by the server's own certificate: for curl, and for our client's pin. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"
#include "visitor.h"

#define PLAN   "plan.zip"
#define BYTES  3000001
#define SECRET "alice-keeps-this-secret"

/* The server speaks TLS for files, and both for chat; it shares one file. */
static int setup(void **state)
{
    static const char before[] = "files at https://127.0.0.1:";
    struct shelf *shelf = xnew(struct shelf);
    void *rig = NULL;
    rig_setup(&rig);
    shelf->rig = rig;
    shelf->folder = rig_path(rig, "shared");
    assert_int_equal(mkdir(shelf->folder, 0755), 0);
    shelf_put(shelf, PLAN, BYTES);
    rig_start_server_with(shelf->rig, "--listen", "127.0.0.1:0", "--listen", "tls:127.0.0.1:0",
                          "--http", "tls:127.0.0.1:0", "--share", shelf->folder, NULL);
    const char *said = strstr(shelf->rig->said, before);
    assert_non_null(said);
    shelf->http_port = (int)strtol(said + strlen(before), NULL, 10);
    *state = shelf;
    return 0;
}

static char *address_of(const struct shelf *shelf, const char *path)
{
    return xasprintf("https://127.0.0.1:%d/%s", shelf->http_port, path);
}

static bool is_plan(const struct shelf *shelf, const char *path)
{
    char *original = xasprintf("%s/" PLAN, shelf->folder);
    char *wanted = shelf_hash(original);
    char *found = shelf_hash(path);
    bool same = strcmp(wanted, found) == 0;
    free(original);
    free(wanted);
    free(found);
    return same;
}

static void curl_gets_the_whole_and_a_part(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    char *address = address_of(shelf, "files/" PLAN);
    char *path = rig_path(shelf->rig, "got");
    shelf_curl(shelf, &outcome, "-k", "-f", "-o", path, address, NULL);
    assert_string_equal(outcome.err, "");
    assert_true(is_plan(shelf, path));
    outcome_clear(&outcome);
    shelf_curl(shelf, &outcome, "-k", "-r", "2999999-", "-o", "/dev/null", "-w",
               "%{http_code} %{size_download}", address, NULL);
    assert_string_equal(outcome.out, "206 2");
    outcome_clear(&outcome);

    shelf_curl(shelf, &outcome, "-f", address, NULL);
    assert_int_equal(outcome.status, 60); /* of curl: nobody vouches for it */
    outcome_clear(&outcome);
    free(address);
    free(path);
}

static void what_is_uploaded_comes_back_whole(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    struct peer *alice = peer_new("alice", shelf->rig->port);
    peer_claim(alice, SECRET, "");
    char *original = xasprintf("%s/" PLAN, shelf->folder);
    char *address = address_of(shelf, "uploads/" PLAN);
    char *path = rig_path(shelf->rig, "back");
    shelf_curl(shelf, &outcome, "-k", "-f", "-u", "alice:" SECRET, "-T", original, address, NULL);
    assert_string_equal(outcome.err, "");
    outcome.out[strcspn(outcome.out, "\n")] = '\0';
    char *there = xstrdup(outcome.out);
    outcome_clear(&outcome);
    shelf_curl(shelf, &outcome, "-k", "-f", "-o", path, there, NULL);
    assert_string_equal(outcome.err, "");
    assert_true(is_plan(shelf, path));
    outcome_clear(&outcome);
    free(there);
    free(path);
    free(address);
    free(original);
    peer_free(alice);
}

static void who_speaks_plainly_on_the_port_for_tls_learns_nothing(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    char *address = shelf_address(shelf, "files/");
    shelf_curl(shelf, &outcome, address, NULL);
    assert_int_not_equal(outcome.status, 0);
    assert_string_equal(outcome.out, "");
    outcome_clear(&outcome);
    free(address);
}

static void our_client_trusts_for_files_whom_it_trusts_for_chat(void **state)
{
    struct shelf *shelf = *state;
    char *url = xasprintf("ircs://127.0.0.1:%d/#lobby", shelf->rig->tls_port);
    const char *const argv[] = {PARLOR, "--nick", "alice", url, NULL};
    struct screen *alice = person_start(shelf->rig, "alice", argv);
    screen_wait(alice, "#lobby .*Here 1");
    screen_type(alice, "/get " PLAN "\r");
    screen_wait(alice, "↓ " PLAN " is here");
    char *path = visitor_path(shelf->rig, "alice", PLAN);
    assert_true(is_plan(shelf, path));
    person_quit(alice);
    free(path);
    free(url);
}

#define OVER_TLS(test) cmocka_unit_test_setup_teardown(test, setup, shelf_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OVER_TLS(curl_gets_the_whole_and_a_part),
        OVER_TLS(what_is_uploaded_comes_back_whole),
        OVER_TLS(who_speaks_plainly_on_the_port_for_tls_learns_nothing),
        OVER_TLS(our_client_trusts_for_files_whom_it_trusts_for_chat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
