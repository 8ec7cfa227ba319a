/*
 * What was acknowledged is there after the power went, at any moment and
 * however the disk kept what was not synced. PARLOR_SEED repeats a run,
 * PARLOR_LONG=1 makes 500 cuts of each kind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "power_vfs.h"
#include "store_scene.h"

enum { WINDOW = 24, CONVS = 3, WORDS = 1500, CUTS = 8, BIG_BYTES = 6000 };

static const char *const convs[CONVS] = {"#tea", "alice bob", "bob carol"};

/* Somebody who goes on talking until it is told that nothing is kept. */
struct talker {
    struct scene *s;
    int said;
    int until;
    bool big;            /* long words, so that the log is copied meanwhile */
    bool refused;        /* a word was not kept */
    int heard;           /* how many were acknowledged */
    uint64_t ids[WORDS]; /* 0: not acknowledged */
    uint64_t seqs[WORDS];
    bool claimed;
    bool alive; /* never cut off: nothing that was refused may be there */
};

static uint64_t chance;

static size_t below(size_t n)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (size_t)(chance % n);
}

/* ---- talking ---- */

static void word_of(int n, bool big, char *body)
{
    int len = snprintf(body, 64, "%d in %s ", n, convs[n % CONVS]);
    if (big) {
        memset(body + len, 'a' + n % 26, BIG_BYTES);
        body[len + BIG_BYTES] = '\0';
    }
}

static void hear(void *arg, enum store_status status, const struct store_entry *entry);

static void say_next(struct talker *talker)
{
    char msgid[16];
    char body[BIG_BYTES + 64];
    int n = talker->said++;
    word_of(n, talker->big, body);
    snprintf(msgid, sizeof(msgid), "m%d", n);
    struct store_entry entry = {.time_ms = n,
                                .queued = true,
                                .kind = n,
                                .conv = convs[n % CONVS],
                                .msgid = msgid,
                                .sender = "alice",
                                .device = "desk",
                                .source = "",
                                .body = body,
                                .tags = "",
                                .idem = n % 2 ? msgid : ""};
    store_append(talker->s->store, &entry, hear, talker);
}

static void hear(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct talker *talker = arg;
    if (status == STORE_OK) {
        talker->ids[entry->kind] = entry->id;
        talker->seqs[entry->kind] = entry->seq;
        talker->heard++;
    }
    talker->refused = talker->refused || status != STORE_OK;
    if (!talker->refused && talker->said < talker->until)
        say_next(talker);
}

static void talk_until(struct talker *talker, int until)
{
    talker->until = until < WORDS ? until : WORDS;
    for (int i = 0; i < WINDOW && talker->said < talker->until && !talker->refused; i++)
        say_next(talker);
    store_drain(talker->s->store);
}

static void hear_claim(void *arg, enum store_status status)
{
    ((struct talker *)arg)->claimed = status == STORE_OK;
}

static void claim(struct talker *talker)
{
    struct store_account account = {"alice", "alice", 1, 1};
    struct store_credential credential = {"scram", "", "secret"};
    store_claim(talker->s->store, &account, "a1ice", &credential, hear_claim, talker);
}

/* Opens, talks, closes and opens again, until the power goes. */
static void live_until_cut(struct talker *talker)
{
    struct scene *s = talker->s;
    while (!talker->refused && talker->said < WORDS) {
        char *cause = NULL;
        s->store = store_open(s->path, &cause);
        if (!s->store) {
            if (!power_is_cut())
                fail_msg("%s", cause);
            free(cause);
            return;
        }
        if (talker->said == 0)
            claim(talker);
        talk_until(talker, talker->said + 50 + (int)below(400));
        scene_close(s);
    }
}

/* ---- what is there then ---- */

struct archive {
    const struct talker *talker;
    size_t conv;
    uint64_t last_seq;
    int last_word;
    bool more;
};

static void compare(void *arg, enum store_status status, const struct store_entry *entries,
                    size_t n, bool more)
{
    struct archive *archive = arg;
    const struct talker *talker = archive->talker;
    assert_int_equal(status, STORE_OK);
    for (size_t i = 0; i < n; i++) {
        char body[BIG_BYTES + 64];
        int word = entries[i].kind;
        word_of(word, talker->big, body);
        assert_int_equal(entries[i].seq, archive->last_seq + 1);
        assert_true(word > archive->last_word && word < talker->said);
        assert_int_equal(word % CONVS, archive->conv);
        assert_string_equal(entries[i].body, body);
        if (talker->ids[word] > 0) {
            assert_int_equal(entries[i].id, talker->ids[word]);
            assert_int_equal(entries[i].seq, talker->seqs[word]);
        } else {
            assert_false(talker->alive);
        }
        archive->last_seq++;
        archive->last_word = word;
    }
    archive->more = more;
}

/* Acknowledged words of one conversation: each once, unchanged, in order; then maybe some others.
 */
static void compare_conv(struct scene *s, const struct talker *talker, size_t conv)
{
    struct archive archive = {.talker = talker, .conv = conv, .last_word = -1};
    struct store_history query = {
        .conv = convs[conv],
        .range = STORE_LATEST,
        .a = {NULL, -1},
        .b = {NULL, -1},
        .limit = WORDS
    };
    store_history(s->store, &query, compare, &archive);
    store_drain(s->store);
    assert_false(archive.more);
    uint64_t last = 0;
    for (int word = (int)conv; word < WORDS; word += CONVS)
        last = talker->ids[word] > 0 ? talker->seqs[word] : last;
    assert_true(archive.last_seq >= last);
}

