#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "launch.h"
#include "mem.h"
#include "spec.h"

#define PATIENCE_MS 20000

static void a_command_is_split_at_blanks_and_quotes_hold_together(void **state)
{
    (void)state;
    const char *const more[] = {"https://example.org/?a=1;rm", NULL};
    char **words = launch_words("  open -a \"Web Browser\" ''", more);
    assert_string_equal(words[0], "open");
    assert_string_equal(words[1], "-a");
    assert_string_equal(words[2], "Web Browser");
    assert_string_equal(words[3], "");
    assert_string_equal(words[4], "https://example.org/?a=1;rm");
    assert_null(words[5]);
    launch_words_free(words);
    assert_null(launch_words("  ", more));
    assert_null(launch_words("''", more));
}

/* What the program wrote, when it has renamed it into its place. To free. */
static char *wait_for(const char *path)
{
    char text[1000] = "";
    int64_t deadline_ms = clock_mono_ms() + PATIENCE_MS;
    while (access(path, R_OK) != 0 && clock_mono_ms() < deadline_ms)
        sched_yield();
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    return xstrdup(text);
}

static void a_program_runs_with_its_words_and_environment_and_nothing_of_ours(void **state)
{
    (void)state;
    char folder[] = "/tmp/parlor-launch-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *script = xasprintf("%s/hook", folder);
    char *out = xasprintf("%s/out", folder);
    FILE *file = fopen(script, "we");
    fprintf(file, "#!/bin/sh\nprintf '%%s|' \"$@\" \"$PARLOR_TEXT\" >$1.new\n"
                  "ls /proc/self/fd | wc -l >>$1.new\nmv $1.new $1\n");
    fclose(file);
    chmod(script, 0700);

    const char *const more[] = {out, "two; words", NULL};
    const char *const env[] = {"PARLOR_TEXT=$(hello)", NULL};
    char **words = launch_words(script, more);
    FILE *ours = fopen("/dev/null", "r");
    assert_true(launch_detached(words, env));
    char *wrote = wait_for(out);
    char *wanted = xasprintf("%s|two; words|$(hello)|4\n", out);
    assert_string_equal(wrote, wanted);

    fclose(ours);
    launch_words_free(words);
    unlink(out);
    unlink(script);
    rmdir(folder);
    free(script);
    free(out);
    free(wrote);
    free(wanted);
}

static void a_program_that_is_not_there_is_said_so(void **state)
{
    (void)state;
    char name[] = "there-is-no-such-program";
    char *words[] = {name, NULL};
    assert_false(launch_detached(words, NULL));
    assert_int_equal(errno, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_is_split_at_blanks_and_quotes_hold_together),
        cmocka_unit_test(a_program_runs_with_its_words_and_environment_and_nothing_of_ours),
        cmocka_unit_test(a_program_that_is_not_there_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
