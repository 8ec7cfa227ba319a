/* The client's own memory: what is kept over a restart, and what damage does to it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive.h"
#include "buf.h"
#include "mem.h"
#include "spec.h"

struct shelf {
    char folder[32];
    char *path;
    struct archive *archive;
    char *warning;
};

static void open_again(struct shelf *shelf)
{
    char *cause = NULL;
    archive_close(shelf->archive);
    free(shelf->warning);
    shelf->archive = archive_open(shelf->path, &shelf->warning, &cause);
    if (!shelf->archive)
        fail_msg("%s", cause);
}

static int setup(void **state)
{
    struct shelf *shelf = xnew(struct shelf);
    strncpy(shelf->folder, "/tmp/parlor-archive-XXXXXX", sizeof(shelf->folder) - 1);
    assert_non_null(mkdtemp(shelf->folder));
    shelf->path = xasprintf("%s/archive.db", shelf->folder);
    open_again(shelf);
    *state = shelf;
    return 0;
}

static void remove_file(const struct shelf *shelf, const char *suffix)
{
    char *path = xasprintf("%s%s", shelf->path, suffix);
    unlink(path);
    free(path);
}

static int teardown(void **state)
{
    struct shelf *shelf = *state;
    archive_close(shelf->archive);
    remove_file(shelf, "");
    remove_file(shelf, "-wal");
    remove_file(shelf, "-shm");
    remove_file(shelf, ".damaged");
    assert_int_equal(rmdir(shelf->folder), 0);
    free(shelf->warning);
    free(shelf->path);
    free(shelf);
    return 0;
}

static void add(struct archive *archive, const char *conv, int64_t ms, const char *text,
                const char *msgid)
{
    struct archive_line line = {
        .time_ms = ms, .kind = 1, .flags = 4, .nick = "bob", .text = text, .msgid = msgid};
    archive_add_line(archive, conv, &line);
}

static void write_down(void *arg, const struct archive_line *line)
{
    buf_printf(arg, "%s;", line->text);
}

/* The texts of what is read, each with ';'. */
static void reads(struct archive *archive, const char *conv, int64_t before_ms, size_t limit,
                  const char *wanted)
{
    struct buf texts = {0};
    struct archive_page page = {conv, before_ms, limit};
    archive_lines(archive, &page, write_down, &texts);
    assert_string_equal(buf_text(&texts), wanted);
    buf_clear(&texts);
}

static void lines_come_back_in_order_of_time(void **state)
{
    struct shelf *shelf = *state;
    add(shelf->archive, "#tea", 2000, "second", "m2");
    add(shelf->archive, "#tea", 3000, "third", "m3");
    add(shelf->archive, "#tea", 1000, "first, from history", "m1");
    add(shelf->archive, "#ops", 1500, "elsewhere", "m4");
    open_again(shelf);
    reads(shelf->archive, "#tea", INT64_MAX, 10, "first, from history;second;third;");
    reads(shelf->archive, "#ops", INT64_MAX, 10, "elsewhere;");
    reads(shelf->archive, "#none", INT64_MAX, 10, "");
}

static void check_line(void *arg, const struct archive_line *line)
{
    int *n = arg;
    assert_int_equal(line->time_ms, 1795197600123);
    assert_int_equal(line->kind, 1);
    assert_int_equal(line->flags, 4);
    assert_string_equal(line->nick, "bob");
    assert_string_equal(line->text, "two\nrows \360\237\221\215");
    assert_string_equal(line->msgid, "m1");
    (*n)++;
}

static void a_line_is_kept_whole(void **state)
{
    struct shelf *shelf = *state;
    int n = 0;
    add(shelf->archive, "#tea", 1795197600123, "two\nrows \360\237\221\215", "m1");
    struct archive_page page = {"#tea", INT64_MAX, 10};
    archive_lines(shelf->archive, &page, check_line, &n);
    assert_int_equal(n, 1);
}

static void the_same_message_is_not_kept_twice(void **state)
{
    struct shelf *shelf = *state;
    add(shelf->archive, "#tea", 1000, "once", "m1");
    add(shelf->archive, "#tea", 1000, "once", "m1");
    add(shelf->archive, "#ops", 1000, "other room, same id", "m1");
    add(shelf->archive, "#tea", 1001, "no id", "");
    add(shelf->archive, "#tea", 1001, "no id", "");
    reads(shelf->archive, "#tea", INT64_MAX, 10, "once;no id;no id;");
    reads(shelf->archive, "#ops", INT64_MAX, 10, "other room, same id;");
}

