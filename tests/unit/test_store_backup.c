#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "store_scene.h"

static const struct store_history tea = {
    .conv = "#tea", .a = {NULL, -1},
         .b = {NULL, -1},
         .limit = 5
};

struct told {
    int times;
    enum store_status status;
    char text[512];
};

static void hear(void *arg, enum store_status status, const char *text)
{
    struct told *told = arg;
    told->times++;
    told->status = status;
    snprintf(told->text, sizeof(told->text), "%s", text);
}

static void path_of(const struct scene *s, const char *name, char path[128])
{
    snprintf(path, 128, "%.63s/%s", s->folder, name);
}

static void turn(struct scene *s)
{
    struct pollfd ready = {.fd = store_fd(s->store), .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 60000), 1);
    store_turn(s->store);
}

static struct told backs_up(struct scene *s, const char *path)
{
    struct told told = {0};
    store_backup(s->store, path, hear, &told);
    while (told.times == 0)
        turn(s);
    return told;
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* What the copy left in the folder, beside the store's own files and the copy. */
static void is_tidy(const struct scene *s)
{
    static const char *const names[] = {"copy.new",     "copy.new-journal", "copy.new-wal",
                                        "copy.new-shm", "copy-wal",         "copy-shm"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[128];
        path_of(s, names[i], path);
        assert_false(exists(path));
    }
}

/* The store is gone; the copy comes in its place. */
static void restore(struct scene *s, const char *copy)
{
    static const char *const suffixes[] = {"", ".mark"};
    scene_close(s);
    for (size_t i = 0; i < 2; i++) {
        char from[160];
        char to[160];
        snprintf(from, sizeof(from), "%s%s", copy, suffixes[i]);
        snprintf(to, sizeof(to), "%s%s", s->path, suffixes[i]);
        assert_int_equal(rename(from, to), 0);
    }
    scene_open(s);
}

static void a_copy_holds_what_there_is_and_starts(void **state)
{
    struct scene *s = *state;
    char copy[128];
    struct stat info;
    path_of(s, "copy", copy);
    claims(s, "bob", "b0b");
    store_join(s->store, "bob", "#tea", "");
    says(s, "alice", "#tea", "one");
    struct told told = backs_up(s, copy);
    assert_string_equal(strstr(told.text, ": "), strstr(told.text, ": 1 entries, 1 accounts, "));
    assert_int_equal(told.status, STORE_OK);
    is_tidy(s);
    assert_int_equal(stat(copy, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    says(s, "alice", "#tea", "later");
    restore(s, copy);
    assert_string_equal(history(s, &tea), "one");
    says(s, "alice", "#tea", "two");
    assert_string_equal(waits_for_bob(s, 0), "one two");
}

static void quiet(void *arg, const char *line)
{
    (void)arg;
    (void)line;
}

static void a_copy_passes_the_check_as_it_lies(void **state)
{
    struct scene *s = *state;
    char copy[128];
    char *cause = NULL;
    path_of(s, "copy", copy);
    says(s, "alice", "#tea", "one");
    assert_int_equal(backs_up(s, copy).status, STORE_OK);
    assert_int_equal(store_check(copy, quiet, NULL, &cause), 0);
    is_tidy(s);
}

static void appended(void *arg, enum store_status status, const struct store_entry *entry)
{
    (void)entry;
    *(int *)arg += status == STORE_OK;
}

/* So much that the copy takes many slices. */
static void fill(struct scene *s, int *stored)
{
    char body[8000];
    memset(body, 'x', sizeof(body) - 1);
    body[sizeof(body) - 1] = '\0';
    struct store_entry entry = {.time_ms = 1000,
                                .queued = true,
                                .kind = 7,
                                .conv = "#tea",
                                .msgid = "id-fill",
                                .sender = "alice",
                                .device = "desk",
                                .source = "alice!a@b",
                                .body = body,
                                .tags = ""};
    for (int i = 0; i < 1500; i++)
        store_append(s->store, &entry, appended, stored);
}

static void all_goes_on_while_a_copy_is_made_and_that_is_of_one_moment(void **state)
{
    struct scene *s = *state;
    char copy[128];
    struct told told = {0};
    int stored = 0;
    path_of(s, "copy", copy);
    fill(s, &stored);
    store_drain(s->store);
    store_backup(s->store, copy, hear, &told);
    int meanwhile = 0;
    while (told.times == 0) {
        char word[32];
        snprintf(word, sizeof(word), "word%d", meanwhile++);
        says(s, "alice", "#tea", word);
        struct store_history newest = tea;
        newest.limit = 1;
        char expected[48];
        snprintf(expected, sizeof(expected), "%s ...", word);
        assert_string_equal(history(s, &newest), expected);
    }
    assert_int_equal(told.status, STORE_OK);
    assert_true(meanwhile > 1);
    restore(s, copy);
    assert_string_not_equal(history(s, &tea), "failed");
    char *cause = NULL;
    scene_close(s);
    assert_int_equal(store_check(s->path, quiet, NULL, &cause), 0);
    scene_open(s);
}

static void what_is_there_is_never_overwritten(void **state)
{
    struct scene *s = *state;
    char copy[128];
    char mark[160];
    path_of(s, "copy", copy);
    snprintf(mark, sizeof(mark), "%s.mark", copy);
    says(s, "alice", "#tea", "one");
    assert_int_equal(backs_up(s, copy).status, STORE_OK);
    struct told told = backs_up(s, copy);
    assert_int_equal(told.status, STORE_EXISTS);
    assert_non_null(strstr(told.text, "copy is there already; give another name"));
    assert_int_equal(unlink(copy), 0);
    told = backs_up(s, copy);
    assert_int_equal(told.status, STORE_EXISTS);
    assert_non_null(strstr(told.text, "copy.mark is there already"));
    assert_int_equal(unlink(mark), 0);
    snprintf(mark, sizeof(mark), "%s.new", copy);
    assert_int_equal(link(s->path, mark), 0);
    assert_int_equal(backs_up(s, copy).status, STORE_EXISTS);
    assert_int_equal(unlink(mark), 0);
    assert_int_equal(backs_up(s, s->path).status, STORE_EXISTS);
    assert_string_equal(history(s, &tea), "one");
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct scene *s = *state;
    char copy[128];
    path_of(s, "none/copy", copy);
    struct told told = backs_up(s, copy);
    assert_int_equal(told.status, STORE_FAILED);
    assert_non_null(strstr(told.text, "No such file or directory"));
}

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_full_disk_leaves_nothing_behind(void **state)
{
    struct scene *s = *state;
    char copy[128];
    int stored = 0;
    path_of(s, "copy", copy);
    fill(s, &stored);
    store_drain(s->store);
    limit_files(1 << 20);
    struct told told = backs_up(s, copy);
    limit_files(RLIM_INFINITY);
    assert_int_equal(told.status, STORE_FAILED);
    assert_non_null(strstr(told.text, "copy could not be written: "));
    assert_false(exists(copy));
    is_tidy(s);
    assert_int_equal(backs_up(s, copy).status, STORE_OK);
}

static void one_is_made_at_a_time(void **state)
{
    struct scene *s = *state;
    char copy[128];
    char other[128];
    struct told told[2] = {0};
    path_of(s, "copy", copy);
    path_of(s, "other", other);
    store_backup(s->store, copy, hear, &told[0]);
    store_backup(s->store, other, hear, &told[1]);
    while (told[0].times == 0 || told[1].times == 0)
        turn(s);
    assert_int_equal(told[0].status, STORE_OK);
    assert_int_equal(told[1].status, STORE_FAILED);
    assert_string_equal(told[1].text, "another copy is being made; wait for that");
    assert_false(exists(other));
}

static void a_stop_does_not_wait_for_it(void **state)
{
    struct scene *s = *state;
    char copy[128];
    struct told told = {0};
    int stored = 0;
    path_of(s, "copy", copy);
    fill(s, &stored);
    store_drain(s->store);
    store_backup(s->store, copy, hear, &told);
    assert_true(store_is_idle(s->store));
    scene_close(s);
    assert_int_equal(told.times, 1);
    if (told.status != STORE_OK)
        assert_string_equal(told.text, "the server stopped before the copy was whole");
    assert_int_equal(exists(copy), told.status == STORE_OK);
    is_tidy(s);
    scene_open(s);
}

/* ---- coming back from one ---- */

static void write_file(const char *path, const char *bytes)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
}

static void a_log_that_was_left_is_not_put_into_a_copy(void **state)
{
    struct scene *s = *state;
    char copy[128];
    char wal[160];
    path_of(s, "copy", copy);
    snprintf(wal, sizeof(wal), "%s-wal", s->path);
    says(s, "alice", "#tea", "one");
    assert_int_equal(backs_up(s, copy).status, STORE_OK);
    scene_close(s);
    assert_int_equal(rename(copy, s->path), 0);
    write_file(wal, "of another");
    char *cause = scene_is_refused(s);
    assert_non_null(strstr(cause, "is a backup, and "));
    assert_non_null(strstr(cause, "parlord.db-wal belongs to what was there before"));
    free(cause);
    assert_int_equal(unlink(wal), 0);
    scene_open(s);
    assert_string_equal(history(s, &tea), "one");
}

static void without_its_mark_an_older_copy_is_not_taken_for_all_there_was(void **state)
{
    struct scene *s = *state;
    char copy[128];
    path_of(s, "copy", copy);
    says(s, "alice", "#tea", "one");
    assert_int_equal(backs_up(s, copy).status, STORE_OK);
    says(s, "alice", "#tea", "two");
    scene_close(s);
    assert_int_equal(rename(copy, s->path), 0);
    char *cause = scene_is_refused(s);
    assert_non_null(strstr(cause, "lost something"));
    free(cause);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_copy_holds_what_there_is_and_starts),
        SCENE(a_copy_passes_the_check_as_it_lies),
        SCENE(all_goes_on_while_a_copy_is_made_and_that_is_of_one_moment),
        SCENE(what_is_there_is_never_overwritten),
        SCENE(a_folder_that_is_not_there_is_named),
        SCENE(a_full_disk_leaves_nothing_behind),
        SCENE(one_is_made_at_a_time),
        SCENE(a_stop_does_not_wait_for_it),
        SCENE(a_log_that_was_left_is_not_put_into_a_copy),
        SCENE(without_its_mark_an_older_copy_is_not_taken_for_all_there_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
