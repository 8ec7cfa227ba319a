#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "loop.h"
#include "loop_private.h"
#include "mem.h"
#include "spec.h"

/* A loop whose callbacks write down what happens. */
struct diary {
    struct loop *loop;
    struct loop_timer *timer, *other;
    struct loop_task task;
    struct buf text;
    int turns;
    int pipe[2];
};

static void note_turn(void *arg)
{
    struct diary *diary = arg;
    diary->turns++;
    buf_puts(&diary->text, "turn ");
}

static void note_timer(void *arg)
{
    buf_puts(&((struct diary *)arg)->text, "timer ");
}

static void note_stop(void *arg)
{
    struct diary *diary = arg;
    buf_puts(&diary->text, "stop ");
    loop_stop(diary->loop);
}

static void note_task(void *arg)
{
    buf_puts(&((struct diary *)arg)->text, "task ");
}

static void note_signal(void *arg, int signum)
{
    struct diary *diary = arg;
    buf_puts(&diary->text, signum == SIGUSR1 ? "usr1 " : "other ");
    loop_stop(diary->loop);
}

static int begin_diary(void **state)
{
    struct diary *diary = xnew(struct diary);
    diary->loop = loop_new();
    diary->timer = loop_timer_new(diary->loop, note_timer, diary);
    diary->other = loop_timer_new(diary->loop, note_stop, diary);
    diary->task = (struct loop_task){.fn = note_task, .arg = diary};
    loop_hook(diary->loop, note_turn, diary);
    *state = diary;
    return 0;
}

static int end_diary(void **state)
{
    struct diary *diary = *state;
    loop_timer_free(diary->timer);
    loop_timer_free(diary->other);
    loop_free(diary->loop);
    buf_clear(&diary->text);
    free(diary);
    return 0;
}

static void reads(struct diary *diary, const char *text)
{
    loop_run(diary->loop);
    assert_string_equal(buf_text(&diary->text), text);
}

static void all_that_is_due_runs_in_one_turn_before_the_hook(void **state)
{
    struct diary *diary = *state;
    loop_timer_set(diary->timer, 0);
    loop_timer_set(diary->other, 0);
    reads(diary, "timer stop turn ");
}

static void note_first(void *arg)
{
    struct diary *diary = arg;
    char byte;
    assert_int_equal(read(diary->pipe[0], &byte, 1), 1);
    buf_puts(&diary->text, "first ");
}

static void what_is_first_has_a_turn_before_all_else_that_is_due(void **state)
{
    struct diary *diary = *state;
    assert_int_equal(pipe(diary->pipe), 0);
    assert_int_equal(write(diary->pipe[1], "k", 1), 1);
    struct loop_watch *watch = loop_watch_new(diary->loop, diary->pipe[0], note_first, diary);
    loop_watch_first(watch);
    loop_timer_set(diary->timer, 0);
    loop_timer_set(diary->other, 0);
    reads(diary, "first turn timer stop turn ");
    loop_watch_free(watch);
    close(diary->pipe[0]);
    close(diary->pipe[1]);
}

static void a_timer_that_is_unset_stays_quiet(void **state)
{
    struct diary *diary = *state;
    loop_timer_set(diary->timer, 0);
    assert_true(loop_timer_is_set(diary->timer));
    loop_timer_unset(diary->timer);
    assert_false(loop_timer_is_set(diary->timer));
    loop_timer_set(diary->other, 5);
    reads(diary, "stop turn ");
}

static void setting_a_timer_again_moves_it(void **state)
{
    struct diary *diary = *state;
    loop_timer_set(diary->timer, 1);
    loop_timer_set(diary->timer, 60000);
    loop_timer_set(diary->other, 20);
    reads(diary, "stop turn ");
    assert_true(loop_timer_is_set(diary->timer));
}

static void an_idle_loop_sleeps(void **state)
{
    struct diary *diary = *state;
    int64_t began_ms = clock_mono_ms();
    loop_timer_set(diary->other, 100);
    loop_run(diary->loop);
    assert_true(clock_mono_ms() - began_ms >= 90);
    assert_true(diary->turns <= 2);
}

static void a_signal_is_handled_in_the_loop(void **state)
{
    struct diary *diary = *state;
    loop_signal(diary->loop, SIGUSR1, note_signal, diary);
    raise(SIGUSR1);
    reads(diary, "usr1 turn ");
}

static void a_watch_tells_that_there_is_something_to_read(void **state)
{
    struct diary *diary = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct loop_watch *watch = loop_watch_new(diary->loop, ends[0], note_stop, diary);
    assert_int_equal(write(ends[1], "x", 1), 1);
    reads(diary, "stop turn ");
    loop_watch_free(watch);
    close(ends[0]);
    close(ends[1]);
}

static void what_must_be_freed_goes_after_the_hook(void **state)
{
    struct diary *diary = *state;
    loop_timer_set(diary->other, 0);
    loop_task_end(diary->loop, &diary->task);
    reads(diary, "stop turn task ");
}

static void a_task_for_soon_does_not_let_the_loop_sleep(void **state)
{
    struct diary *diary = *state;
    loop_task_soon(diary->loop, &diary->task);
    loop_timer_set(diary->other, 20);
    reads(diary, "task turn stop turn ");
}

static void a_task_that_is_dropped_is_not_done(void **state)
{
    struct diary *diary = *state;
    loop_task_soon(diary->loop, &diary->task);
    loop_task_drop(&diary->task);
    loop_timer_set(diary->other, 0);
    reads(diary, "stop turn ");
}

#define DIARY_TEST(test) cmocka_unit_test_setup_teardown(test, begin_diary, end_diary)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DIARY_TEST(all_that_is_due_runs_in_one_turn_before_the_hook),
        DIARY_TEST(what_is_first_has_a_turn_before_all_else_that_is_due),
        DIARY_TEST(a_timer_that_is_unset_stays_quiet),
        DIARY_TEST(setting_a_timer_again_moves_it),
        DIARY_TEST(an_idle_loop_sleeps),
        DIARY_TEST(a_signal_is_handled_in_the_loop),
        DIARY_TEST(a_watch_tells_that_there_is_something_to_read),
        DIARY_TEST(what_must_be_freed_goes_after_the_hook),
        DIARY_TEST(a_task_for_soon_does_not_let_the_loop_sleep),
        DIARY_TEST(a_task_that_is_dropped_is_not_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
