/*
 * What may not be done with files, by curl and by our client: each time there is a
 * sentence that says why and what to do, nothing half-made stays, and with leave it
 * goes on.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "peer.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "sender.h"
#include "shelf.h"
#include "spec.h"
#include "store.h"
#include "visitor.h"

static void restart(struct shelf *shelf, const char *more)
{
    char *settings = xasprintf("[files]\n%s", more);
    shelf_kill(shelf);
    shelf_start(shelf, settings);
    free(settings);
}

/* ---- how much ---- */

static void quotas_are_told_with_what_to_do(void **state)
{
    struct shelf *shelf = *state;
    restart(shelf, "file_max = 200K\naccount_bytes = 250K\naccount_files = 3\n");
    char *large = sender_has_file(shelf, "large.bin", 200 * KIB);
    char *small = sender_has_file(shelf, "small.bin", 100);
    peer_free(sender_claims(shelf, "alice"));
    sender_is_taken(shelf, "alice:" SENDER_SECRET, large);
    sender_is_refused(shelf, "alice:" SENDER_SECRET, large, "507",
                      "would take more than they may; remove some first \\(250.0 KiB\\)");
    sender_is_taken(shelf, "alice:" SENDER_SECRET, small);
    sender_is_taken(shelf, "alice:" SENDER_SECRET, small);
    sender_is_refused(shelf, "alice:" SENDER_SECRET, small, "507",
                      "you have 3 uploads .*; remove some first");
    sender_leaves_nothing(shelf);

    struct screen *screen = visitor_arrive(shelf, "bob", "0");
    sender_types(screen, "/upload ", large);
    screen_wait(screen, "large.bin is on the server");
    sender_types(screen, "/upload ", large);
    screen_wait(screen, "they may; remove some");
    person_quit(screen);
    sender_leaves_nothing(shelf);

    restart(shelf, "file_max = 200K\naccount_daily = 300K\n");
    sender_is_refused(shelf, "alice:" SENDER_SECRET, large, "507",
                      "more today than you may; try again tomorrow");
    sender_is_taken(shelf, "alice:" SENDER_SECRET, small);
    screen = visitor_arrive(shelf, "bob", "0");
    sender_types(screen, "/upload ", large);
    screen_wait(screen, "more today than");
    person_quit(screen);
    sender_leaves_nothing(shelf);
    free(large);
    free(small);
}

static void a_file_too_large_is_refused_before_it_is_read(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    restart(shelf, "file_max = 1M\n");
    char *file = sender_has_file(shelf, "huge.bin", (size_t)20 * KIB * KIB);
    char *address = shelf_address(shelf, "uploads/");
    peer_free(sender_claims(shelf, "alice"));
    shelf_curl(shelf, &outcome, "-u", "alice:" SENDER_SECRET, "-T", file, "-w",
               "%{stderr}%{http_code} %{size_upload}", address, NULL);
    sender_expects(&outcome, "413 0",
                   "larger than may be uploaded; make it smaller \\(1048576 bytes\\)");
    /* Also who does not wait for leave hears why. */
    shelf_curl(shelf, &outcome, "-u", "alice:" SENDER_SECRET, "-T", file, "-H", "Expect:", "-w",
               "%{stderr}%{http_code}", address, NULL);
    assert_true(rig_matches(outcome.out, "larger than may be uploaded; make it smaller"));
    assert_true(rig_matches(outcome.err, "413$"));
    outcome_clear(&outcome);

    struct screen *screen = visitor_arrive(shelf, "bob", "0");
    sender_types(screen, "/upload ", file);
    screen_wait(screen, "larger than may be");
    screen_wait(screen, "make it");
    person_quit(screen);
    sender_leaves_nothing(shelf);
    free(file);
    free(address);
}

/* ---- who ---- */

