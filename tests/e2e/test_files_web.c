/* Shared files from outside: by curl, piece by piece, and by a browser that clicks its way there.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "shelf.h"
#include "spec.h"

#define PLAN "plans/2026/summer/plan.zip"

/* True if the file at path is what is shared as name. */
static bool is_the_same(const struct shelf *shelf, const char *path, const char *name)
{
    char *original = xasprintf("%s/%s", shelf->folder, name);
    char *there = shelf_hash(original);
    char *here = shelf_hash(path);
    bool same = strcmp(there, here) == 0;
    free(original);
    free(there);
    free(here);
    return same;
}

static void curl_gets_a_file_in_pieces_and_puts_them_together(void **state)
{
    static const char *const ranges[] = {"0-299999", "300000-300000", "300001-", NULL};
    struct shelf *shelf = *state;
    shelf_put(shelf, PLAN, 1000003);
    char *address = shelf_address(shelf, "files/" PLAN);
    char *path = rig_path(shelf->rig, "pieces");
    char *into = xasprintf("%s >>'%s'", address, path);
    for (int i = 0; ranges[i]; i++) {
        struct outcome outcome;
        char *command = xasprintf(
            "curl -q -sS --noproxy '*' -f -r %s -w '%%{stderr}%%{http_code}' %s", ranges[i], into);
        rig_run(shelf->rig, &outcome, "sh", "-c", command, NULL);
        assert_string_equal(outcome.err, "206");
        assert_int_equal(outcome.status, 0);
        outcome_clear(&outcome);
        free(command);
    }
    assert_true(is_the_same(shelf, path, PLAN));
    free(address);
    free(path);
    free(into);
}

static void a_browser_enters_three_folders_and_saves_what_is_there(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    shelf_put(shelf, PLAN, 3000001);
    shelf_put(shelf, "plans/2026/winter/plan.zip", 2000);
    char *address = shelf_address(shelf, "files/");
    char *folder = rig_path(shelf->rig, "saved");
    char *saved = rig_path(shelf->rig, "saved/plan.zip");
    assert_int_equal(mkdir(folder, 0755), 0);
    rig_run(shelf->rig, &outcome, "python3", BROWSER, address, folder, "plans", "2026", "summer",
            "plan.zip", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    assert_true(rig_matches(outcome.out, "1 entry"));
    assert_true(rig_matches(outcome.out, "2 entries"));
    assert_true(is_the_same(shelf, saved, PLAN));
    outcome_clear(&outcome);
    free(address);
    free(folder);
    free(saved);
}

static void a_copy_of_what_is_kept_of_somebody_is_theirs_alone_to_fetch(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    struct peer *alice = peer_new("alice", shelf->rig->port);
    peer_claim(alice, "alice-keeps-this-secret", "");
    peer_send(alice, "NS EXPORT");
    char *address = xstrdup(strstr(peer_expect(alice, "Get it within a day: http:"), "http:"));
    shelf_curl(shelf, &outcome, "-f", address, NULL);
    assert_string_equal(outcome.err, "");
    assert_true(rig_matches(outcome.out, "\"alice\""));
    outcome_clear(&outcome);

    *strchr(address, '?') = '\0';
    shelf_curl(shelf, &outcome, "-w", " %{http_code}", address, NULL);
    assert_true(rig_matches(outcome.out, "Log in .* 401"));
    outcome_clear(&outcome);

    struct peer *bob = peer_new("bob", shelf->rig->port);
    peer_claim(bob, "bob-keeps-this-secret", "");
    shelf_curl(shelf, &outcome, "-w", " %{http_code}", "-u", "bob:bob-keeps-this-secret", address,
               NULL);
    assert_true(rig_matches(outcome.out, "There is nothing here[^0-9]*404"));
    outcome_clear(&outcome);
    free(address);
    peer_free(alice);
    peer_free(bob);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(curl_gets_a_file_in_pieces_and_puts_them_together,
                                        shelf_setup, shelf_teardown),
        cmocka_unit_test_setup_teardown(a_browser_enters_three_folders_and_saves_what_is_there,
                                        shelf_setup, shelf_teardown),
        cmocka_unit_test_setup_teardown(a_copy_of_what_is_kept_of_somebody_is_theirs_alone_to_fetch,
                                        shelf_setup, shelf_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
