/*
 * P6: a store that lost something is refused at start, in words; it is never taken
 * for a new or a shorter one. PARLOR_LONG=1: 200 damages instead of 26.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "figures.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define MESSAGES 400
/* The mark beside the database is made about once a second. */
#define MARKED_MS 2500

static const char secret[] = "alice-keeps-this-secret";
static const char text[] = "a message of some length, so that four hundred of them fill many pages";

/* ---- the store, whole ---- */

static void copy_folder(const struct rig *rig, const char *from, const char *to)
{
    int status = 0;
    char *source = rig_path(rig, from);
    char *target = rig_path(rig, to);
    pid_t pid = fork();
    if (pid == 0) {
        execlp("sh", "sh", "-c", "rm -rf \"$2\" && cp -a \"$1\" \"$2\"", "sh", source, target,
               (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    free(source);
    free(target);
}

static void fill(const struct rig *rig)
{
    struct peer *alice = peer_new("alice", rig->port);
    peer_claim(alice, secret, "echo-message");
    peer_join(alice, "#tea");
    for (int i = 0; i < MESSAGES; i++)
        peer_send(alice, "PRIVMSG #tea :number %d %s", i, text);
    char *last = xasprintf("PRIVMSG #tea :number %d ", MESSAGES - 1);
    peer_expect(alice, last);
    free(last);
    peer_free(alice);
}

/* Two stores to harm: of a server that stopped, and of one that was killed. */
static void prepare(struct rig *rig)
{
    char *fast = rig_write(rig, "fast.conf",
                           "[limits]\nflood_burst = 1000000\nflood_per_second = 1000000\n");
    rig_start_server_with(rig, "--listen", "127.0.0.1:0", "--config", fast, NULL);
    fill(rig);
    poll(NULL, 0, MARKED_MS);
    rig_kill_server(rig);
    copy_folder(rig, "data", "killed");
    rig_start_server(rig);
    assert_int_equal(rig_stop_server(rig), 0);
    copy_folder(rig, "data", "stopped");
    free(fast);
}

/* ---- harming it ---- */

struct harm {
    const char *name;
    const char *store; /* "stopped" or "killed" */
    const char *file;
    void (*fn)(const char *path, off_t size, unsigned chance);
    bool bears_it; /* it may start, if then nothing is missing */
};

static void remove_it(const char *path, off_t size, unsigned chance)
{
    (void)size;
    (void)chance;
    assert_int_equal(unlink(path), 0);
}

static void empty_it(const char *path, off_t size, unsigned chance)
{
    (void)size;
    (void)chance;
    assert_int_equal(truncate(path, 0), 0);
}

static void cut_it(const char *path, off_t size, unsigned chance)
{
    assert_int_equal(truncate(path, size / 8 + (off_t)(chance % (unsigned)(size * 3 / 4))), 0);
}

static void overwrite(const char *path, off_t at, const void *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, len, at), len);
    close(fd);
}

static void zero_a_page(const char *path, off_t size, unsigned chance)
{
    static const char zeroes[4096];
    overwrite(path, (off_t)(chance % (unsigned)(size / 4096)) * 4096, zeroes, sizeof(zeroes));
}

static void flip_a_byte(const char *path, off_t size, unsigned chance)
{
    off_t at = (off_t)(chance % (unsigned)size);
    char byte = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    close(fd);
    byte = (char)(byte ^ (1 << chance % 7));
    overwrite(path, at, &byte, 1);
}

static void spoil_the_begin(const char *path, off_t size, unsigned chance)
{
    (void)size;
    (void)chance;
    overwrite(path, 0, "This is no database at all, and never was one.", 46);
}

static const struct harm harms[] = {
    {"database removed",        "stopped", "parlord.db",      remove_it,       false},
    {"database emptied",        "stopped", "parlord.db",      empty_it,        false},
    {"database cut",            "stopped", "parlord.db",      cut_it,          false},
    {"a page of zeroes",        "stopped", "parlord.db",      zero_a_page,     true },
    {"a byte flipped",          "stopped", "parlord.db",      flip_a_byte,     true },
    {"foreign file",            "stopped", "parlord.db",      spoil_the_begin, false},
    {"database emptied (kill)", "killed",  "parlord.db",      empty_it,        false},
    {"log removed",             "killed",  "parlord.db-wal",  remove_it,       true },
    {"log emptied",             "killed",  "parlord.db-wal",  empty_it,        true },
    {"log cut",                 "killed",  "parlord.db-wal",  cut_it,          true },
    {"log with a flipped byte", "killed",  "parlord.db-wal",  flip_a_byte,     true },
    {"foreign log",             "killed",  "parlord.db-wal",  spoil_the_begin, true },
    {"mark removed",            "stopped", "parlord.db.mark", remove_it,       true },
};

#define N_HARMS ((int)(sizeof(harms) / sizeof(*harms)))

static bool do_harm(const struct rig *rig, const struct harm *harm, unsigned chance)
{
    struct stat info;
    copy_folder(rig, harm->store, "data");
    char *name = xasprintf("data/%s", harm->file);
    char *path = rig_path(rig, name);
    bool possible = stat(path, &info) == 0;
    if (possible)
        harm->fn(path, info.st_size, chance);
    free(path);
    free(name);
    return possible;
}

/* ---- what it makes of it ---- */

static void expect_refusal(const struct outcome *outcome, const struct harm *harm)
{
    if (outcome->status == 0 || !strstr(outcome->err, "parlord.db"))
        fail_msg("%s: status %d, and it says: %s", harm->name, outcome->status, outcome->err);
    const char *last = strstr(outcome->err, "parlord: ");
    if (!last)
        fail_msg("%s: no line of its own: %s", harm->name, outcome->err);
    if (strlen(last) < strlen("parlord: ") + 40)
        fail_msg("%s: no remedy: %s", harm->name, last);
}

/* `parlord --check` says the same without starting. Returns whether it finds nothing. */
static bool check_is_content(struct rig *rig)
{
    struct outcome outcome;
    char *data = rig_path(rig, "data");
    rig_run_server(rig, &outcome, "--check", "--data", data, NULL);
    bool content = outcome.status == 0;
    if (!content && !strstr(outcome.err, "parlord.db") && !strstr(outcome.out, "parlord.db"))
        fail_msg("--check names no file: %s%s", outcome.out, outcome.err);
    outcome_clear(&outcome);
    free(data);
    return content;
}

/* All is there as it was said, or is said to be damaged: then true. */
static bool read_all(const struct rig *rig, const struct harm *harm)
{
    int next = 0;
    char *told = NULL;
    struct peer *alice = peer_new("alice", rig->port);
    peer_login(alice, secret, "",
               "batch draft/chathistory message-tags server-time standard-replies");
    peer_send(alice, "CHATHISTORY LATEST #tea * 1000");
    peer_send(alice, "PING read");
    for (const char *line = peer_next(alice); !strstr(line, "PONG "); line = peer_next(alice)) {
        if (strstr(line, "FAIL CHATHISTORY "))
            xreplace(&told, line);
        const char *message = strstr(line, "PRIVMSG #tea :number ");
        if (!message)
            continue;
        int number = (int)strtol(message + strlen("PRIVMSG #tea :number "), NULL, 10);
        if (!strstr(line, text) || number < next || (number > next && !told && !harm->bears_it))
            fail_msg("%s: after %d messages: %s", harm->name, next, line);
        next = number + 1;
    }
    peer_free(alice);
    if (next < MESSAGES && !told)
        fail_msg("%s: only %d messages, and nothing is said of it", harm->name, next);
    if (told && !strstr(told, " MESSAGE_ERROR "))
        fail_msg("%s: after %d messages: %s", harm->name, next, told);
    bool damaged = told != NULL;
    free(told);
    return damaged;
}

/* Returns whether it was refused. */
static bool try(struct rig *rig, const struct harm *harm, unsigned chance)
{
    struct outcome outcome = {0};
    if (!do_harm(rig, harm, chance))
        fail_msg("%s: there is no %s", harm->name, harm->file);
    bool content = check_is_content(rig);
    if (rig_try_server(rig, &outcome)) {
        if (!harm->bears_it)
            fail_msg("%s: it starts", harm->name);
        if (read_all(rig, harm) && content)
            fail_msg("%s: --check does not see it", harm->name);
        rig_kill_server(rig);
        return false;
    }
    expect_refusal(&outcome, harm);
    if (content)
        fail_msg("%s: refused, but --check says that it is well: %s", harm->name, outcome.err);
    outcome_clear(&outcome);
    return true;
}

static void what_is_lost_is_never_passed_over(void **state)
{
    struct rig *rig = *state;
    int rounds = figures_pick(2 * N_HARMS, 200);
    int refused = 0;
    unsigned chance = figures_seed();
    prepare(rig);
    for (int i = 0; i < rounds; i++) {
        chance = chance * 1103515245U + 12345U;
        refused += try(rig, &harms[i % N_HARMS], chance >> 8);
    }
    figures_print("damage.damages", rounds, "damages");
    figures_print("damage.refused", refused, "starts");
    figures_print("damage.unnoticed", 0, "damages");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_lost_is_never_passed_over, rig_setup, rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
