/* What the user made of a room is found again at the next start. */
#include "past_scene.h"
#include "spec.h"

static void what_one_is_told_of_a_room_is_as_it_was(void **state)
{
    struct past *past = *state;
    scene_conv(past->s, "#tea")->notify = NOTIFY_NONE;
    restart(past);
    assert_int_equal(scene_conv(past->s, "#tea")->notify, NOTIFY_NONE);
    assert_int_equal(scene_conv(past->s, "#ops")->notify, NOTIFY_USUAL);
}

static void what_was_pinned_muted_or_folded_is_so_again(void **state)
{
    struct past *past = *state;
    server_says(past->s, ":alice!a@h JOIN #milk");
    enters(past->s, "/pin #milk");
    enters(past->s, "/mute #ops");
    past->s->network->folded = true;
    restart(past);
    assert_string_equal(chat_nth(past->s->chat, 1)->name, "#milk");
    assert_true(chat_nth(past->s->chat, 1)->pinned);
    assert_true(chat_nth(past->s->chat, 1)->rejoin);
    assert_false(scene_conv(past->s, "#tea")->muted);
    assert_true(scene_conv(past->s, "#ops")->muted);
    assert_true(past->s->network->folded);
}

static void an_answer_that_was_begun_goes_on(void **state)
{
    struct past *past = *state;
    bob_says(past, "#ops", 1, "who is there");
    presses(past->s, "M-s r");
    types(past->s, "me, sa");
    restart(past);
    struct scene *s = past->s;
    chat_open(s->chat, scene_conv(s, "#ops"));
    input_shows(s, "me, sa|");
    assert_int_equal(s->chat->current->compose, COMPOSE_REPLY);
    assert_string_equal(s->chat->current->compose_id, "ops1");
    presses(s, "Esc");
    restart(past);
    assert_int_equal(scene_conv(past->s, "#ops")->compose, COMPOSE_TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_PAST(what_one_is_told_of_a_room_is_as_it_was),
        WITH_A_PAST(an_answer_that_was_begun_goes_on),
        WITH_A_PAST(what_was_pinned_muted_or_folded_is_so_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
