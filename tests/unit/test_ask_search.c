/* Searching at the server, and going to what only the server has. */
#include <stdio.h>
#include <string.h>

#include "past_scene.h"
#include "spec.h"

static void searchable(struct past *past)
{
    server_says(past->s, ":irc.example.org CAP alice NEW :soju.im/search");
    server_says(past->s, ":irc.example.org CAP alice ACK :soju.im/search");
    scene_forget(past->s);
}

static void the_servers_hits_are_merged_without_doubles(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    searchable(past);
    bob_says(past, "#ops", 100, "kettle here");
    past_turn(past);
    enters(s, "/search kettle from:bob before:2026-11-21");
    client_says(s, "SEARCH text=kettle;from=bob;before=2026-11-21T00:00:00.000Z;limit=100");
    server_says(s, ":irc.example.org BATCH +s soju.im/search");
    server_says(s, "@batch=s;msgid=old1;time=2026-11-19T09:00:00.000Z :bob!b@h PRIVMSG #tea "
                   ":the old kettle");
    server_says(s, "@batch=s;msgid=ops100;time=2026-11-20T10:01:40.000Z :bob!b@h PRIVMSG #ops "
                   ":kettle here");
    server_says(s, "@batch=s;msgid=p1;time=2026-11-18T09:00:00.000Z :bob!b@h PRIVMSG alice "
                   ":\001ACTION fills the kettle\001");
    past_turn(past);
    assert_non_null(strstr(s->chat->dialog->note, "asking the server"));
    server_says(s, ":irc.example.org BATCH -s");
    past_turn(past);
    results_are(past, "bob  kettle here | #ops  10:01\n"
                      "bob  the old kettle | #tea  2026-11-19 09:00\n"
                      "bob  fills the kettle | bob  2026-11-18 09:00\n");
    conv_does_not_show(s, "#tea", "*the old kettle*");
}

/* The server found a line of #tea. */
static void server_finds(struct past *past, const char *id, const char *text)
{
    enters(past->s, "/search kettle");
    server_says(past->s, ":irc.example.org BATCH +s soju.im/search");
    server_says(past->s,
                "@batch=s;msgid=%s;time=2026-11-20T10:00:41.000Z :bob!b@h PRIVMSG #tea :%s", id,
                text);
    server_says(past->s, ":irc.example.org BATCH -s");
    past_turn(past);
    presses(past->s, "Enter");
    past_turn(past);
}

static void server_gives(struct past *past, int second, const char *text)
{
    server_says(past->s,
                "@batch=h;msgid=tea%d;time=2026-11-20T10:%02d:%02d.000Z :bob!b@h PRIVMSG #tea :%s",
                second, second / 60, second % 60, text);
}

static void an_old_line_of_the_server_is_fetched_with_all_that_came_after_it(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    char text[16];
    searchable(past);
    bob_counts(past, "#tea", 200, 250);
    scene_forget(s);
    server_says(s, ":irc.example.org 005 alice CHATHISTORY=1000 :are supported by this server");
    server_finds(past, "tea41", "the kettle is on");
    client_says(s, "CHATHISTORY BEFORE #tea msgid=tea200 *1000");
    notice_says(s, "Fetching what was said, back to *Esc leaves off");
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    for (int i = 42; i < 200; i++) {
        snprintf(text, sizeof(text), "number %d", i);
        server_gives(past, i, text);
    }
    server_says(s, ":irc.example.org BATCH -h");
    past_turn(past);
    client_says(s, "CHATHISTORY BEFORE #tea msgid=tea42 *");
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    server_gives(past, 41, "the kettle is on");
    server_says(s, ":irc.example.org BATCH -h");
    past_turn(past);
    stands_at(past, "the kettle is on");
    counts_on(past, 42, 250);
}

static void esc_leaves_off_what_is_far_back(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    searchable(past);
    bob_counts(past, "#tea", 200, 210);
    server_finds(past, "tea41", "the kettle is on");
    presses(s, "Esc");
    notice_says(s, "Left off*");
    scene_forget(s);
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    server_gives(past, 150, "x");
    server_says(s, ":irc.example.org BATCH -h");
    past_turn(past);
    client_does_not_say(s, "CHATHISTORY*");
    assert_int_equal(s->chat->current->anchor, 0);
}

static void what_nobody_has_any_more_is_said(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    searchable(past);
    bob_counts(past, "#tea", 200, 210);
    server_finds(past, "gone", "the kettle is on");
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    server_gives(past, 30, "x");
    server_says(s, ":irc.example.org BATCH -h");
    past_turn(past);
    notice_says(s, "That message is not there any more*");
}

static void what_is_too_far_back_is_said_after_many_pages(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    searchable(past);
    bob_counts(past, "#tea", 900, 905);
    server_finds(past, "tea41", "the kettle is on");
    for (int second = 899; second > 699; second--) {
        server_says(s, ":irc.example.org BATCH +h chathistory #tea");
        server_gives(past, second, "tick");
        server_says(s, ":irc.example.org BATCH -h");
        past_turn(past);
    }
    notice_says(s, "That is too far back to be fetched at once*");
}

static void without_a_server_that_can_it_is_said(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    enters(s, "/search kettle");
    client_does_not_say(s, "SEARCH*");
    presses(s, "Tab");
    assert_string_equal(s->chat->dialog->error, "No server here can search for that");
}

static void a_refused_search_ends(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    searchable(past);
    enters(s, "/search kettle");
    server_says(s, ":irc.example.org FAIL SEARCH INTERNAL_ERROR :The search could not be run");
    past_turn(past);
    assert_string_equal(s->chat->dialog->note, "0 found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_PAST(the_servers_hits_are_merged_without_doubles),
        WITH_A_PAST(an_old_line_of_the_server_is_fetched_with_all_that_came_after_it),
        WITH_A_PAST(esc_leaves_off_what_is_far_back),
        WITH_A_PAST(what_nobody_has_any_more_is_said),
        WITH_A_PAST(what_is_too_far_back_is_said_after_many_pages),
        WITH_A_PAST(without_a_server_that_can_it_is_said),
        WITH_A_PAST(a_refused_search_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
