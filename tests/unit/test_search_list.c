/* The list of what was found: what is around a hit, older ones, and what only filters find. */
#include <stdio.h>
#include <string.h>

#include "past_scene.h"
#include "posted.h"
#include "spec.h"

static void preview_is(const struct past *past, const char *before, const char *chosen,
                       const char *after)
{
    const struct dialog_preview *preview = &past->s->chat->dialog->preview;
    assert_string_equal(preview->before ? preview->before : "", before);
    assert_string_equal(preview->chosen ? preview->chosen : "", chosen);
    assert_string_equal(preview->after ? preview->after : "", after);
}

static void what_was_said_around_the_chosen_hit_is_below_the_list(void **state)
{
    struct past *past = *state;
    bob_counts(past, "#tea", 1, 5);
    bob_says(past, "#tea", 6, "kettle on");
    bob_counts(past, "#tea", 7, 9);
    bob_says(past, "#tea", 10, "kettle off");
    past_turn(past);
    restart(past);
    enters(past->s, "/search kettle");
    past_turn(past);
    preview_is(past, "bob  number 9", "bob  kettle off", "");
    presses(past->s, "Down");
    past_turn(past);
    preview_is(past, "bob  number 5", "bob  kettle on", "bob  number 7");
    types(past->s, "x");
    past_turn(past);
    preview_is(past, "", "", "");
}

static void a_hit_in_a_room_that_is_not_here_stands_alone(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    server_says(s, ":irc.example.org CAP alice NEW :soju.im/search");
    server_says(s, ":irc.example.org CAP alice ACK :soju.im/search");
    enters(s, "/search kettle");
    server_says(s, ":irc.example.org BATCH +s soju.im/search");
    server_says(s, "@batch=s;msgid=far1;time=2026-11-19T09:00:00.000Z :bob!b@h PRIVMSG #far "
                   ":a kettle");
    server_says(s, ":irc.example.org BATCH -s");
    past_turn(past);
    preview_is(past, "", "bob  a kettle", "");
}

static void the_server_finds(struct scene *s, int from, int to)
{
    server_says(s, ":irc.example.org BATCH +s soju.im/search");
    for (int i = from; i >= to; i--)
        server_says(s,
                    "@batch=s;msgid=k%d;time=2026-11-20T10:%02d:%02d.000Z :bob!b@h PRIVMSG #tea "
                    ":kettle %d",
                    i, i / 60, i % 60, i);
    server_says(s, ":irc.example.org BATCH -s");
}

static void tab_asks_the_server_for_what_is_older_than_what_it_found(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    server_says(s, ":irc.example.org CAP alice NEW :soju.im/search");
    server_says(s, ":irc.example.org CAP alice ACK :soju.im/search");
    enters(s, "/search kettle");
    client_says(s, "SEARCH text=kettle;limit=100");
    the_server_finds(s, 300, 201);
    past_turn(past);
    assert_string_equal(s->chat->dialog->note, "100 found");
    presses(s, "Tab");
    client_says(s, "SEARCH text=kettle;before=2026-11-20T10:03:21.000Z;limit=100");
    the_server_finds(s, 200, 101);
    past_turn(past);
    assert_string_equal(s->chat->dialog->note, "200 found");
    presses(s, "Tab");
    client_says(s, "SEARCH text=kettle;before=2026-11-20T10:01:41.000Z;limit=100");
    the_server_finds(s, 100, 1);
    past_turn(past);
    assert_string_equal(s->chat->dialog->note, "the newest 200");
    presses(s, "Tab");
    the_server_finds(s, 100, 1);
    past_turn(past);
    assert_string_equal(s->chat->dialog->note, "300 found");
}

static void tab_goes_on_in_what_is_kept_here(void **state)
{
    struct past *past = *state;
    bob_counts(past, "#tea", 1, 450);
    enters(past->s, "/search number");
    past_turn(past);
    assert_string_equal(past->s->chat->dialog->note, "the newest 200");
    presses(past->s, "Tab");
    past_turn(past);
    assert_string_equal(past->s->chat->dialog->note, "the newest 400");
    presses(past->s, "Tab");
    past_turn(past);
    assert_string_equal(past->s->chat->dialog->note, "450 found");
}

static void the_rooms_own_search_knows_reactions_and_files(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_says(past, "#ops", 1, "kettle one");
    bob_says(past, "#ops", 2, "kettle two");
    bob_says(past, "#ops", 3, "kettle three");
    chat_react(s->chat, s->chat->current, "ops2", &(struct reaction){.who = "carol", .value = "👍"},
               true);
    posted_set_tag(s->chat->current, "ops1", "5,abc,text/plain");
    presses(s, "C-s");
    types(s, "kettle");
    notice_says(s, "*1 of 3*");
    types(s, " has:reaction");
    notice_says(s, "*1 of 1*");
    presses(s, "Esc C-s");
    types(s, "has:file");
    notice_says(s, "*1 of 1*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_PAST(what_was_said_around_the_chosen_hit_is_below_the_list),
        WITH_A_PAST(a_hit_in_a_room_that_is_not_here_stands_alone),
        WITH_A_PAST(tab_asks_the_server_for_what_is_older_than_what_it_found),
        WITH_A_PAST(tab_goes_on_in_what_is_kept_here),
        WITH_A_PAST(the_rooms_own_search_knows_reactions_and_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
