/*
 * P4: what cannot be stored is refused, at once and in words; what needs no store
 * goes on; and when the disk is back, so is the server.
 * PARLOR_LONG=1: 2,000 messages refused in each way instead of 20.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "fault.h"
#include "figures.h"
#include "mem.h"
#include "pair.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define MOST    20000
#define AT_ONCE 10
/* What may still find room when there is none. */
#define KEPT_MAX 500
#define SOON_MS  7000 /* five seconds, on a busy machine */

static const char secret[] = "somebody-keeps-this-secret";
static const char caps[] = "labeled-response message-tags echo-message standard-replies batch "
                           "draft/chathistory";
static const char padding[] =
    "that is long enough to need a page of its own after a while, so that "
    "a full disk is noticed soon, and not by the hundredth message only";

struct storage {
    struct rig *rig;
    char *config;
    struct peer *alice;     /* says all, with labels */
    struct peer *bob;       /* hears what was published */
    struct peer *guests[2]; /* who need no store */
    int said, refused;
    bool kept[MOST], heard[MOST];
    int64_t asked_ms[MOST];
    int64_t longest_ms; /* that an answer took */
};

static void start(struct storage *storage)
{
    rig_start_server_with(storage->rig, "--listen", "127.0.0.1:0", "--config", storage->config,
                          NULL);
}

static void arrive(struct storage *storage)
{
    int port = storage->rig->port;
    storage->alice = peer_new("alice", port);
    storage->bob = peer_new("bob", port);
    peer_claim(storage->alice, secret, caps);
    peer_claim(storage->bob, secret, "");
    peer_join(storage->alice, "#tea");
    peer_join(storage->bob, "#tea");
    for (int i = 0; i < 2; i++) {
        storage->guests[i] = peer_new(i ? "carola" : "carol", port);
        peer_enter(storage->guests[i]);
    }
}

static int ask(struct storage *storage)
{
    assert_true(storage->said < MOST);
    int number = storage->said++;
    storage->asked_ms[number] = clock_mono_ms();
    peer_send(storage->alice, "@label=%d PRIVMSG #tea :number %d %s", number, number, padding);
    return number;
}

/* Whether it was kept. Nothing else than yes or no is an answer. */
static bool take_answer(struct storage *storage, int number)
{
    char *label = xasprintf("[@;]label=%d[ ;]", number);
    const char *line = peer_expect(storage->alice, label);
    int64_t took_ms = clock_mono_ms() - storage->asked_ms[number];
    free(label);
    if (took_ms > storage->longest_ms)
        storage->longest_ms = took_ms;
    storage->kept[number] = rig_matches(line, " PRIVMSG #tea :number ");
    if (storage->kept[number])
        return true;
    if (!rig_matches(line, "FAIL PRIVMSG STORAGE_ERROR #tea :."))
        fail_msg("neither kept nor refused: %s", line);
    storage->refused++;
    return false;
}

static bool say(struct storage *storage)
{
    return take_answer(storage, ask(storage));
}

static void note(bool *list, const char *line)
{
    const char *text = strstr(line, "PRIVMSG #tea :number ");
    if (!text)
        return;
    long number = strtol(text + strlen("PRIVMSG #tea :number "), NULL, 10);
    if (list[number])
        fail_msg("twice: %s", line);
    list[number] = true;
}

/* Bob is answered, and notes what he hears meanwhile. */
static void bob_pings(struct storage *storage)
{
    const char *line = NULL;
    peer_send(storage->bob, "PING still");
    while ((line = peer_next(storage->bob)) && !strstr(line, "PONG "))
        note(storage->heard, line);
}

/* What needs no disk: pings, and guests who talk. */
static void the_rest_goes_on(struct storage *storage)
{
    bob_pings(storage);
    peer_send(storage->guests[0], "PRIVMSG carola :still there?");
    peer_expect(storage->guests[1], "PRIVMSG carola :still there\\?$");
}

/* Several are on their way at once, sent one after the other. */
static void refuse_many(struct storage *storage, int enough)
{
    int first = 0;
    while (storage->refused < enough) {
        if (storage->said > 2 * enough + KEPT_MAX)
            fail_msg("of %d messages only %d were refused", storage->said, storage->refused);
        for (first = storage->said; storage->said < first + AT_ONCE;) {
            ask(storage);
            poll(NULL, 0, 10);
            the_rest_goes_on(storage);
        }
        while (first < storage->said)
            take_answer(storage, first++);
    }
}

