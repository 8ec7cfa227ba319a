/* Programs of the user's whose output we want. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "launch.h"
#include "loop.h"
#include "mem.h"
#include "run.h"
#include "spec.h"

struct seen {
    struct loop *loop;
    char *text;
    struct run_end end;
};

static void on_end(void *arg, const struct run_end *end)
{
    struct seen *seen = arg;
    seen->text = xstrdup(end->text);
    seen->end = *end;
    loop_stop(seen->loop);
}

/* Runs it to its end; its text is to be freed. */
static struct seen runs(const char *command, struct run_bounds bounds)
{
    struct seen seen = {.loop = loop_new()};
    char **words = launch_words(command, NULL);
    struct run *run = run_new(seen.loop, words, bounds, on_end, &seen);
    assert_non_null(run);
    loop_run(seen.loop);
    run_free(run);
    launch_words_free(words);
    loop_free(seen.loop);
    return seen;
}

static const struct run_bounds usual = {.ms = 60000, .bytes = 1000, .both = true};

static void a_program_gives_what_it_prints_and_how_it_ended(void **state)
{
    (void)state;
    struct seen seen = runs("sh -c 'echo one; echo two >&2; exit 3'", usual);
    assert_string_equal(seen.text, "one\ntwo\n");
    assert_int_equal(seen.end.status, 3);
    assert_false(seen.end.late || seen.end.cut);
    free(seen.text);
    struct run_bounds quiet = usual;
    quiet.both = false;
    seen = runs("sh -c 'echo one; echo two >&2'", quiet);
    assert_string_equal(seen.text, "one\n");
    free(seen.text);
}

static void one_that_takes_too_long_is_ended_with_all_that_it_began(void **state)
{
    (void)state;
    struct run_bounds brief = {.ms = 50, .bytes = 1000};
    struct seen seen = runs("sh -c 'echo begun; cat <&1 & wait; tail -f /dev/null'", brief);
    assert_true(seen.end.late);
    assert_int_equal(seen.end.status, -1);
    free(seen.text);
}

static void one_that_prints_too_much_is_ended(void **state)
{
    (void)state;
    struct seen seen = runs("yes", usual);
    assert_true(seen.end.cut);
    assert_int_equal(strlen(seen.text), usual.bytes);
    free(seen.text);
}

static void one_that_leaves_another_behind_is_not_waited_for(void **state)
{
    (void)state;
    struct seen seen = runs("sh -c 'tail -f /dev/null & echo $!'", usual);
    assert_false(seen.end.late);
    assert_int_equal(kill((pid_t)strtol(seen.text, NULL, 10), SIGKILL), 0);
    free(seen.text);
}

static void one_that_is_not_there_is_not_begun(void **state)
{
    (void)state;
    struct loop *loop = loop_new();
    char word[] = "no-such-program-at-all";
    char *const words[] = {word, NULL};
    assert_null(run_new(loop, words, usual, on_end, NULL));
    assert_int_equal(errno, ENOENT);
    loop_free(loop);
}

static void one_that_nobody_waits_for_any_more_is_ended(void **state)
{
    (void)state;
    struct loop *loop = loop_new();
    char **words = launch_words("tail -f /dev/null", NULL);
    struct run *run = run_new(loop, words, usual, on_end, NULL);
    assert_non_null(run);
    run_free(run);
    launch_words_free(words);
    loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_gives_what_it_prints_and_how_it_ended),
        cmocka_unit_test(one_that_takes_too_long_is_ended_with_all_that_it_began),
        cmocka_unit_test(one_that_prints_too_much_is_ended),
        cmocka_unit_test(one_that_leaves_another_behind_is_not_waited_for),
        cmocka_unit_test(one_that_is_not_there_is_not_begun),
        cmocka_unit_test(one_that_nobody_waits_for_any_more_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
