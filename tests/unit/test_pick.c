/* Picking a message by keys, and what is done with it (client.md, 3.2.7). */
#include <string.h>

#include "keymap.h"
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
    server_says(s, "@msgid=m1 :bob!b@h PRIVMSG #tea :kettle on, see https://tea.example/k.");
    server_says(s, "@msgid=m2 :alice!a@h PRIVMSG #tea :teh \x02milk\x02 is here");
    server_says(s, ":carol!c@h JOIN #tea");
    server_says(s, "@msgid=m3;+reply=m1 :carol!c@h PRIVMSG #tea :alice: coming");
    scene_forget(s);
    return 0;
}

static void presses(struct scene *s, enum key_code code, const char *text, unsigned mods)
{
    keymap_press(s->chat, &(struct key){.code = code, .text = text, .mods = mods});
}

static void picks(struct scene *s)
{
    presses(s, PRESS_CHAR, "s", PRESS_ALT);
}

static void is_picked(struct scene *s, const char *msgid)
{
    struct line line;
    assert_true(pick_get(s->chat, &line));
    assert_string_equal(line.msgid, msgid);
}

static void nothing_is_picked(struct scene *s)
{
    struct line line;
    assert_false(pick_get(s->chat, &line));
    assert_int_equal(s->chat->focus, FOCUS_INPUT);
}

static void input_is(struct scene *s, const char *text)
{
    assert_string_equal(edit_text(s->chat->edit), text);
}

static void the_newest_message_is_picked_first(void **state)
{
    struct scene *s = *state;
    picks(s);
    is_picked(s, "m3");
    assert_int_equal(s->chat->focus, FOCUS_PICK);
}

static void escape_and_s_pick_without_alt(void **state)
{
    struct scene *s = *state;
    presses(s, PRESS_ESC, NULL, 0);
    types(s, "s");
    is_picked(s, "m3");
}

static void j_and_k_and_arrows_move_over_messages_only(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "k");
    is_picked(s, "m2");
    presses(s, PRESS_UP, NULL, 0);
    is_picked(s, "m1");
    types(s, "j");
    is_picked(s, "m2");
    presses(s, PRESS_END, NULL, 0);
    is_picked(s, "m3");
    presses(s, PRESS_HOME, NULL, 0);
    is_picked(s, "m1");
}

static void above_the_first_one_older_ones_are_wanted(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "kk");
    assert_int_equal(s->chat->scroll_rows, 0);
    types(s, "k");
    is_picked(s, "m1");
    assert_true(s->chat->scroll_rows < 0);
}

static void q_and_escape_leave(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "q");
    nothing_is_picked(s);
    picks(s);
    presses(s, PRESS_ESC, NULL, 0);
    nothing_is_picked(s);
    assert_false(s->chat->leader);
}

static void a_letter_without_a_meaning_does_nothing(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "xzAB!\n");
    is_picked(s, "m3");
    input_is(s, "");
    client_does_not_say(s, "*");
}

static void r_answers(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "r");
    nothing_is_picked(s);
    types(s, "good\n");
    client_says(s, "@label=*;+reply=m3 PRIVMSG #tea :good");
}

static void escape_drops_an_answer_and_keeps_what_is_typed(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "rgood");
    presses(s, PRESS_ESC, NULL, 0);
    types(s, "\n");
    client_says(s, "@label=* PRIVMSG #tea :good");
}

static void plus_reacts_by_an_emoji_found_by_its_name(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "+");
    assert_non_null(s->chat->dialog);
    types(s, "tada\n");
    client_says(s, "@+draft/react=🎉;+reply=m3 TAGMSG #tea");
    assert_null(s->chat->dialog);
    types(s, "dear me");
    assert_string_equal(edit_text(s->chat->edit), "dear me");
}

static void the_same_reaction_again_takes_it_back(void **state)
{
    struct scene *s = *state;
    server_says(s, "@+draft/react=🎉;+reply=m3 :alice!a@h TAGMSG #tea");
    picks(s);
    types(s, "=\n");
    client_says(s, "@+draft/unreact=🎉;+reply=m3 TAGMSG #tea");
}