static void recover(struct storage *storage, const char *name)
{
    int64_t begin_ms = clock_mono_ms();
    while (!say(storage) && clock_mono_ms() - begin_ms < RIG_PATIENCE_MS)
        poll(NULL, 0, 20);
    assert_true(storage->kept[storage->said - 1]);
    char *figure = xasprintf("storage.%s_recovery", name);
    figures_print(figure, (double)(clock_mono_ms() - begin_ms), "ms");
    free(figure);
    for (int i = 0; i < 10; i++)
        assert_true(say(storage));
}

static void expect_the_kept(const struct storage *storage, const bool *list, const char *where)
{
    for (int i = 0; i < storage->said; i++) {
        if (list[i] != storage->kept[i])
            fail_msg("number %d was %s, but %s it is %s", i, storage->kept[i] ? "kept" : "refused",
                     where, list[i] ? "there" : "not there");
    }
}

/* Bob has heard what was kept, and nothing else. */
static void check_heard(struct storage *storage)
{
    bob_pings(storage);
    expect_the_kept(storage, storage->heard, "at bob's");
}

/* After a kill the archive has what was kept, and nothing else. */
static void check_archive(struct storage *storage)
{
    static bool found[MOST];
    memset(found, 0, sizeof(found));
    rig_kill_server(storage->rig);
    start(storage);
    struct peer *reader = peer_new("alice", storage->rig->port);
    peer_login(reader, secret, "", "batch message-tags server-time draft/chathistory");
    char *ref = xstrdup("timestamp=2000-01-01T00:00:00.000Z");
    for (int n = 1; n > 0;) {
        const char *line = NULL;
        n = 0;
        peer_send(reader, "CHATHISTORY AFTER #tea %s 1000", ref);
        peer_expect(reader, "BATCH \\+[^ ]+ chathistory ");
        while ((line = peer_next(reader)) && !strstr(line, "BATCH -")) {
            const char *id = strstr(line, "msgid=");
            note(found, line);
            free(ref);
            ref = xstrndup(id, strcspn(id, "; "));
            n++;
        }
    }
    expect_the_kept(storage, found, "in the archive");
    free(ref);
    peer_free(reader);
}

static void print(const char *name, const char *what, double value, const char *unit)
{
    char *figure = xasprintf("storage.%s_%s", name, what);
    figures_print(figure, value, unit);
    free(figure);
}

static void survive(struct rig *rig, enum fault_kind kind)
{
    const char *name = fault_name(kind);
    struct storage *storage = xnew(struct storage);
    struct fault *fault = fault_new(rig, kind);
    if (!fault) {
        print_message("skipped: may not mount a file system here\n");
        free(storage);
        skip();
    }
    storage->rig = rig;
    storage->config = pair_config(rig, "");
    start(storage);
    arrive(storage);
    assert_true(say(storage));

    fault_begin(fault);
    storage->longest_ms = 0;
    refuse_many(storage, figures_pick(20, kind == FAULT_LOCKED ? 50 : 2000));
    print(name, "refused", storage->refused, "messages");
    print(name, "longest_answer", (double)storage->longest_ms, "ms");
    assert_true(storage->longest_ms < SOON_MS);
    fault_end(fault);
    recover(storage, name);

    check_heard(storage);
    check_archive(storage);
    assert_int_equal(rig_stop_server(rig), 0);
    fault_free(fault);
    peer_free(storage->alice);
    peer_free(storage->bob);
    peer_free(storage->guests[0]);
    peer_free(storage->guests[1]);
    free(storage->config);
    free(storage);
}

static void a_full_disk_makes_no_false_promise(void **state)
{
    survive(*state, FAULT_NO_SPACE);
}

static void a_disk_that_fails_makes_no_false_promise(void **state)
{
    survive(*state, FAULT_NO_WRITING);
}

static void a_locked_store_makes_no_false_promise(void **state)
{
    survive(*state, FAULT_LOCKED);
}

static void a_read_only_store_is_refused_at_start(void **state)
{
    struct rig *rig = *state;
    struct outcome outcome;
    rig_start_server(rig);
    assert_int_equal(rig_stop_server(rig), 0);
    char *data = rig_path(rig, "data");
    if (!fault_read_only(data)) {
        print_message("skipped: may not mount a folder read-only here\n");
        free(data);
        skip();
    }
    rig_run_server(rig, &outcome, "--data", data, "--listen", "127.0.0.1:0", NULL);
    fault_writable(data);
    print_message("it says: %s", outcome.err);
    assert_int_not_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.err, data));
    outcome_clear(&outcome);
    rig_start_server(rig);
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_A_RIG(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
        IN_A_RIG(a_full_disk_makes_no_false_promise),
        IN_A_RIG(a_disk_that_fails_makes_no_false_promise),
        IN_A_RIG(a_locked_store_makes_no_false_promise),
        IN_A_RIG(a_read_only_store_is_refused_at_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
