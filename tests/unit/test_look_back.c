/* Looking for what was said, in the room and in all rooms; going there; having it forgotten. */
#include <string.h>

#include "ignore.h"
#include "past_scene.h"
#include "spec.h"

/* ---- in the room ---- */

static void search_in_the_room_finds_as_one_types(void **state)
{
    struct past *past = *state;
    bob_says(past, "#ops", 1, "the kettle is on");
    bob_counts(past, "#ops", 2, 50);
    bob_says(past, "#ops", 51, "kettles everywhere");
    bob_counts(past, "#ops", 52, 90);
    presses(past->s, "C-s");
    notice_says(past->s, "Search: *type a word*");
    types(past->s, "kett");
    notice_says(past->s, "Search: kett* 1 of 2 *");
    stands_at(past, "kettles everywhere");
    types(past->s, "le is");
    notice_says(past->s, "Search: kettle is* 1 of 1 *");
    stands_at(past, "the kettle is on");
    input_shows(past->s, "kettle is|");
}

static void arrows_and_c_s_go_between_hits(void **state)
{
    struct past *past = *state;
    bob_says(past, "#ops", 1, "kettle one");
    bob_counts(past, "#ops", 2, 30);
    bob_says(past, "#ops", 31, "kettle two");
    bob_counts(past, "#ops", 32, 60);
    presses(past->s, "F3 k e t C-s");
    stands_at(past, "kettle one");
    notice_says(past->s, "*2 of 2*");
    presses(past->s, "Up");
    notice_says(past->s, "*that was the oldest one here*");
    presses(past->s, "C-r");
    stands_at(past, "kettle two");
    presses(past->s, "Down");
    notice_says(past->s, "*that was the newest one*");
    presses(past->s, "Up");
    stands_at(past, "kettle one");
}

static void enter_stays_and_esc_goes_back(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_says(past, "#ops", 1, "kettle");
    bob_counts(past, "#ops", 2, 60);
    types(s, "half a thought");
    presses(s, "C-s k e t Esc");
    assert_int_equal(s->chat->current->anchor, 0);
    input_shows(s, "half a thought|");
    presses(s, "C-s k e t Enter");
    stands_at(past, "kettle");
    input_shows(s, "half a thought|");
    presses(s, "C-End");
    assert_int_equal(s->chat->current->anchor, 0);
}

static void c_f_at_the_end_of_the_line_searches(void **state)
{
    struct past *past = *state;
    bob_says(past, "#ops", 1, "kettle");
    types(past->s, "ab");
    presses(past->s, "C-a C-f");
    input_shows(past->s, "a|b");
    presses(past->s, "C-f C-f k");
    notice_says(past->s, "Search: k*1 of 1*");
}

static void what_is_not_here_and_wrong_filters_are_said(void **state)
{
    struct past *past = *state;
    bob_says(past, "#ops", 1, "kettle");
    presses(past->s, "C-s");
    types(past->s, "spoon");
    notice_says(past->s, "Search: spoon* not here *");
    presses(past->s, "Esc C-s");
    types(past->s, "after:tomorow");
    notice_says(past->s, "Search: after:tomorow* is no date: *");
}

static void a_search_in_the_room_knows_what_is_only_on_the_disk(void **state)
{
    struct past *past = *state;
    bob_says(past, "#ops", 1, "the kettle is on");
    bob_counts(past, "#ops", 2, 1500);
    restart(past);
    chat_open(past->s->chat, scene_conv(past->s, "#ops"));
    presses(past->s, "C-s");
    types(past->s, "ket");
    past_turn(past);
    stands_at(past, "the kettle is on");
    notice_says(past->s, "Search: ket* 1 of 1 *");
    counts_on(past, 2, 1500);
}

/* ---- everywhere ---- */