static void who_one_is_must_be_shown(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    char *file = sender_has_file(shelf, "small.bin", 100);
    char *address = shelf_address(shelf, "uploads/");
    peer_free(sender_claims(shelf, "alice"));
    shelf_curl(shelf, &outcome, "-T", file, "-w", "%{stderr}%{http_code}", address, NULL);
    sender_expects(&outcome, "401", "Log in with your account's name and password, or a token");
    for (int i = 0; i < 3; i++)
        sender_is_refused(
            shelf, "alice:wrong", file, "401",
            "not the account's password: try again, or get a token by /msg NickServ TOKEN");
    sender_is_refused(shelf, "alice:" SENDER_SECRET, file, "429",
                      "Too many wrong passwords.*wait a minute");
    sender_is_refused(shelf, "nobody:wrong", file, "401", "not the account's password");

    char *port = xasprintf("%d", shelf->rig->port);
    const char *const argv[] = {PARLOR, "--no-save", "gast", "127.0.0.1", port, NULL};
    struct screen *screen = person_start(shelf->rig, "gast", argv);
    screen_wait(screen, "gast · (lag|online)");
    sender_types(screen, "/upload ", file);
    screen_wait(screen, "Log in with your account|claim yours first");
    person_quit(screen);
    sender_leaves_nothing(shelf);
    free(port);
    free(file);
    free(address);
}

/* As if their quarter of an hour were over. By the store itself: it trusts no other hand. */
static void let_tokens_expire(struct shelf *shelf)
{
    struct outcome outcome;
    char *cause = NULL;
    char *path = rig_path(shelf->rig, "data/parlord.db");
    shelf_kill(shelf);
    rig_run(shelf->rig, &outcome, "sqlite3", path,
            "SELECT key || ' ' || substr(replace(value, char(10), '|'), instr(value, char(10))) "
            "FROM record WHERE space = 'token'",
            NULL);
    assert_string_equal(outcome.err, "");
    struct store *store = store_open(path, &cause);
    assert_non_null(store);
    int n = 0;
    char *rest = outcome.out;
    for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
        const char *key = strsep(&line, " ");
        for (char *bar = strchr(line, '|'); bar; bar = strchr(bar, '|'))
            *bar = '\n';
        char *value = xasprintf("%lld%s", (long long)clock_wall_ms() - 60000, line);
        store_put(store, "token", key, value);
        free(value);
        n++;
    }
    assert_int_equal(n, 2);
    store_close(store);
    shelf_start(shelf, "");
    outcome_clear(&outcome);
    free(path);
}

static void a_token_that_is_too_old_is_got_anew(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    char *file = sender_has_file(shelf, "small.bin", 100);
    char *address = shelf_address(shelf, "uploads/");
    struct peer *carol = sender_claims(shelf, "carol");
    peer_send(carol, "TOKEN GENERATE FILEHOST");
    const char *line = peer_expect(carol, "TOKEN GENERATE FILEHOST [^ ]+");
    const char *token = strstr(line, "FILEHOST ") + strlen("FILEHOST ");
    char *header = xasprintf("Authorization: Bearer %s", token + (*token == ':'));
    struct screen *screen = visitor_arrive(shelf, "bob", "0");
    sender_types(screen, "/upload ", file);
    screen_wait(screen, "small.bin is on the server");

    shelf_curl(shelf, &outcome, "-H", header, "-T", file, "-w", "%{stderr}%{http_code}", address,
               NULL);
    sender_expects(&outcome, "201", "^http://");
    let_tokens_expire(shelf);
    shelf_curl(shelf, &outcome, "-H", header, "-T", file, "-w", "%{stderr}%{http_code}", address,
               NULL);
    sender_expects(&outcome, "401", "This token is too old; get a new one");
    screen_wait(screen, "bob · (lag|online)");
    char *other = sender_has_file(shelf, "other.bin", 200);
    sender_types(screen, "/upload ", other);
    screen_wait(screen, "other.bin is on the server");
    person_quit(screen);
    sender_leaves_nothing(shelf);
    peer_free(carol);
    free(header);
    free(address);
    free(other);
    free(file);
}

/* ---- what ---- */