static void report(void *arg, const char *line)
{
    (void)arg;
    if (!strstr(line, "accounts"))
        print_error("%s\n", line);
}

static void everything_acknowledged_is_there(struct scene *s, const struct talker *talker)
{
    char *cause = NULL;
    scene_open(s);
    for (size_t i = 0; i < CONVS; i++)
        compare_conv(s, talker, i);
    if (talker->claimed)
        assert_non_null(strstr(everything(s), "account alice"));
    assert_int_equal(says(s, "alice", "#milk", "goes on").seq, 1);
    scene_close(s);
    assert_int_equal(store_check(s->path, report, NULL, &cause), 0);
}

/* ---- cuts ---- */

static uint64_t seed_of_run(void)
{
    const char *seed = getenv("PARLOR_SEED");
    return seed ? strtoull(seed, NULL, 10) : 20261121;
}

static int cut_once(enum power_loss loss)
{
    struct scene *s = NULL;
    struct talker *talker = xnew(struct talker);
    assert_int_equal(scene_begin((void **)&s), 0);
    scene_close(s);
    for (int i = 0; i < 4; i++) {
        static const char *const suffixes[] = {"", "-wal", "-shm", ".mark"};
        char *path = xasprintf("%s%s", s->path, suffixes[i]);
        unlink(path);
        free(path);
    }
    talker->s = s;
    talker->big = below(3) == 0;
    power_install(chance);
    power_cut_after(1 + below(talker->big ? 6000 : 1500));
    live_until_cut(talker);
    power_cut_after(0);
    power_restore(loss);
    power_remove();
    everything_acknowledged_is_there(s, talker);
    int heard = talker->heard;
    free(talker);
    scene_end((void *[]){s});
    return heard;
}

static void cut_often(enum power_loss loss, const char *name)
{
    int cuts = getenv("PARLOR_LONG") ? 500 : CUTS;
    int heard = 0;
    chance = seed_of_run() | 1;
    log_open(-1, LOG_ERROR);
    for (int i = 0; i < cuts; i++)
        heard += cut_once(loss);
    log_open(STDERR_FILENO, LOG_INFO);
    print_message("seed %llu, %s: %d cuts, %d acknowledged, none lost\n",
                  (unsigned long long)seed_of_run(), name, cuts, heard);
}

static void nothing_acknowledged_is_lost_when_all_that_was_not_synced_is_gone(void **state)
{
    (void)state;
    cut_often(POWER_DROP, "drop");
}

static void nothing_acknowledged_is_lost_when_a_write_was_torn(void **state)
{
    (void)state;
    cut_often(POWER_TORN, "torn");
}

static void nothing_acknowledged_is_lost_when_writes_came_in_any_order(void **state)
{
    (void)state;
    cut_often(POWER_RANDOM, "random");
}

/* ---- a disk that fails ---- */

static void fail_once(struct scene *s, uint64_t nth, bool full)
{
    struct talker *talker = xnew(struct talker);
    talker->s = s;
    talker->alive = true;
    power_install(nth);
    scene_open(s);
    power_fail(nth, 3, full);
    while (talker->said < 200) {
        talker->refused = false;
        talk_until(talker, talker->said + 5);
    }
    power_fail(0, 0, false);
    int heard = talker->heard;
    talker->refused = false;
    talk_until(talker, talker->said + 5);
    assert_int_equal(talker->heard, heard + 5);
    scene_close(s);
    power_remove();
    everything_acknowledged_is_there(s, talker);
    free(talker);
}

static void fail_everywhere(bool full)
{
    log_open(-1, LOG_ERROR);
    for (uint64_t nth = 1; nth <= 40; nth += 2) {
        struct scene *s = NULL;
        assert_int_equal(scene_begin((void **)&s), 0);
        scene_close(s);
        fail_once(s, nth, full);
        scene_end((void *[]){s});
    }
    log_open(STDERR_FILENO, LOG_INFO);
}

static void an_io_error_is_never_acknowledged_and_passes(void **state)
{
    (void)state;
    fail_everywhere(false);
}

static void a_full_disk_is_never_acknowledged_and_passes(void **state)
{
    (void)state;
    fail_everywhere(true);
}

static void a_start_on_a_failing_disk_is_refused_and_harms_nothing(void **state)
{
    struct scene *s = *state;
    says(s, "alice", "#tea", "kept");
    scene_close(s);
    log_open(-1, LOG_ERROR);
    for (uint64_t nth = 1; nth <= 40; nth++) {
        char *cause = NULL;
        power_install(nth);
        power_fail(nth, 1, nth % 2);
        s->store = store_open(s->path, &cause);
        assert_true(s->store || cause);
        free(cause);
        power_fail(0, 0, false);
        if (s->store)
            scene_close(s);
        power_remove();
    }
    log_open(STDERR_FILENO, LOG_INFO);
    scene_open(s);
    struct store_history query = {
        .conv = "#tea", .a = {NULL, -1},
             .b = {NULL, -1},
             .limit = 9
    };
    assert_string_equal(history(s, &query), "kept");
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost_when_all_that_was_not_synced_is_gone),
        cmocka_unit_test(nothing_acknowledged_is_lost_when_a_write_was_torn),
        cmocka_unit_test(nothing_acknowledged_is_lost_when_writes_came_in_any_order),
        cmocka_unit_test(an_io_error_is_never_acknowledged_and_passes),
        cmocka_unit_test(a_full_disk_is_never_acknowledged_and_passes),
        SPEC(a_start_on_a_failing_disk_is_refused_and_harms_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