/* However many lines ago, and in another room; and then back. */
static void a_word_in_another_room_is_found_jumped_to_and_left_again(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_counts(past, "#tea", 1, 40);
    bob_says(past, "#tea", 41, "the kettle is on");
    bob_counts(past, "#tea", 42, 1200);
    restart(past);
    chat_open(s->chat, scene_conv(s, "#ops"));
    presses(s, "C-s");
    types(s, "kettle");
    presses(s, "Tab");
    past_turn(past);
    results_are(past, "bob  the kettle is on | #tea  10:00\n");
    presses(s, "Enter");
    past_turn(past);
    assert_null(s->chat->dialog);
    assert_string_equal(s->chat->current->name, "#tea");
    stands_at(past, "the kettle is on");
    assert_true(lines_count(s->chat->current->lines) > 1000);
    presses(s, "C-End M-/");
    assert_int_equal(scene_conv(s, "#tea")->anchor, 0);
    assert_string_equal(s->chat->current->name, "#ops");
}

static void the_list_follows_what_is_typed_newest_first(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_says(past, "#tea", 1, "kettle on");
    bob_says(past, "#ops", 2, "kettle off");
    bob_says(past, "#ops", 3, "pot");
    past_turn(past);
    enters(s, "/search kett");
    past_turn(past);
    results_are(past, "bob  kettle off | #ops  10:00\nbob  kettle on | #tea  10:00\n");
    assert_string_equal(s->chat->dialog->note, "2 found");
    types(s, "le -off");
    past_turn(past);
    results_are(past, "bob  kettle on | #tea  10:00\n");
    types(s, " in:ops");
    past_turn(past);
    results_are(past, "");
    types(s, " has:x");
    past_turn(past);
    assert_string_equal(s->chat->dialog->error,
                        "has:x is nothing to look for: has:link, has:file or has:reaction");
}

static void filters_narrow_a_search(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_says(past, "#tea", 1, "see https://example.org/plan");
    bob_says(past, "#tea", 2, "no plan");
    server_says(s, "@time=2026-11-20T10:00:03.000Z;msgid=c :carol!c@h PRIVMSG #tea :plan b");
    past_turn(past);
    enters(s, "/grep plan from:carol");
    past_turn(past);
    results_are(past, "carol  plan b | #tea  10:00\n");
    presses(s, "Esc Esc");
    enters(s, "/lastlog has:link in:#tea after:today");
    past_turn(past);
    results_are(past, "bob  see https://example.org/plan | #tea  10:00\n");
    presses(s, "Esc Esc");
    enters(s, "/search plan before:yesterday");
    past_turn(past);
    results_are(past, "");
}

/* ---- forgetting ---- */

static void history_delete_asks_and_deletes_what_is_kept_here(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_says(past, "#tea", 1, "the kettle is on");
    bob_says(past, "#ops", 2, "kettle too");
    past_turn(past);
    enters(s, "/history");
    assert_string_equal(s->chat->dialog->title, "What was typed");
    presses(s, "Esc");
    enters(s, "/history -delete #tea");
    assert_int_equal(s->chat->dialog->kind, DIALOG_ASK);
    presses(s, "Enter");
    past_turn(past);
    conv_shows(s, "#tea", "<bob> the kettle is on");
    enters(s, "/history -delete");
    presses(s, "Up Enter");
    past_turn(past);
    conv_does_not_show(s, "#tea", "*kettle*");
    restart(past);
    conv_does_not_show(s, "#tea", "*kettle*");
    conv_shows(s, "#ops", "<bob> kettle too");
}

static void what_is_older_than_one_wants_to_keep_goes(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    server_says(s, "@time=2026-10-01T10:00:00.000Z;msgid=x :bob!b@h PRIVMSG #tea :long ago");
    bob_says(past, "#tea", 1, "today");
    past_turn(past);
    restart(past);
    conv_shows(s, "#tea", "<bob> long ago");
    s->chat->settings.keep_days = 30;
    past_turn(past);
    past_turn(past);
    restart(past);
    conv_does_not_show(s, "#tea", "*long ago*");
    conv_shows(s, "#tea", "<bob> today");
}

