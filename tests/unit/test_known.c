/* The files of what is known of servers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "known.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"

struct shelf {
    char folder[32];
    char *path;
    struct known *known;
};

static int setup(void **state)
{
    struct shelf *shelf = xnew(struct shelf);
    strncpy(shelf->folder, "/tmp/parlor-known-XXXXXX", sizeof(shelf->folder) - 1);
    assert_non_null(mkdtemp(shelf->folder));
    shelf->path = xasprintf("%s/known_servers", shelf->folder);
    shelf->known = known_new(shelf->path);
    *state = shelf;
    return 0;
}

static int teardown(void **state)
{
    struct shelf *shelf = *state;
    known_free(shelf->known);
    unlink(shelf->path);
    assert_int_equal(rmdir(shelf->folder), 0);
    free(shelf->path);
    free(shelf);
    return 0;
}

static void keeps(struct known *known, const char *server, const char *value)
{
    char *cause = NULL;
    if (known_keep(known, server, value, &cause) != 0)
        fail_msg("%s", cause);
}

/* NULL: nothing is known. */
static void knows(struct known *known, const char *server, const char *value)
{
    char *cause = NULL;
    char *found = NULL;
    if (known_find(known, server, &found, &cause) != 0)
        fail_msg("%s", cause);
    if (value) {
        assert_non_null(found);
        assert_string_equal(found, value);
    } else {
        assert_null(found);
    }
    free(found);
}

static void writes(const struct shelf *shelf, const char *text)
{
    FILE *file = fopen(shelf->path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void each_server_has_one_value(void **state)
{
    struct known *known = ((struct shelf *)*state)->known;
    knows(known, "chat.example.org:6697", NULL);
    keeps(known, "chat.example.org:6697", "aa");
    keeps(known, "localhost:6697", "bb");
    keeps(known, "chat.example.org:6697", "cc");
    knows(known, "chat.example.org:6697", "cc");
    knows(known, "localhost:6697", "bb");
    keeps(known, "chat.example.org:6697", NULL);
    knows(known, "chat.example.org:6697", NULL);
    knows(known, "localhost:6697", "bb");
}

static void another_parlor_sees_it_at_once(void **state)
{
    const struct shelf *shelf = *state;
    struct known *other = known_new(shelf->path);
    keeps(shelf->known, "localhost:6697", "6697 1800000000");
    knows(other, "localhost:6697", "6697 1800000000");
    keeps(other, "chat.example.org:6697", "aa");
    keeps(shelf->known, "localhost:6697", NULL);
    knows(other, "chat.example.org:6697", "aa");
    knows(other, "localhost:6697", NULL);
    known_free(other);
}

static void only_its_owner_reads_it(void **state)
{
    const struct shelf *shelf = *state;
    struct stat info;
    writes(shelf, "localhost:6697 aa\n");
    assert_int_equal(chmod(shelf->path, 0644), 0);
    keeps(shelf->known, "localhost:6698", "bb");
    assert_int_equal(stat(shelf->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    knows(shelf->known, "localhost:6697", "aa");
}

static void a_damaged_file_is_named_and_left_alone(void **state)
{
    const struct shelf *shelf = *state;
    char *cause = NULL;
    char *found = NULL;
    writes(shelf, "localhost:6697 aa\nnonsense\n");
    assert_int_equal(known_find(shelf->known, "localhost:6697", &found, &cause), -1);
    assert_null(found);
    assert_non_null(strstr(cause, "known_servers:2: "));
    free(cause);
    cause = NULL;
    assert_int_equal(known_keep(shelf->known, "localhost:6697", "bb", &cause), -1);
    assert_non_null(strstr(cause, "known_servers:2: "));
    free(cause);
}

static void without_a_file_it_is_remembered_until_the_end(void **state)
{
    (void)state;
    struct known *known = known_new(NULL);
    keeps(known, "localhost:6697", "aa");
    knows(known, "localhost:6697", "aa");
    known_free(known);
}

static void where_nothing_can_be_written_it_says_why(void **state)
{
    (void)state;
    char *cause = NULL;
    struct known *known = known_new("/proc/none/known_servers");
    assert_int_equal(known_keep(known, "localhost:6697", "aa", &cause), -1);
    assert_non_null(strstr(cause, "/proc/none/known_servers: "));
    free(cause);
    known_free(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        WITH_A_FOLDER(each_server_has_one_value),
        WITH_A_FOLDER(another_parlor_sees_it_at_once),
        WITH_A_FOLDER(only_its_owner_reads_it),
        WITH_A_FOLDER(a_damaged_file_is_named_and_left_alone),
        cmocka_unit_test(without_a_file_it_is_remembered_until_the_end),
        cmocka_unit_test(where_nothing_can_be_written_it_says_why),
    };
    secret_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
