#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "store_files.h"

enum { ENTRIES = 240 };

static void keep_line(void *arg, const char *line)
{
    struct scene *s = arg;
    size_t len = strlen(s->answer);
    snprintf(s->answer + len, sizeof(s->answer) - len, "%s\n", line);
}

static int checks(struct scene *s)
{
    char *cause = NULL;
    s->answer[0] = '\0';
    int findings = store_check(s->path, keep_line, s, &cause);
    if (cause)
        keep_line(s, cause);
    free(cause);
    return findings;
}

static void a_check_finds_what_a_start_has_no_time_for(void **state)
{
    struct scene *s = *state;
    assert_int_equal(checks(s), -1);
    assert_non_null(strstr(s->answer, "in use"));
    scene_close(s);

    struct files files = life_files(ENTRIES, true);
    files_write(&files, s->path);
    assert_int_equal(checks(s), 0);
    assert_non_null(strstr(s->answer, "240 entries, 3 conversations, 1 accounts"));
    struct files after = files_read(s->path);
    assert_int_equal(after.db.len, files.db.len);
    assert_memory_equal(after.db.data, files.db.data, files.db.len);
    assert_int_equal(after.wal.len, files.wal.len);

    files_drop(&after);
    files_drop(&files);
    files = life_files(ENTRIES, false);
    unsigned char *at = memmem(files.db.data, files.db.len, "alice!a@b7 of all", 17);
    at[9] = '8';
    files_write(&files, s->path);
    assert_int_equal(checks(s), 1);
    assert_non_null(strstr(s->answer, "1 entries of"));

    files.db.len /= 2;
    files_write(&files, s->path);
    log_open(-1, LOG_ERROR);
    assert_true(checks(s) > 0);
    log_open(STDERR_FILENO, LOG_INFO);
    files_drop(&files);
    unlink(s->path);
    assert_int_equal(checks(s), -1);
}

#define SPEC(f) cmocka_unit_test_setup_teardown(f, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPEC(a_check_finds_what_a_start_has_no_time_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
