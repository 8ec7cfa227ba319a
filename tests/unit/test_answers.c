/* Replies, reactions, edits and typing on the wire, from the client's side. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "spec.h"
#include "ui_scene.h"

static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":irc.example.org CAP alice NEW :parlor.chat/edit");
    server_says(s, ":irc.example.org CAP alice ACK :parlor.chat/edit");
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, "#tea"));
    server_says(s, "@msgid=m1 :bob!b@h PRIVMSG #tea :kettle on");
    scene_forget(s);
    return 0;
}

static struct line line_of(struct scene *s, const char *msgid)
{
    struct line line = {.text = "", .reply = ""};
    size_t index;
    struct conv *conv = scene_conv(s, "#tea");
    if (lines_find_id(conv->lines, msgid, &index))
        lines_get(conv->lines, index, &line);
    return line;
}

/* ---- replies ---- */

static void a_message_says_which_one_it_answers(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m2;+reply=m1 :carol!c@h PRIVMSG #tea :coming");
    server_says(s, "@msgid=m3;+draft/reply=m2 :bob!b@h PRIVMSG #tea :good");
    assert_string_equal(line_of(s, "m2").reply, "m1");
    assert_string_equal(line_of(s, "m3").reply, "m2");
    assert_string_equal(line_of(s, "m1").reply, "");
}

static void an_answer_goes_out_with_the_id_of_what_it_answers(void **state)
{
    struct scene *s = *state;
    struct conv *tea = scene_conv(s, "#tea");
    compose_set(s->chat, tea, COMPOSE_REPLY, "m1");
    types(s, "coming\n");
    client_says(s, "@label=*;+reply=m1 PRIVMSG #tea :coming");
    types(s, "and more\n");
    client_does_not_say(s, "*+reply*more*");
}

static void an_answer_written_without_a_link_stays_one(void **state)
{
    struct scene *s = *state;
    struct conv *tea = scene_conv(s, "#tea");
    compose_set(s->chat, tea, COMPOSE_REPLY, "m1");
    s->network->stage = NETWORK_WAITING;
    types(s, "coming\n");
    conv_shows(s, "#tea", "<alice> coming (waiting)");
    s->network->stage = NETWORK_READY;
    scene_wait(s, 10);
    client_says(s, "@label=*;+reply=m1 PRIVMSG #tea :coming");
}

static void our_own_answer_knows_what_it_answers_when_it_comes_back(void **state)
{
    struct scene *s = *state;
    ask_reply(s->chat, scene_conv(s, "#tea"), "m1", "coming");
    server_says(s, "@label=1;msgid=m2;+reply=m1 :alice!a@h PRIVMSG #tea :coming");
    assert_string_equal(line_of(s, "m2").reply, "m1");
}

/* ---- reactions ---- */

static void count_is(struct scene *s, const char *msgid, const char *value, unsigned n)
{
    struct reaction_sum sums[4];
    size_t kinds = reactions_sum(scene_conv(s, "#tea"), msgid, sums, 4);
    unsigned found = 0;
    for (size_t i = 0; i < kinds; i++)
        if (strcmp(sums[i].value, value) == 0)
            found = sums[i].n;
    assert_int_equal(found, n);
}

static void reactions_are_counted_and_taken_back(void **state)
{
    struct scene *s = *state;
    server_says(s, "@+draft/react=tea;+reply=m1 :carol!c@h TAGMSG #tea");
    server_says(s, "@account=dave;+draft/react=tea;+reply=m1 :dave_!d@h TAGMSG #tea");
    server_says(s, "@account=dave;+draft/react=tea;+reply=m1 :dave!d@h TAGMSG #tea");
    count_is(s, "m1", "tea", 2);
    server_says(s, "@account=dave;+draft/unreact=tea;+reply=m1 :dave!d@h TAGMSG #tea");
    count_is(s, "m1", "tea", 1);
}

static void reactions_come_with_history(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    server_says(s, "@batch=h;msgid=m0;time=2026-11-20T17:00:00.000Z :bob!b@h PRIVMSG #tea :old");
    server_says(s, "@batch=h;+draft/react=tea;+reply=m0 :carol!c@h TAGMSG #tea");
    server_says(s, ":irc.example.org BATCH -h");
    count_is(s, "m0", "tea", 1);
}