static void operates(const struct shelf *shelf, const char *verb, const char *hash)
{
    struct outcome outcome;
    char *data = rig_path(shelf->rig, "data");
    rig_run_server(shelf->rig, &outcome, "ctl", "--data", data, "files", verb, hash, NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    outcome_clear(&outcome);
    free(data);
}

static void what_operators_do_not_allow_is_not_taken(void **state)
{
    struct shelf *shelf = *state;
    char *small = sender_has_file(shelf, "bad.bin", 1000);
    char *large =
        sender_has_file(shelf, "worse.bin", (size_t)2 * KIB * KIB); /* in several pieces */
    char *sums[] = {shelf_hash(small), shelf_hash(large)};
    peer_free(sender_claims(shelf, "alice"));
    operates(shelf, "block", sums[0]);
    operates(shelf, "block", sums[1]);
    sender_is_refused(shelf, "alice:" SENDER_SECRET, small, "403",
                      "an operator does not allow this file here; ask whoever runs the server");

    struct screen *screen = visitor_arrive(shelf, "bob", "0");
    sender_types(screen, "/upload ", large);
    screen_wait(screen, "an operator does not allow");
    sender_leaves_nothing(shelf);
    operates(shelf, "unblock", sums[0]);
    operates(shelf, "unblock", sums[1]);
    sender_is_taken(shelf, "alice:" SENDER_SECRET, small);
    sender_types(screen, "/resume", "");
    screen_wait(screen, "worse.bin is on the server");
    person_quit(screen);
    sender_leaves_nothing(shelf);
    free(small);
    free(large);
    free(sums[0]);
    free(sums[1]);
}

static void wait_until_it_is_here(const struct shelf *shelf, const char *name)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    while (visitor_size(shelf->rig, "bob", name) < 0) {
        if (clock_mono_ms() > deadline_ms)
            fail_msg("bob waits for %s in vain", name);
        poll(NULL, 0, 10);
    }
}

static void a_room_s_files_are_its_members(void **state)
{
    struct shelf *shelf = *state;
    struct outcome outcome;
    char *settings = xasprintf("room_share = #plans %s/plans\n", shelf->rig->folder);
    char *plan = sender_has_file(shelf, "plans/secret.txt", 5000);
    char *hash = shelf_hash(plan);
    restart(shelf, settings);
    struct peer *alice = sender_claims(shelf, "alice");
    peer_join(alice, "#plans");
    char *address = shelf_address(shelf, "files/%23plans/secret.txt");
    shelf_curl(shelf, &outcome, "-u", "alice:" SENDER_SECRET, "-o", "/dev/null", "-w",
               "%{stderr}%{http_code}", address, NULL);
    sender_expects(&outcome, "200", "");
    struct peer *dave = sender_claims(shelf, "dave");
    shelf_curl(shelf, &outcome, "-u", "dave:" SENDER_SECRET, "-w", "%{stderr}%{http_code}", address,
               NULL);
    sender_expects(&outcome, "404", "^There is nothing here\\.\n$");

    struct screen *screen = visitor_arrive(shelf, "bob", "0");
    sender_types(screen, "/get ", "#plans/secret.txt");
    screen_wait(screen, "There is nothing here|no such file, or not for you");
    sender_types(screen, "/join ", "#plans");
    screen_wait(screen, "#plans");
    peer_expect(alice, "^:bob![^ ]+ JOIN :?#plans");
    sender_types(screen, "/resume", "");
    wait_until_it_is_here(shelf, "secret.txt");
    assert_true(visitor_has(shelf->rig, "bob", "secret.txt", hash));
    assert_int_equal(visitor_size(shelf->rig, "bob", "secret.txt.part"), -1);
    person_quit(screen);
    peer_free(alice);
    peer_free(dave);
    free(settings);
    free(plan);
    free(hash);
    free(address);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shelf_setup, shelf_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(quotas_are_told_with_what_to_do),
        TEST(a_file_too_large_is_refused_before_it_is_read),
        TEST(who_one_is_must_be_shown),
        TEST(a_token_that_is_too_old_is_got_anew),
        TEST(what_operators_do_not_allow_is_not_taken),
        TEST(a_room_s_files_are_its_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