static void e_changes_what_we_said(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "ke");
    presses(s, PRESS_HOME, NULL, 0);
    for (int i = 0; i < 3; i++)
        presses(s, PRESS_DEL, NULL, 0);
    types(s, "the\n");
    client_says(s, "@label=*;+parlor.chat/edit=m2 PRIVMSG #tea :the *milk* is here");
}

static void e_leaves_what_others_said(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "e");
    notice_says(s, "That is not yours: carol said it");
    input_is(s, "");
}

static void d_deletes_after_asking(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "kd\n");
    client_does_not_say(s, "REDACT*");
    types(s, "d");
    presses(s, PRESS_DOWN, NULL, 0);
    types(s, "\n");
    client_says(s, "REDACT #tea :m2");
}

static void y_copies_the_text_without_its_codes(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "ky");
    assert_string_equal(s->chat->copy, "teh milk is here");
    assert_true(s->chat->wishes & WISH_COPY);
    notice_says(s, "Copied: teh milk is here");
}

static void capital_y_copies_the_link_and_o_opens_it(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "kkY");
    assert_string_equal(s->chat->copy, "https://tea.example/k");
    types(s, "o");
    assert_string_equal(s->chat->open_url, "https://tea.example/k");
    assert_true(s->chat->wishes & WISH_OPEN);
}

static void of_several_links_one_is_chosen(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m4 :bob!b@h PRIVMSG #tea :http://a.example and http://b.example/x(1)");
    picks(s);
    types(s, "o");
    presses(s, PRESS_DOWN, NULL, 0);
    types(s, "\n");
    assert_string_equal(s->chat->open_url, "http://b.example/x(1)");
}

static void the_newest_link_opens_without_picking(void **state)
{
    struct scene *s = *state;
    presses(s, PRESS_CHAR, "o", PRESS_ALT);
    assert_string_equal(s->chat->open_url, "https://tea.example/k");
}

static void p_goes_to_what_it_answers(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "p");
    is_picked(s, "m1");
    types(s, "p");
    notice_says(s, "This message answers no other one");
}

static void w_asks_who_it_is(void **state)
{
    struct scene *s = *state;
    picks(s);
    types(s, "w");
    client_says(s, "WHOIS carol");
}

static void u_marks_unread_from_here_and_nothing_but_leaving_reads_it(void **state)
{
    struct scene *s = *state;
    struct conv *tea = scene_conv(s, "#tea");
    picks(s);
    types(s, "kku");
    assert_int_equal(tea->unread, 2);
    server_says(s, "@msgid=m5 :bob!b@h PRIVMSG #tea :more");
    assert_int_equal(tea->unread, 3);
    presses(s, PRESS_FOCUS_IN, NULL, 0);
    assert_int_equal(tea->unread, 3);
    chat_open(s->chat, s->network->console);
    assert_int_equal(tea->unread, 3);
    chat_open(s->chat, tea);
    assert_int_equal(tea->unread, 0);
}

static void what_the_server_knew_as_read_does_not_undo_it(void **state)
{
    struct scene *s = *state;
    struct conv *tea = scene_conv(s, "#tea");
    picks(s);
    types(s, "kku");
    server_says(s, ":irc.example.org MARKREAD #tea timestamp=2026-11-20T18:00:00.000Z");
    assert_int_equal(tea->unread, 2);
    server_says(s, ":irc.example.org MARKREAD #tea timestamp=2026-11-20T18:30:00.000Z");
    assert_int_equal(tea->unread, 0);
}

static void a_change_of_the_picked_line_keeps_it_picked(void **state)
{
    struct scene *s = *state;
    picks(s);
    server_says(s, "@msgid=m9;+parlor.chat/edit=m3 :carol!c@h PRIVMSG #tea :not coming");
    is_picked(s, "m3");
}

/* ---- commands ---- */