static void a_reaction_of_ours_is_sent_and_shown_when_it_comes_back(void **state)
{
    struct scene *s = *state;
    assert_true(ask_react(s->chat, scene_conv(s, "#tea"), "m1", "tea", true));
    client_says(s, "@+draft/react=tea;+reply=m1 TAGMSG #tea");
    count_is(s, "m1", "tea", 0);
    server_says(s, "@+draft/react=tea;+reply=m1 :alice!a@h TAGMSG #tea");
    assert_true(reactions_own(scene_conv(s, "#tea"), "m1", "tea"));
}

static void where_reactions_are_denied_it_is_said(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org 005 alice CLIENTTAGDENY=*,-reply :are supported");
    assert_false(ask_react(s->chat, scene_conv(s, "#tea"), "m1", "tea", true));
    notice_says(s, "*knows no reactions");
}

/* ---- edits ---- */

static void an_edited_line_has_its_new_words_and_its_place(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m2 :carol!c@h PRIVMSG #tea :late");
    server_says(s, "@msgid=m9;+parlor.chat/edit=m1 :bob!b@h PRIVMSG #tea :kettle off");
    conv_ends_with(s, "#tea", "<bob> kettle off\n<carol> late");
    assert_true(line_of(s, "m1").flags & LINE_EDITED);
}

static void nobody_edits_where_the_server_does_not_watch_over_it(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org CAP alice DEL :parlor.chat/edit");
    server_says(s, "@msgid=m9;+parlor.chat/edit=m1 :eve!e@h PRIVMSG #tea :kettle gone");
    conv_shows(s, "#tea", "<bob> kettle on");
    conv_shows(s, "#tea", "<eve> kettle gone");
}

static void history_tells_what_was_edited_meanwhile(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    server_says(s, "@batch=h;msgid=m1;parlor.chat/edited=2026-11-20T18:01:00.000Z"
                   " :bob!b@h PRIVMSG #tea :kettle off");
    server_says(s, "@batch=h;msgid=m0;time=2026-11-20T17:00:00.000Z;"
                   "parlor.chat/edited=2026-11-20T18:01:00.000Z :bob!b@h PRIVMSG #tea :older");
    server_says(s, ":irc.example.org BATCH -h");
    conv_shows(s, "#tea", "<bob> kettle off");
    assert_true(line_of(s, "m0").flags & LINE_EDITED);
    assert_true(line_of(s, "m1").flags & LINE_EDITED);
}

static void speaks_and_edits(struct scene *s)
{
    server_says(s, "@msgid=m2 :alice!a@h PRIVMSG #tea :teh tea");
    ask_edit(s->chat, scene_conv(s, "#tea"), "m2", "the tea");
}

static void our_edit_changes_the_line_when_the_server_has_it(void **state)
{
    struct scene *s = *state;
    speaks_and_edits(s);
    client_says(s, "@label=1;+parlor.chat/edit=m2 PRIVMSG #tea :the tea");
    conv_shows(s, "#tea", "<alice> teh tea");
    server_says(s, "@label=1;msgid=m3;+parlor.chat/edit=m2 :alice!a@h PRIVMSG #tea :the tea");
    conv_ends_with(s, "#tea", "<bob> kettle on\n<alice> the tea");
    assert_int_equal(s->network->queue.n, 0);
}

static void a_refused_edit_is_told_and_changes_nothing(void **state)
{
    struct scene *s = *state;
    speaks_and_edits(s);
    server_says(s, "@label=1 FAIL EDIT EDIT_WINDOW_EXPIRED #tea m2 3600 :Too late to change it");
    conv_ends_with(s, "#tea", "<alice> teh tea\n!! not changed: Too late to change it");
    assert_int_equal(s->network->queue.n, 0);
}

static void an_edit_is_sent_again_after_a_cut(void **state)
{
    struct scene *s = *state;
    speaks_and_edits(s);
    s->network->queue.first->label = 0;
    assert_int_equal(queue_state(s->network, s->network->queue.first, s->chat->now_ms),
                     QUEUED_WAITING);
}

static void a_server_that_cannot_edit_is_not_asked(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org CAP alice DEL :parlor.chat/edit");
    speaks_and_edits(s);
    client_does_not_say(s, "*the tea");
    conv_shows(s, "#tea", "!! not changed: this server cannot change what was said");
}

/* ---- typing ---- */

static char *who_types(struct scene *s)
{
    return typing_text(scene_conv(s, "#tea"));
}

static void types_is(struct scene *s, const char *want)
{
    char *text = who_types(s);
    if (want)
        assert_string_equal(text, want);
    else
        assert_null(text);
    free(text);
}

