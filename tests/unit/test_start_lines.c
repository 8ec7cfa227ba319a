/* What is in memory at the start: a few lines of each room, so that a long past costs nothing. */
#include "past_scene.h"
#include "spec.h"

static size_t lines_of(const struct past *past, const char *room)
{
    return lines_count(scene_conv(past->s, room)->lines);
}

static void of_a_room_that_is_read_a_few_lines_are_here_of_the_open_one_more(void **state)
{
    struct past *past = *state;
    bob_counts(past, "#tea", 1, 500);
    bob_counts(past, "#ops", 1, 500);
    scene_conv(past->s, "#tea")->read_ms = past->s->chat->now_ms;
    restart(past);
    assert_int_equal(lines_of(past, "#tea"), 20);
    assert_int_equal(scene_conv(past->s, "#tea")->unread, 0);
    assert_int_equal(lines_of(past, "#ops"), 320);
}

static void what_is_unread_is_here_and_counted(void **state)
{
    struct past *past = *state;
    bob_counts(past, "#tea", 1, 200);
    scene_conv(past->s, "#tea")->read_ms = 1;
    restart(past);
    assert_int_equal(scene_conv(past->s, "#tea")->unread, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_PAST(of_a_room_that_is_read_a_few_lines_are_here_of_the_open_one_more),
        WITH_A_PAST(what_is_unread_is_here_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