static void older_lines_come_page_by_page(void **state)
{
    struct shelf *shelf = *state;
    for (int i = 1; i <= 5; i++) {
        char text[8];
        snprintf(text, sizeof(text), "%d", i);
        add(shelf->archive, "#tea", i * 1000, text, "");
    }
    reads(shelf->archive, "#tea", INT64_MAX, 2, "4;5;");
    reads(shelf->archive, "#tea", 4000, 2, "2;3;");
    reads(shelf->archive, "#tea", 2000, 2, "1;");
}

/* A page is asked for by time: half of a moment must not be left behind. */
static void a_page_ends_between_moments(void **state)
{
    struct shelf *shelf = *state;
    add(shelf->archive, "#tea", 1000, "1", "");
    add(shelf->archive, "#tea", 2000, "2a", "");
    add(shelf->archive, "#tea", 2000, "2b", "");
    add(shelf->archive, "#tea", 2000, "2c", "");
    add(shelf->archive, "#tea", 3000, "3", "");
    reads(shelf->archive, "#tea", INT64_MAX, 2, "2a;2b;2c;3;");
    reads(shelf->archive, "#tea", 2000, 2, "1;");
}

static void note_pair(void *arg, const char *key, const char *value)
{
    buf_printf(arg, "%s=%s;", key, value);
}

static void values_are_kept_by_name(void **state)
{
    struct shelf *shelf = *state;
    struct buf pairs = {0};
    archive_put(shelf->archive, "draft", "#tea", "half a thou");
    archive_put(shelf->archive, "draft", "#ops", "x");
    archive_put(shelf->archive, "draft", "#tea", "half a thought");
    archive_put(shelf->archive, "state", "theme", "mono");
    archive_put(shelf->archive, "draft", "#ops", NULL);
    open_again(shelf);
    archive_each(shelf->archive, "draft", note_pair, &pairs);
    assert_string_equal(buf_text(&pairs), "#tea=half a thought;");
    assert_null(archive_get(shelf->archive, "draft", "#ops"));
    char *theme = archive_get(shelf->archive, "state", "theme");
    assert_string_equal(theme, "mono");
    free(theme);
    buf_clear(&pairs);
}

static void the_newest_inputs_come_back_oldest_first(void **state)
{
    struct shelf *shelf = *state;
    struct buf inputs = {0};
    archive_add_input(shelf->archive, "#tea", "one");
    archive_add_input(shelf->archive, "#ops", "two");
    archive_add_input(shelf->archive, "#tea", "three");
    open_again(shelf);
    archive_inputs(shelf->archive, 2, note_pair, &inputs);
    assert_string_equal(buf_text(&inputs), "#ops=two;#tea=three;");
    buf_clear(&inputs);
}

