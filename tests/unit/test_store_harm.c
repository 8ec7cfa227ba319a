#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "store_scene.h"

/* ---- killed ---- */

enum { WINDOW = 64, REPORTS = 3000 };

struct victim {
    struct store *store;
    int report;
    int said;
};

static void report_and_go_on(void *arg, enum store_status status, const struct store_entry *entry);

static void say_next(struct victim *victim)
{
    char body[16];
    snprintf(body, sizeof(body), "%d", victim->said++);
    struct store_entry entry = {.queued = true,
                                .conv = "alice bob",
                                .msgid = body,
                                .sender = "alice",
                                .device = "desk",
                                .source = "",
                                .body = body,
                                .tags = ""};
    store_append(victim->store, &entry, report_and_go_on, victim);
}

static void report_and_go_on(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct victim *victim = arg;
    uint64_t id = entry->id;
    if (status != STORE_OK || write(victim->report, &id, sizeof(id)) != sizeof(id))
        _exit(1);
    say_next(victim);
}

static void live_until_killed(const char *path, int report)
{
    char *cause = NULL;
    struct victim victim = {.store = store_open(path, &cause), .report = report};
    if (!victim.store)
        _exit(1);
    for (int i = 0; i < WINDOW; i++)
        say_next(&victim);
    for (;;)
        store_drain(victim.store);
}

/* Starts one who talks, hears it say enough, kills it; returns how many ids were reported. */
static size_t kill_in_mid_sentence(const char *path, uint64_t *ids, size_t max)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        live_until_killed(path, ends[1]);
    close(ends[1]);
    size_t n = 0;
    while (n < max && read(ends[0], &ids[n], sizeof(ids[0])) == sizeof(ids[0])) {
        if (++n == REPORTS)
            kill(child, SIGKILL);
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return n;
}

struct archive {
    const uint64_t *ids;
    size_t n;
    bool more;
    uint64_t last_seq;
};

/* The body is the number of the word: the nth word has the nth id that was reported. */
static void compare(void *arg, enum store_status status, const struct store_entry *entries,
                    size_t n, bool more)
{
    struct archive *archive = arg;
    assert_int_equal(status, STORE_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(entries[i].seq, archive->last_seq + 1);
        assert_int_equal(strtoul(entries[i].body, NULL, 10), archive->last_seq);
        if (archive->last_seq < archive->n)
            assert_int_equal(entries[i].id, archive->ids[archive->last_seq]);
        archive->last_seq++;
    }
    archive->more = more;
}

static void what_was_reported_is_there_once_and_in_order_after_a_kill(void **state)
{
    struct scene *s = *state;
    scene_close(s);
    enum { MAX = 1000000 };
    uint64_t *ids = xcalloc(MAX, sizeof(*ids));
    struct archive archive = {.ids = ids, .n = kill_in_mid_sentence(s->path, ids, MAX)};
    assert_true(archive.n >= REPORTS);

    scene_open(s);
    do {
        /* the first page begins at the first word, the others behind the last that was read */
        char msgid[16];
        snprintf(msgid, sizeof(msgid), "%d", (int)archive.last_seq - 1);
        struct store_history query = {
            .conv = "alice bob", .range = STORE_AFTER, .a = {msgid, -1},
                    .limit = 500
        };
        if (archive.last_seq == 0)
            query = (struct store_history){
                .conv = "alice bob", .range = STORE_AROUND, .a = {"0", -1},
                        .limit = 1
            };
        store_history(s->store, &query, compare, &archive);
        store_drain(s->store);
    } while (archive.more);
    assert_true(archive.last_seq >= archive.n);
    free(ids);
}

/* ---- full ---- */

static void note_status(void *arg, enum store_status status, const struct store_entry *entry)
{
    (void)entry;
    *(enum store_status *)arg = status;
}

static enum store_status tries_to_say(struct scene *s, const char *body)
{
    enum store_status status = STORE_OK;
    struct store_entry entry = {.time_ms = s->now_ms,
                                .queued = true,
                                .conv = "alice bob",
                                .msgid = body,
                                .sender = "alice",
                                .device = "desk",
                                .source = "",
                                .body = body,
                                .tags = ""};
    store_append(s->store, &entry, note_status, &status);
    store_drain(s->store);
    return status;
}

static struct rlimit fill_disk(void)
{
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit full = {.rlim_cur = 4096, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &full);
    return before;
}

static void a_full_disk_is_told_and_it_recovers_alone(void **state)
{
    struct scene *s = *state;
    struct store_entry one = says(s, "alice", "alice bob", "one");

    struct rlimit before = fill_disk();
    assert_int_equal(tries_to_say(s, "lost"), STORE_FAILED);
    assert_int_equal(tries_to_say(s, "lost-too"), STORE_FAILED);
    assert_string_equal(waits_for_bob(s, 0), "one");
    setrlimit(RLIMIT_FSIZE, &before);

    struct store_entry two = says(s, "alice", "alice bob", "two");
    assert_int_equal(two.id, one.id + 1);
    assert_int_equal(two.seq, one.seq + 1);
    assert_string_equal(waits_for_bob(s, 0), "one two");
}