static void p_fetches_what_a_message_answers_and_picks_it(void **state)
{
    struct past *past = *state;
    bob_counts(past, "#ops", 1, 700);
    server_says(past->s, "@time=2026-11-20T10:20:00.000Z;msgid=late;+reply=ops1 :bob!b@h PRIVMSG "
                         "#ops :that was first");
    past_turn(past);
    restart(past);
    struct scene *s = past->s;
    struct line line;
    chat_open(s->chat, scene_conv(s, "#ops"));
    presses(s, "M-s p");
    past_turn(past);
    stands_at(past, "number 1");
    assert_true(pick_get(s->chat, &line));
    assert_string_equal(line.msgid, "ops1");
}

static void what_was_typed_stands_with_its_room(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    enters(s, "deploy is done");
    chat_open(s->chat, scene_conv(s, "#tea"));
    enters(s, "kettle is on");
    presses(s, "C-r");
    results_are(past, "kettle is on | #tea\ndeploy is done | #ops\n");
    presses(s, "Esc");
    chat_close(s->chat, scene_conv(s, "#ops"));
    presses(s, "C-r");
    results_are(past, "kettle is on | #tea\ndeploy is done | #ops\n");
}

static void what_an_ignored_person_said_is_not_found_until_it_is_heard_again(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_says(past, "#tea", 1, "kettle on");
    past_turn(past);
    char bob[] = "bob";
    s->chat->settings.ignored = bob;
    ignore_turn(s->chat);
    enters(s, "/search kettle");
    past_turn(past);
    assert_int_equal(s->chat->dialog->n, 0);
    presses(s, "Esc");
    chat_open(s->chat, scene_conv(s, "#tea"));
    presses(s, "C-s");
    types(s, "kettle");
    assert_int_equal(s->chat->seek.find.n, 0);
    presses(s, "Esc");
    s->chat->settings.ignored = NULL;
    ignore_turn(s->chat);
    enters(s, "/search kettle");
    past_turn(past);
    results_are(past, "bob  kettle on | #tea  10:00\n");
}

static void what_a_server_finds_of_an_ignored_person_is_passed_over(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    char mask[] = "*!*@evil.example";
    s->chat->settings.ignored = mask;
    server_says(s, ":irc.example.org CAP alice NEW :soju.im/search");
    server_says(s, ":irc.example.org CAP alice ACK :soju.im/search");
    enters(s, "/search kettle");
    server_says(s, ":irc.example.org BATCH +s soju.im/search");
    server_says(s, "@batch=s;msgid=x1;time=2026-11-19T09:00:00.000Z :dave!d@evil.example PRIVMSG "
                   "#tea :buy a kettle");
    server_says(s, "@batch=s;msgid=x2;time=2026-11-19T09:01:00.000Z :carol!c@h PRIVMSG #tea :our "
                   "kettle");
    server_says(s, ":irc.example.org BATCH -s");
    past_turn(past);
    assert_int_equal(s->chat->dialog->n, 1);
    s->chat->settings.ignored = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_PAST(p_fetches_what_a_message_answers_and_picks_it),
        WITH_A_PAST(search_in_the_room_finds_as_one_types),
        WITH_A_PAST(arrows_and_c_s_go_between_hits),
        WITH_A_PAST(enter_stays_and_esc_goes_back),
        WITH_A_PAST(c_f_at_the_end_of_the_line_searches),
        WITH_A_PAST(what_is_not_here_and_wrong_filters_are_said),
        WITH_A_PAST(a_search_in_the_room_knows_what_is_only_on_the_disk),
        WITH_A_PAST(a_word_in_another_room_is_found_jumped_to_and_left_again),
        WITH_A_PAST(the_list_follows_what_is_typed_newest_first),
        WITH_A_PAST(filters_narrow_a_search),
        WITH_A_PAST(history_delete_asks_and_deletes_what_is_kept_here),
        WITH_A_PAST(what_is_older_than_one_wants_to_keep_goes),
        WITH_A_PAST(what_was_typed_stands_with_its_room),
        WITH_A_PAST(what_an_ignored_person_said_is_not_found_until_it_is_heard_again),
        WITH_A_PAST(what_a_server_finds_of_an_ignored_person_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
