/* Two people at clients of ours answer, react, change and delete what was said, by picking it. */
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define PICK  "\033s"
#define ENTER "\r"
#define DOWN  "\033[B"

struct two {
    struct screen *alice, *bob;
};

static struct two meet(struct rig *rig)
{
    rig_start_server(rig);
    struct two two = {.alice = person_arrive(rig, PARLOR, "alice")};
    two.bob = person_arrive(rig, PARLOR, "bob");
    screen_wait(two.alice, "Here 2");
    screen_type(two.alice, "teh deploy is done" ENTER);
    screen_wait(two.bob, "alice +teh deploy is done");
    screen_wait_gone(two.alice, "sending");
    return two;
}

static void part(struct two *two)
{
    person_quit(two->alice);
    person_quit(two->bob);
}

static void an_answer_shows_to_both_what_it_answers(void **state)
{
    struct two two = meet(*state);
    screen_type(two.bob, PICK "r");
    screen_wait(two.bob, "Answering alice: teh deploy is done");
    screen_type(two.bob, "nice" ENTER);
    screen_wait(two.alice, "┌ alice: teh deploy is done");
    screen_wait(two.alice, "bob +nice");
    screen_wait(two.bob, "┌ alice: teh deploy is done");
    part(&two);
}

static void a_reaction_is_counted_for_both_and_taken_back(void **state)
{
    struct two two = meet(*state);
    screen_type(two.bob, PICK "+tada" ENTER);
    screen_wait(two.alice, "teh deploy is done +🎉 +1");
    screen_wait(two.bob, "teh deploy is done +\\[🎉 +1\\]");
    screen_type(two.bob, PICK "+tada" ENTER);
    screen_wait_gone(two.alice, "🎉");
    part(&two);
}

static void a_change_is_seen_by_both_and_after_a_restart(void **state)
{
    struct two two = meet(*state);
    screen_type(two.alice, PICK "e");
    screen_wait(two.alice, "Changing what you said");
    screen_type(two.alice, "\001\033d"
                           "the" ENTER);
    screen_wait(two.alice, "the deploy is done +\\(edited\\)");
    screen_wait(two.bob, "the deploy is done +\\(edited\\)");
    person_quit(two.bob);
    two.bob = person_arrive(*state, PARLOR, "bob");
    screen_wait(two.bob, "the deploy is done +\\(edited\\)");
    part(&two);
}

static void what_is_deleted_is_asked_about_and_gone_for_both(void **state)
{
    struct two two = meet(*state);
    screen_type(two.alice, PICK "d");
    screen_wait(two.alice, "Delete this message\\?");
    screen_type(two.alice, DOWN ENTER);
    screen_wait(two.bob, "deleted by alice");
    screen_wait_gone(two.bob, "teh deploy");
    part(&two);
}

static void one_sees_that_the_other_types(void **state)
{
    struct two two = meet(*state);
    screen_type(two.bob, "I am");
    screen_wait(two.alice, "bob is typing…");
    screen_type(two.bob, " here" ENTER);
    screen_wait(two.alice, "bob +I am here");
    screen_wait_gone(two.alice, "is typing");
    part(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define STORY(test) cmocka_unit_test_setup_teardown(test, rig_setup, rig_teardown)
        STORY(an_answer_shows_to_both_what_it_answers),
        STORY(a_reaction_is_counted_for_both_and_taken_back),
        STORY(a_change_is_seen_by_both_and_after_a_restart),
        STORY(what_is_deleted_is_asked_about_and_gone_for_both),
        STORY(one_sees_that_the_other_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
