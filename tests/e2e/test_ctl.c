/*
 * `parlord ctl` from a shell, and other settings while people are there: what
 * becomes true, and what does not.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define SECRET "kept-by-heart-1"
#define CAPS   "message-tags server-time batch"

/* ---- asking ---- */

static void ctl(struct rig *rig, struct outcome *outcome, const char *first, const char *second)
{
    char *data = rig_path(rig, "data");
    rig_run_server(rig, outcome, "ctl", "--data", data, first, second, NULL);
    free(data);
}

static void ctl_says(struct rig *rig, const char *first, const char *second, const char *pattern)
{
    struct outcome outcome;
    ctl(rig, &outcome, first, second);
    if (!rig_matches(outcome.out, pattern))
        print_error("to read: %s\nread: %s%s", pattern, outcome.out, outcome.err);
    assert_true(rig_matches(outcome.out, pattern));
    outcome_clear(&outcome);
}

static void alone_it_says_what_there_is(void **state)
{
    struct rig *rig = *state;
    struct outcome outcome;
    rig_run_server(rig, &outcome, "ctl", NULL);
    assert_int_equal(outcome.status, 2);
    assert_non_null(strstr(outcome.err, "Usage: parlord ctl"));
    assert_non_null(strstr(outcome.err, "  whois      What is known of somebody\n"));
    outcome_clear(&outcome);
}

static void json_may_stand_behind_the_command(void **state)
{
    struct rig *rig = *state;
    struct outcome outcome;
    rig_start_server(rig);
    ctl(rig, &outcome, "rooms", "--json");
    assert_true(rig_matches(outcome.out, "^\\{\"room\": \"#lobby\", [^\n]*\\}\n$"));
    outcome_clear(&outcome);
}

/* ---- a backup ---- */

static void a_backup_lies_where_the_asker_is_and_a_server_starts_with_it(void **state)
{
    struct rig *rig = *state;
    struct outcome outcome;
    char here[4096];
    rig_start_server(rig);
    struct peer *alice = peer_new("alice", rig->port);
    peer_claim(alice, SECRET, CAPS);
    peer_free(alice);

    assert_non_null(getcwd(here, sizeof(here)));
    assert_int_equal(chdir(rig->folder), 0);
    ctl_says(rig, "backup", "copy.db", "/copy\\.db: .*1 account");
    ctl(rig, &outcome, "backup", "copy.db");
    assert_int_equal(outcome.status, 1);
    assert_non_null(strstr(outcome.err, "nothing is overwritten"));
    outcome_clear(&outcome);
    assert_int_equal(rig_stop_server(rig), 0);

    assert_int_equal(rename("data", "lost"), 0);
    assert_int_equal(mkdir("data", 0700), 0);
    assert_int_equal(rename("copy.db", "data/parlord.db"), 0);
    assert_int_equal(chdir(here), 0);
    rig_start_server(rig);
    alice = peer_new("alice", rig->port);
    peer_login(alice, SECRET, "", CAPS);
    peer_free(alice);
}

/* ---- other settings ---- */

static char *start(struct rig *rig, const char *settings)
{
    char *config = rig_write(rig, "parlord.conf", settings);
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", config, NULL);
    return config;
}

static void write_shared(const struct rig *rig, int port)
{
    char *folder = rig_path(rig, "shelf");
    char *text =
        xasprintf("[files]\nuploads = no\nshare = %s\nlisten = 127.0.0.1:%d\n", folder, port);
    (void)mkdir(folder, 0700);
    free(rig_write(rig, "shelf/tea.txt", "leaves"));
    free(rig_write(rig, "parlord.conf", text));
    free(folder);
    free(text);
}

static void serves(const struct rig *rig, int port, bool well)
{
    struct outcome outcome;
    char *url = xasprintf("http://127.0.0.1:%d/files/tea.txt", port);
    rig_run(rig, &outcome, "curl", "-s", url, NULL);
    assert_string_equal(outcome.out, well ? "leaves" : "");
    outcome_clear(&outcome);
    free(url);
}

static void a_first_share_opens_http_and_the_last_closes_it(void **state)
{
    struct rig *rig = *state;
    int port = rig_free_ports(2);
    free(start(rig, "[files]\nuploads = no\n"));
    struct peer *bob = peer_new("bob", rig->port);
    peer_enter(bob);

    write_shared(rig, port);
    ctl_says(rig, "reload", NULL, "files at http://127.0.0.1:");
    peer_expect(bob, "005 bob .*parlor.chat/FILES=http://127.0.0.1:");
    serves(rig, port, true);

    write_shared(rig, port + 1);
    ctl_says(rig, "reload", NULL, "files.listen: ");
    peer_expect(bob, "005 bob .*parlor.chat/FILES=http://127.0.0.1:");
    serves(rig, port, false);
    serves(rig, port + 1, true);

    free(rig_write(rig, "parlord.conf", "[files]\nuploads = no\n"));
    ctl_says(rig, "reload", NULL, "files.share: .* -> nothing");
    peer_expect(bob, "005 bob .*-parlor.chat/FILES");
    serves(rig, port + 1, false);
    peer_free(bob);
}

static rlim_t limit_descriptors(const struct rig *rig, rlim_t n)
{
    struct rlimit limit;
    assert_int_equal(prlimit(rig->server, RLIMIT_NOFILE, NULL, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = n;
    assert_int_equal(prlimit(rig->server, RLIMIT_NOFILE, &limit, NULL), 0);
    return before;
}

/* Talks until the log says so. */
static void logs(const struct rig *rig, struct peer *peer, const char *word)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    bool found = false;
    while (!found && clock_mono_ms() < deadline_ms) {
        struct outcome outcome;
        peer_send(peer, "PING :%s", word);
        peer_expect(peer, "PONG");
        rig_run(rig, &outcome, "grep", word, rig->log_path, NULL);
        found = outcome.status == 0;
        outcome_clear(&outcome);
    }
    assert_true(found);
}

static void without_descriptors_all_stays_as_it_was(void **state)
{
    struct rig *rig = *state;
    char *config = start(rig, "[limits]\nrooms_per_user = 9\n");
    struct peer *bob = peer_new("bob", rig->port);
    peer_enter(bob);
    rlim_t before = limit_descriptors(rig, 3);
    free(rig_write(rig, "parlord.conf", "[limits]\nrooms_per_user = 8\n"));
    rig_signal_server(rig, SIGHUP);
    logs(rig, bob, "not_reloaded.*Too.many.open.files");

    limit_descriptors(rig, before);
    rig_signal_server(rig, SIGHUP);
    peer_expect(bob, "005 bob .*CHANLIMIT=#:8");
    peer_free(bob);
    free(config);
}

#define RIG(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG(alone_it_says_what_there_is),
        RIG(json_may_stand_behind_the_command),
        RIG(a_backup_lies_where_the_asker_is_and_a_server_starts_with_it),
        RIG(a_first_share_opens_http_and_the_last_closes_it),
        RIG(without_descriptors_all_stays_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