static void reply_answers_who_spoke_to_us(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m4 :bob!b@h PRIVMSG #tea :me too");
    types(s, "/r fine\n");
    client_says(s, "@label=*;+reply=m3 PRIVMSG #tea :fine");
}

static void react_and_unreact_mean_the_newest_message(void **state)
{
    struct scene *s = *state;
    types(s, "/react :tada:\n");
    client_says(s, "@+draft/react=🎉;+reply=m3 TAGMSG #tea");
    types(s, "/unreact 🎉\n");
    client_says(s, "@+draft/unreact=🎉;+reply=m3 TAGMSG #tea");
}

static void unreact_without_a_word_takes_back_what_was_given_last(void **state)
{
    struct scene *s = *state;
    types(s, "/unreact\n");
    notice_says(s, "You gave that message no reaction");
    server_says(s, "@+draft/react=🍵;+reply=m3 :alice!a@h TAGMSG #tea");
    server_says(s, "@+draft/react=🎉;+reply=m3 :alice!a@h TAGMSG #tea");
    server_says(s, "@+draft/react=👍;+reply=m3 :bob!b@h TAGMSG #tea");
    edit_clear(s->chat->edit);
    types(s, "/unreact\n");
    client_says(s, "@+draft/unreact=🎉;+reply=m3 TAGMSG #tea");
}

static void edit_means_what_we_said_last(void **state)
{
    struct scene *s = *state;
    types(s, "/edit no milk\n");
    client_says(s, "@label=*;+parlor.chat/edit=m2 PRIVMSG #tea :no milk");
}

static void s_and_slashes_change_what_we_said_last_if_that_is_wanted(void **state)
{
    struct scene *s = *state;
    types(s, "s/teh/the/\n");
    client_says(s, "@label=* PRIVMSG #tea :s/teh/the/");
    server_says(s, "@label=1;msgid=m7 :alice!a@h PRIVMSG #tea :s/teh/the/");
    s->chat->settings.quick_edit = true;
    types(s, "s/teh/their/\n");
    client_says(s, "@label=*;+parlor.chat/edit=m7 PRIVMSG #tea :s/their/the/");
}

static void unread_and_read_move_the_mark(void **state)
{
    struct scene *s = *state;
    types(s, "/unread\n");
    assert_int_equal(scene_conv(s, "#tea")->unread, 2);
    types(s, "/read all\n");
    assert_int_equal(scene_conv(s, "#tea")->unread, 0);
    notice_says(s, "Everything is read");
}

#define TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEA(the_newest_message_is_picked_first),
        TEA(escape_and_s_pick_without_alt),
        TEA(j_and_k_and_arrows_move_over_messages_only),
        TEA(above_the_first_one_older_ones_are_wanted),
        TEA(q_and_escape_leave),
        TEA(a_letter_without_a_meaning_does_nothing),
        TEA(r_answers),
        TEA(escape_drops_an_answer_and_keeps_what_is_typed),
        TEA(plus_reacts_by_an_emoji_found_by_its_name),
        TEA(the_same_reaction_again_takes_it_back),
        TEA(e_changes_what_we_said),
        TEA(e_leaves_what_others_said),
        TEA(d_deletes_after_asking),
        TEA(y_copies_the_text_without_its_codes),
        TEA(capital_y_copies_the_link_and_o_opens_it),
        TEA(of_several_links_one_is_chosen),
        TEA(the_newest_link_opens_without_picking),
        TEA(p_goes_to_what_it_answers),
        TEA(w_asks_who_it_is),
        TEA(u_marks_unread_from_here_and_nothing_but_leaving_reads_it),
        TEA(what_the_server_knew_as_read_does_not_undo_it),
        TEA(a_change_of_the_picked_line_keeps_it_picked),
        TEA(reply_answers_who_spoke_to_us),
        TEA(react_and_unreact_mean_the_newest_message),
        TEA(unreact_without_a_word_takes_back_what_was_given_last),
        TEA(edit_means_what_we_said_last),
        TEA(s_and_slashes_change_what_we_said_last_if_that_is_wanted),
        TEA(unread_and_read_move_the_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
