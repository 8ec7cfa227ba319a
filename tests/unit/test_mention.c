/* What spoke to us long ago is found by one key, and listed. */
#include <string.h>

#include "past_scene.h"
#include "spec.h"

static void one_press_goes_up_to_what_is_only_on_the_disk(void **state)
{
    struct past *past = *state;
    bob_says(past, "#ops", 1, "alice: kettle");
    bob_counts(past, "#ops", 2, 700);
    restart(past);
    struct scene *s = past->s;
    chat_open(s->chat, scene_conv(s, "#ops"));
    presses(s, "M-p");
    past_turn(past);
    stands_at(past, "alice: kettle");
    presses(s, "M-p");
    past_turn(past);
    notice_says(s, "Nobody speaks to you in what is kept here*");
    stands_at(past, "alice: kettle");
}

static void one_press_asks_the_server_until_there_is_one(void **state)
{
    struct past *past = *state;
    struct scene *s = past->s;
    bob_says(past, "#ops", 900, "number 900");
    past_turn(past);
    scene_forget(s);
    presses(s, "M-p");
    past_turn(past);
    client_says(s, "*CHATHISTORY BEFORE #ops *");
    server_says(s, ":irc.example.org BATCH +a chathistory #ops");
    for (int i = 10; i < 110; i++)
        server_says(s,
                    "@batch=a;time=2026-11-20T09:%02d:%02d.000Z;msgid=x%d :bob!b@h PRIVMSG "
                    "#ops :noise",
                    i / 60, i % 60, i);
    server_says(s, ":irc.example.org BATCH -a");
    past_turn(past);
    client_says(s, "*CHATHISTORY BEFORE #ops *");
    server_says(s, ":irc.example.org BATCH +b chathistory #ops");
    server_says(s, "@batch=b;time=2026-11-20T09:00:01.000Z;msgid=y :bob!b@h PRIVMSG #ops "
                   ":alice: here");
    server_says(s, ":irc.example.org BATCH -b");
    past_turn(past);
    stands_at(past, "alice: here");
}

static void the_list_has_what_is_only_on_the_disk_and_leads_there(void **state)
{
    struct past *past = *state;
    bob_says(past, "#tea", 1, "alice: old one");
    bob_counts(past, "#tea", 2, 700);
    bob_says(past, "#ops", 701, "alice: new one");
    past_turn(past);
    restart(past);
    struct scene *s = past->s;
    chat_open(s->chat, scene_conv(s, "#ops"));
    enters(s, "/mentions");
    past_turn(past);
    results_are(past, "10:11  #ops | bob: alice: new one\n10:00  #tea | bob: alice: old one\n");
    presses(s, "Down Enter");
    past_turn(past);
    assert_string_equal(s->chat->current->name, "#tea");
    stands_at(past, "alice: old one");
}

static void an_empty_list_says_what_would_stand_there(void **state)
{
    struct past *past = *state;
    enters(past->s, "/mentions");
    past_turn(past);
    assert_non_null(strstr(past->s->chat->dialog->empty, "Nobody yet"));
    presses(past->s, "Esc");
    enters(past->s, "/search");
    assert_non_null(strstr(past->s->chat->dialog->empty, "from:bob"));
    types(past->s, "kettle");
    past_turn(past);
    assert_non_null(strstr(past->s->chat->dialog->empty, "Nothing like that"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_PAST(one_press_goes_up_to_what_is_only_on_the_disk),
        WITH_A_PAST(one_press_asks_the_server_until_there_is_one),
        WITH_A_PAST(an_empty_list_says_what_would_stand_there),
        WITH_A_PAST(the_list_has_what_is_only_on_the_disk_and_leads_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