static void only_its_owner_reads_it(void **state)
{
    struct shelf *shelf = *state;
    struct stat info;
    assert_int_equal(stat(shelf->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void spoil(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    for (int i = 0; i < 200; i++)
        fputs(text, file);
    fclose(file);
}

static void a_damaged_file_is_set_aside_and_said_so(void **state)
{
    struct shelf *shelf = *state;
    archive_close(shelf->archive);
    shelf->archive = NULL;
    spoil(shelf->path, "this is no database, but what a disk made of one. ");
    open_again(shelf);
    assert_non_null(strstr(shelf->warning, "archive.db.damaged"));
    add(shelf->archive, "#tea", 1000, "goes on", "");
    reads(shelf->archive, "#tea", INT64_MAX, 10, "goes on;");
    char *aside = xasprintf("%s.damaged", shelf->path);
    assert_int_equal(access(aside, R_OK), 0);
    free(aside);
}

static void a_file_of_a_later_version_is_set_aside_too(void **state)
{
    struct shelf *shelf = *state;
    unsigned char version[4] = {0, 0, 0, 99};
    archive_close(shelf->archive);
    shelf->archive = NULL;
    FILE *file = fopen(shelf->path, "r+e");
    assert_non_null(file);
    fseek(file, 60, SEEK_SET); /* user_version in the header of SQLite's file format */
    assert_int_equal(fwrite(version, 1, 4, file), 4);
    fclose(file);
    open_again(shelf);
    assert_non_null(shelf->warning);
}

static void where_nothing_can_be_written_it_says_why(void **state)
{
    (void)state;
    char *warning = NULL, *cause = NULL;
    assert_null(archive_open("/proc/none/archive.db", &warning, &cause));
    assert_memory_equal(cause, "/proc/none/archive.db: ", 23);
    assert_null(warning);
    free(cause);
}

/* A writer that is killed: what was committed is there, what was not is gone, nothing is torn. */
static void a_kill_loses_only_the_turn_that_it_hits(void **state)
{
    struct shelf *shelf = *state;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    archive_close(shelf->archive);
    shelf->archive = NULL;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        open_again(shelf);
        archive_begin(shelf->archive);
        add(shelf->archive, "#tea", 1000, "kept", "m1");
        archive_commit(shelf->archive);
        archive_begin(shelf->archive);
        add(shelf->archive, "#tea", 2000, "lost", "m2");
        if (write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    char byte = 0;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(ready[0]);
    close(ready[1]);
    open_again(shelf);
    assert_null(shelf->warning);
    reads(shelf->archive, "#tea", INT64_MAX, 10, "kept;");
}

/* Two parlors of one person: the second waits a moment, and both remember. */
static void two_writers_share_a_file(void **state)
{
    struct shelf *shelf = *state;
    char *warning = NULL, *cause = NULL;
    struct archive *other = archive_open(shelf->path, &warning, &cause);
    assert_non_null(other);
    add(shelf->archive, "#tea", 1000, "mine", "");
    add(other, "#tea", 2000, "theirs", "");
    add(shelf->archive, "#ops", 1000, "mine too", "");
    reads(shelf->archive, "#tea", INT64_MAX, 10, "mine;theirs;");
    archive_close(other);
}

/* ---- what waits to be sent ---- */

static void queue_up(struct archive *archive, const char *idem, const char *server,
                     const char *text)
{
    struct archive_queued queued = {
        .idem = idem, .server = server, .target = "#tea", .text = text, .said_ms = 1000};
    archive_queue_put(archive, &queued);
}

static void write_queued(void *arg, const struct archive_queued *queued)
{
    buf_printf(arg, "%s %s%s%s;", queued->idem, queued->text, queued->sent_as ? " by " : "",
               queued->sent_as ? queued->sent_as : "");
}

static void queue_is(struct archive *archive, const char *server, const char *wanted)
{
    struct buf texts = {0};
    archive_queue_each(archive, server, write_queued, &texts);
    assert_string_equal(buf_text(&texts), wanted);
    buf_clear(&texts);
}

static void what_waits_comes_back_in_order_to_its_server(void **state)
{
    struct shelf *shelf = *state;
    queue_up(shelf->archive, "k2", "here:1", "one");
    queue_up(shelf->archive, "k1", "here:1", "two");
    queue_up(shelf->archive, "k3", "there:1", "three");
    open_again(shelf);
    queue_is(shelf->archive, "here:1", "k2 one;k1 two;");
    queue_is(shelf->archive, "there:1", "k3 three;");
}

static void what_was_sent_keeps_its_place(void **state)
{
    struct shelf *shelf = *state;
    queue_up(shelf->archive, "k1", "here:1", "one");
    queue_up(shelf->archive, "k2", "here:1", "two");
    struct archive_queued sent = {.idem = "k1",
                                  .server = "here:1",
                                  .target = "#tea",
                                  .text = "one",
                                  .sent_ms = 2000,
                                  .sent_as = "alice"};
    archive_queue_put(shelf->archive, &sent);
    queue_is(shelf->archive, "here:1", "k1 one by alice;k2 two;");
    archive_queue_remove(shelf->archive, "k1");
    archive_queue_remove(shelf->archive, "k1");
    queue_is(shelf->archive, "here:1", "k2 two;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ON_A_SHELF(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        ON_A_SHELF(lines_come_back_in_order_of_time),
        ON_A_SHELF(a_line_is_kept_whole),
        ON_A_SHELF(the_same_message_is_not_kept_twice),
        ON_A_SHELF(older_lines_come_page_by_page),
        ON_A_SHELF(a_page_ends_between_moments),
        ON_A_SHELF(values_are_kept_by_name),
        ON_A_SHELF(the_newest_inputs_come_back_oldest_first),
        ON_A_SHELF(only_its_owner_reads_it),
        ON_A_SHELF(a_damaged_file_is_set_aside_and_said_so),
        ON_A_SHELF(a_file_of_a_later_version_is_set_aside_too),
        cmocka_unit_test(where_nothing_can_be_written_it_says_why),
        ON_A_SHELF(a_kill_loses_only_the_turn_that_it_hits),
        ON_A_SHELF(two_writers_share_a_file),
        ON_A_SHELF(what_waits_comes_back_in_order_to_its_server),
        ON_A_SHELF(what_was_sent_keeps_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