static void who_types_is_shown_until_they_speak_or_are_not_heard_of(void **state)
{
    struct scene *s = *state;
    server_says(s, "@+typing=active :bob!b@h TAGMSG #tea");
    server_says(s, "@+typing=paused :carol!c@h TAGMSG #tea");
    types_is(s, "bob and carol are typing…");
    server_says(s, "@msgid=m2 :bob!b@h PRIVMSG #tea :hi");
    types_is(s, "carol is typing…");
    scene_wait(s, TYPING_PAUSED_MS);
    types_is(s, NULL);
}

static void active_ends_sooner_than_paused(void **state)
{
    struct scene *s = *state;
    server_says(s, "@+typing=active :bob!b@h TAGMSG #tea");
    scene_wait(s, TYPING_ACTIVE_MS - 1);
    types_is(s, "bob is typing…");
    scene_wait(s, 1);
    types_is(s, NULL);
}

static void presses(struct scene *s, const char *text)
{
    types(s, text);
    ask_typing(s->chat);
}

static void that_we_type_is_told_not_too_often_and_that_we_stopped(void **state)
{
    struct scene *s = *state;
    presses(s, "h");
    client_says(s, "@+typing=active TAGMSG #tea");
    presses(s, "i");
    client_does_not_say(s, "*typing*");
    scene_wait(s, 3000);
    presses(s, "!");
    client_says(s, "@+typing=active TAGMSG #tea");
    edit_clear(s->chat->edit);
    ask_typing(s->chat);
    client_says(s, "@+typing=done TAGMSG #tea");
}

static void who_types_nothing_for_a_while_has_paused(void **state)
{
    struct scene *s = *state;
    presses(s, "h");
    client_says(s, "@+typing=active TAGMSG #tea");
    scene_wait(s, 2800);
    client_does_not_say(s, "*typing*");
    scene_wait(s, 200);
    client_says(s, "@+typing=paused TAGMSG #tea");
    scene_wait(s, 10000);
    client_does_not_say(s, "*typing*");
    presses(s, "i");
    client_says(s, "@+typing=active TAGMSG #tea");
    presses(s, "\n");
    scene_wait(s, 10000);
    client_does_not_say(s, "*typing*");
}

static void what_was_sent_needs_no_word_that_typing_is_done(void **state)
{
    struct scene *s = *state;
    presses(s, "hi");
    presses(s, "\n");
    client_does_not_say(s, "*typing=done*");
}

static void nothing_is_told_of_commands_to_services_or_when_it_is_off(void **state)
{
    struct scene *s = *state;
    presses(s, "/join #x");
    edit_clear(s->chat->edit);
    s->chat->settings.typing = false;
    presses(s, "hi");
    edit_clear(s->chat->edit);
    s->chat->settings.typing = true;
    chat_open(s->chat, chat_conv_make(s->chat, s->network, "NickServ"));
    presses(s, "hi");
    chat_open(s->chat, s->network->console);
    presses(s, "hi");
    client_does_not_say(s, "*typing*");
}

static void where_we_are_not_in_the_room_nothing_is_told(void **state)
{
    struct scene *s = *state;
    scene_conv(s, "#tea")->joined = false;
    presses(s, "hi");
    client_does_not_say(s, "*typing*");
}

#define TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEA(a_message_says_which_one_it_answers),
        TEA(an_answer_goes_out_with_the_id_of_what_it_answers),
        TEA(an_answer_written_without_a_link_stays_one),
        TEA(our_own_answer_knows_what_it_answers_when_it_comes_back),
        TEA(reactions_are_counted_and_taken_back),
        TEA(reactions_come_with_history),
        TEA(a_reaction_of_ours_is_sent_and_shown_when_it_comes_back),
        TEA(where_reactions_are_denied_it_is_said),
        TEA(an_edited_line_has_its_new_words_and_its_place),
        TEA(nobody_edits_where_the_server_does_not_watch_over_it),
        TEA(history_tells_what_was_edited_meanwhile),
        TEA(our_edit_changes_the_line_when_the_server_has_it),
        TEA(a_refused_edit_is_told_and_changes_nothing),
        TEA(an_edit_is_sent_again_after_a_cut),
        TEA(a_server_that_cannot_edit_is_not_asked),
        TEA(who_types_is_shown_until_they_speak_or_are_not_heard_of),
        TEA(active_ends_sooner_than_paused),
        TEA(that_we_type_is_told_not_too_often_and_that_we_stopped),
        TEA(who_types_nothing_for_a_while_has_paused),
        TEA(what_was_sent_needs_no_word_that_typing_is_done),
        TEA(nothing_is_told_of_commands_to_services_or_when_it_is_off),
        TEA(where_we_are_not_in_the_room_nothing_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