static void who_left_while_the_disk_was_full_hears_nothing_more(void **state)
{
    struct scene *s = *state;
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    struct rlimit before = fill_disk();
    store_part(s->store, "bob", "#tea");
    store_join(s->store, "bob", "#milk", "");
    store_drain(s->store);
    setrlimit(RLIMIT_FSIZE, &before);
    says(s, "alice", "#tea", "two");
    says(s, "alice", "#milk", "three");
    assert_string_equal(waits_for_bob(s, 0), "one three");
}

/* ---- damaged, foreign, in use ---- */

/* Changes bytes of the file wherever this text stands. */
static void damage(const struct scene *s, const char *text, const char *other)
{
    FILE *file = fopen(s->path, "r+e");
    assert_non_null(file);
    char *content = xmalloc(1 << 20);
    size_t len = fread(content, 1, 1 << 20, file);
    char *at = memmem(content, len, text, strlen(text));
    assert_non_null(at);
    for (; at; at = memmem(at, len - (size_t)(at - content), text, strlen(text)))
        memcpy(at, other, strlen(text));
    rewind(file);
    assert_int_equal(fwrite(content, 1, len, file), len);
    fclose(file);
    free(content);
}

static void a_damaged_message_is_reported_not_served(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "alice bob", "fine");
    says(s, "alice", "alice bob", "owe you 100 pounds");
    scene_close(s);
    damage(s, "you 100", "you 900");
    scene_open(s);

    struct store_history query = {
        .conv = "alice bob", .a = {NULL, -1},
             .b = {NULL, -1},
             .limit = 9
    };
    assert_string_equal(history(s, &query), "damaged");

    query.limit = 1;
    assert_string_equal(history(s, &query), "damaged");
    query.range = STORE_BEFORE;
    query.a.time_ms = 1001;
    assert_string_equal(history(s, &query), "fine");
}

static void expect_refusal(struct scene *s, const char *reason)
{
    char *cause = scene_is_refused(s);
    if (!strstr(cause, s->path) || !strstr(cause, reason))
        fail_msg("\"%s\" lacks the file or \"%s\"", cause, reason);
    free(cause);
}

static void put_file(const struct scene *s, const char *content)
{
    FILE *file = fopen(s->path, "we");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void a_file_that_is_no_database_is_refused_and_left_alone(void **state)
{
    struct scene *s = *state;
    scene_close(s);
    static const char poem[] = "Under the kettle the flame goes on and on and on.\n";
    put_file(s, poem);
    expect_refusal(s, "is not a database");

    char content[sizeof(poem)] = "";
    FILE *file = fopen(s->path, "re");
    assert_non_null(fgets(content, sizeof(content), file));
    fclose(file);
    assert_string_equal(content, poem);
    unlink(s->path);
}

/* Bytes 60 to 63 of SQLite's header hold the version, big-endian, 68 to 71 whose file it is. */
static void set_header_byte(const struct scene *s, long offset, int value)
{
    FILE *file = fopen(s->path, "r+e");
    assert_non_null(file);
    fseek(file, offset, SEEK_SET);
    fputc(value, file);
    fclose(file);
}

static void a_newer_parlords_file_is_refused(void **state)
{
    struct scene *s = *state;
    scene_close(s);
    set_header_byte(s, 63, 99);
    expect_refusal(s, "newer parlord");
}

static void another_programs_database_is_refused(void **state)
{
    struct scene *s = *state;
    scene_close(s);
    set_header_byte(s, 68, 0);
    expect_refusal(s, "another program");
}

static void a_store_in_use_is_refused_to_a_second(void **state)
{
    struct scene *s = *state;
    expect_refusal(s, "in use by another parlord");
    says(s, "alice", "alice bob", "one");
    scene_close(s);
    scene_open(s);
    assert_string_equal(waits_for_bob(s, 0), "one");
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct scene *s = *state;
    struct scene other = {0};
    snprintf(other.path, sizeof(other.path), "%s/no/parlord.db", s->folder);
    expect_refusal(&other, "No such file");
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(what_was_reported_is_there_once_and_in_order_after_a_kill),
        SPEC(a_full_disk_is_told_and_it_recovers_alone),
        SPEC(who_left_while_the_disk_was_full_hears_nothing_more),
        SPEC(a_damaged_message_is_reported_not_served),
        SPEC(a_file_that_is_no_database_is_refused_and_left_alone),
        SPEC(a_newer_parlords_file_is_refused),
        SPEC(another_programs_database_is_refused),
        SPEC(a_store_in_use_is_refused_to_a_second),
        SPEC(a_folder_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
