#include <stdatomic.h>
#include <stdlib.h>

#include "hasher.h"
#include "loop.h"
#include "spec.h"

/* What a job remembers of itself. */
struct work {
    struct loop *loop;
    atomic_int worked;
    int done;
    int order;
    int *counter;
};

static void work_on(void *job)
{
    struct work *work = job;
    work->worked++;
}

static void count_done(void *job)
{
    struct work *work = job;
    work->done++;
    work->order = (*work->counter)++;
}

static void done_and_stop(void *job)
{
    struct work *work = job;
    count_done(job);
    loop_stop(work->loop);
}

static void jobs_are_worked_on_and_answered_in_order(void **state)
{
    (void)state;
    struct server server = {0};
    struct loop *loop = loop_new();
    struct hasher *hasher = hasher_new(loop, &server);
    int counter = 0;
    struct work work[20] = {0};
    for (int i = 0; i < 20; i++) {
        work[i].loop = loop;
        work[i].counter = &counter;
        assert_int_equal(hasher_run(hasher, work_on, i < 19 ? count_done : done_and_stop, &work[i]),
                         0);
    }

    loop_run(loop);

    for (int i = 0; i < 20; i++) {
        assert_int_equal(work[i].worked, 1);
        assert_int_equal(work[i].done, 1);
        assert_int_equal(work[i].order, i);
    }
    assert_true(server.now_ms > 0);
    hasher_free(hasher);
    loop_free(loop);
}

/* A full queue is refused, so that clients are told to try again; a stop gives every job back. */
static void too_many_jobs_are_refused_and_none_is_forgotten(void **state)
{
    (void)state;
    struct server server = {0};
    struct loop *loop = loop_new();
    struct hasher *hasher = hasher_new(loop, &server);
    int counter = 0;
    struct work work = {.loop = loop, .counter = &counter};
    for (int i = 0; i < HASHER_QUEUE_MAX; i++)
        assert_int_equal(hasher_run(hasher, work_on, count_done, &work), 0);

    assert_int_equal(hasher_run(hasher, work_on, count_done, &work), -1);

    hasher_free(hasher);
    assert_int_equal(work.done, HASHER_QUEUE_MAX);
    loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_are_worked_on_and_answered_in_order),
        cmocka_unit_test(too_many_jobs_are_refused_and_none_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
