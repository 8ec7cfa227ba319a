#include <string.h>

#include "ask.h"
#include "handle.h"
#include "spec.h"
#include "ui_scene.h"

static void in_tea(struct scene *s)
{
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 353 alice = #tea :@bob alice");
    scene_forget(s);
}

static void what_is_said_stands_where_it_was_said(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":bob!b@h PRIVMSG #tea :hello");
    server_says(s, ":bob!b@h PRIVMSG #tea :\x01"
                   "ACTION waves\x01");
    server_says(s, ":bob!b@h NOTICE #tea :hear");
    server_says(s, ":bob!b@h PRIVMSG #tea :Alice: tea?");
    server_says(s, ":bob!b@h PRIVMSG @#tea :for ops");
    conv_ends_with(s, "#tea",
                   "<bob> hello\n* bob waves\n-bob- hear\n<bob> Alice: tea? (mention)\n"
                   "<bob> for ops");
}

static void a_private_message_opens_a_conversation_but_not_the_eyes(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":bob!b@h PRIVMSG alice :psst");
    conv_ends_with(s, "bob", "<bob> psst");
    assert_int_equal(scene_conv(s, "bob")->unread, 1);
    assert_ptr_equal(s->chat->current, scene_conv(s, "#tea"));
    assert_true(s->chat->wishes & WISH_BELL);
}

static void what_we_say_elsewhere_stands_here_too(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":alice!a@h PRIVMSG #tea :from my phone");
    server_says(s, ":alice!a@h PRIVMSG bob :also");
    conv_ends_with(s, "#tea", "<alice> from my phone");
    conv_ends_with(s, "bob", "<alice> also");
    assert_int_equal(scene_conv(s, "bob")->unread, 0);
}

static void our_line_is_being_sent_until_the_server_confirms_it(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    assert_true(ask_say(s->chat, scene_conv(s, "#tea"), "hello", false));
    client_says(s, "@label=1 PRIVMSG #tea :hello");
    conv_ends_with(s, "#tea", "<alice> hello (sending)");
    server_says(s,
                "@label=1;msgid=m1;time=2026-11-20T18:00:00.100Z :alice!a@h PRIVMSG #tea :hello");
    conv_ends_with(s, "#tea", "<alice> hello");
    server_says(s, "@msgid=m1;time=2026-11-20T18:00:00.100Z :alice!a@h PRIVMSG #tea :hello");
    conv_does_not_show(s, "#tea", "*(sending)");
    assert_int_equal(lines_count(scene_conv(s, "#tea")->lines), 2);
}

static void an_answer_in_a_labelled_batch_confirms_too(void **state)
{
    struct scene *s = *state;
    ask_say(s->chat, chat_conv_make(s->chat, s->network, "bob"), "hello", false);
    server_says(s, "@label=1 :x BATCH +r labeled-response");
    server_says(s, "@batch=r;msgid=m1 :alice!a@h PRIVMSG bob :hello");
    server_says(
        s, "@batch=r :x 301 alice bob :offline since 2026-11-20T17:04:00.000Z, message stored");
    server_says(s, ":x BATCH -r");
    conv_ends_with(s, "bob", "<alice> hello\n-- bob is offline since 17:04: your message is kept");
    assert_true(scene_conv(s, "bob")->offline);
    notice_says(s, "bob is offline since 17:04: your message is kept"); /* seen from elsewhere */
}

static void an_absence_is_told_once_in_a_while(void **state)
{
    struct scene *s = *state;
    ask_say(s->chat, chat_conv_make(s->chat, s->network, "bob"), "hello", false);
    server_reads(s);
    for (int i = 0; i < 3; i++)
        server_says(s, ":x 301 alice bob :at tea");
    conv_ends_with(s, "bob", "<alice> hello\n-- bob is away: at tea");
    server_says(s, ":x 301 alice bob :asleep");
    conv_ends_with(s, "bob", "-- bob is away: at tea\n-- bob is away: asleep");
}

static void a_line_refused_elsewhere_is_told_here(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    ask_say(s->chat, chat_conv_make(s->chat, s->network, "carol"), "one", false);
    server_says(s, "@label=1 :x 401 alice carol :No such nick");
    conv_shows(s, "carol", "<alice> one (failed)");
    notice_says(s, "not sent: carol: nobody here has that name");
}

static void a_refused_line_says_why(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    ask_say(s->chat, scene_conv(s, "#tea"), "one", false);
    ask_say(s->chat, scene_conv(s, "#tea"), "two", false);
    server_says(s, "@label=1 FAIL PRIVMSG MAILBOX_FULL #tea :Too much waits, try again later");
    server_says(s, "@label=2 :x 404 alice #tea :Cannot send to room");
    conv_shows(s, "#tea", "<alice> one (failed)");
    conv_shows(s, "#tea", "<alice> two (failed)");
    conv_ends_with(s, "#tea",
                   "!! not sent: Too much waits, try again later\n"
                   "!! not sent: #tea does not take your message: Cannot send to room");
}

static void a_line_whose_link_went_is_marked_and_taken_back_if_it_had_arrived(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    ask_say(s->chat, scene_conv(s, "#tea"), "did you hear?", false);
    ask_say(s->chat, scene_conv(s, "#tea"), "and this?", false);
    handle_lost(s->chat, s->network, "the connection was closed");
    conv_shows(s, "#tea", "<alice> did you hear? (unsure)");
    conv_shows(s, "#tea", "!! the link went before the server confirmed*");
    server_says(s, ":x BATCH +h chathistory #tea");
    server_says(s, "@batch=h;msgid=m1;time=2026-11-20T18:00:00.100Z "
                   ":alice!a@h PRIVMSG #tea :did you hear?");
    server_says(s, ":x BATCH -h");
    conv_shows(s, "#tea", "<alice> did you hear?");
    conv_shows(s, "#tea", "<alice> and this? (unsure)");
    conv_does_not_show(s, "#tea", "<alice> did you hear? (unsure)");
}

static void to_oneself_one_speaks_once(void **state)
{
    struct scene *s = *state;
    ask_say(s->chat, chat_conv_make(s->chat, s->network, "alice"), "note", false);
    server_says(s, "@msgid=m1 :alice!a@h PRIVMSG alice :note");
    server_says(s, "@label=1;msgid=m1 :alice!a@h PRIVMSG alice :note");
    conv_ends_with(s, "alice", "<alice> note");
    assert_int_equal(lines_count(scene_conv(s, "alice")->lines), 1);
}

static void notices_of_servers_go_to_the_console(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":irc.example.org NOTICE alice :Server restarts soon");
    server_says(s, "NOTICE * :Looking up your hostname");
    conv_shows(s, "", "-irc.example.org- Server restarts soon");
    conv_shows(s, "", "-- Looking up*");
    assert_null(chat_conv(s->chat, s->network, "irc.example.org"));
}

static void a_notice_of_a_person_opens_no_conversation(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":NickServ!n@h NOTICE alice :This name is registered");
    assert_null(chat_conv(s->chat, s->network, "NickServ"));
    conv_shows(s, "", "-NickServ- This name is registered");
    /* It may be a secret, which is kept in no conversation of others. */
    conv_does_not_show(s, "#tea", "*registered*");
    notice_says(s, "NickServ notes: This name is registered");
    server_says(s, ":carol!c@h NOTICE alice :the kettle is on");
    conv_shows(s, "#tea", "-- carol notes: the kettle is on");
    server_says(s, ":bob!b@h PRIVMSG alice :hi");
    server_says(s, ":bob!b@h NOTICE alice :by the way");
    conv_ends_with(s, "bob", "<bob> hi\n-bob- by the way");
}

static void only_version_and_ping_are_answered_and_not_often(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, ":bob!b@h PRIVMSG alice :\x01VERSION\x01");
    client_says(s, "NOTICE bob :\x01VERSION parlor *\x01");
    server_says(s, ":bob!b@h PRIVMSG alice :\x01VERSION\x01");
    client_does_not_say(s, "NOTICE*");
    scene_wait(s, 2000);
    server_says(s, ":bob!b@h PRIVMSG alice :\x01PING 123\x01");
    client_says(s, "NOTICE bob :\x01PING 123\x01");
    scene_wait(s, 2000);
    server_says(s, ":bob!b@h PRIVMSG #tea :\x01VERSION\x01");
    server_says(s, ":bob!b@h PRIVMSG alice :\x01"
                   "DCC SEND x 1 2 3\x01");
    server_says(s, ":bob!b@h PRIVMSG alice :\x01\x01");
    server_says(s, ":bob!b@h PRIVMSG alice :\x01");
    client_does_not_say(s, "NOTICE*");
    assert_null(chat_conv(s->chat, s->network, "bob"));
}

static void an_open_room_is_read_at_once_and_the_server_hears_of_it(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, "@time=2026-11-20T18:00:01.000Z :bob!b@h PRIVMSG #tea :one");
    client_says(s, "MARKREAD #tea :timestamp=2026-11-20T18:00:01.000Z");
    server_says(s, "@time=2026-11-20T18:00:02.000Z :bob!b@h PRIVMSG #tea :two");
    server_says(s, "@time=2026-11-20T18:00:03.000Z :bob!b@h PRIVMSG #tea :three");
    client_does_not_say(s, "MARKREAD*");
    scene_wait(s, 1000);
    client_says(s, "MARKREAD #tea :timestamp=2026-11-20T18:00:03.000Z");
    assert_int_equal(scene_conv(s, "#tea")->unread, 0);
}

static void opening_a_conversation_reads_it_and_the_server_hears_of_it(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, "@time=2026-11-20T18:00:01.000Z :bob!b@h PRIVMSG alice :psst");
    client_does_not_say(s, "MARKREAD*");
    chat_open(s->chat, scene_conv(s, "bob"));
    scene_wait(s, 1000);
    client_says(s, "MARKREAD bob :timestamp=2026-11-20T18:00:01.000Z");
    chat_open(s->chat, scene_conv(s, "#tea"));
    chat_open(s->chat, scene_conv(s, "bob"));
    scene_wait(s, 1000);
    client_does_not_say(s, "MARKREAD*");
}

static void what_was_read_without_a_link_is_told_later(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, "@time=2026-11-20T18:00:01.000Z :bob!b@h PRIVMSG alice :psst");
    scene_conv(s, "bob")->read_ms = SCENE_START_MS + 1000;
    server_says(s, ":x MARKREAD bob timestamp=2026-11-20T17:00:00.000Z");
    scene_wait(s, 1000);
    client_says(s, "MARKREAD bob :timestamp=2026-11-20T18:00:01.000Z");
    server_says(s, ":x MARKREAD bob timestamp=2026-11-20T18:00:01.000Z");
    scene_wait(s, 1000);
    client_does_not_say(s, "MARKREAD*");
}

static void nothing_is_read_while_the_terminal_is_not_looked_at(void **state)
{
    struct scene *s = *state;
    in_tea(s);
    server_says(s, "@time=2026-11-20T18:00:01.000Z :bob!b@h PRIVMSG #tea :one");
    scene_forget(s);
    s->chat->focused = false;
    server_says(s, "@time=2026-11-20T18:00:05.000Z :bob!b@h PRIVMSG #tea :two");
    scene_wait(s, 2000);
    client_does_not_say(s, "MARKREAD*");
    assert_int_equal(scene_conv(s, "#tea")->unread, 1);
    assert_int_equal(scene_conv(s, "#tea")->line_ms, SCENE_START_MS + 1000);
}

static void strangers_cannot_fill_the_list(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 1200; i++)
        server_says(s, ":bob%d!b@h PRIVMSG alice :hi", i);
    assert_null(chat_conv(s->chat, s->network, "bob1100"));
    conv_shows(s, "", "<bob1100> hi");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define PLAIN(test)  cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)
#define MODERN(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        PLAIN(what_is_said_stands_where_it_was_said),
        PLAIN(a_private_message_opens_a_conversation_but_not_the_eyes),
        PLAIN(what_we_say_elsewhere_stands_here_too),
        MODERN(our_line_is_being_sent_until_the_server_confirms_it),
        MODERN(an_answer_in_a_labelled_batch_confirms_too),
        PLAIN(an_absence_is_told_once_in_a_while),
        MODERN(a_line_refused_elsewhere_is_told_here),
        MODERN(a_refused_line_says_why),
        MODERN(a_line_whose_link_went_is_marked_and_taken_back_if_it_had_arrived),
        MODERN(to_oneself_one_speaks_once),
        PLAIN(notices_of_servers_go_to_the_console),
        PLAIN(a_notice_of_a_person_opens_no_conversation),
        PLAIN(only_version_and_ping_are_answered_and_not_often),
        MODERN(an_open_room_is_read_at_once_and_the_server_hears_of_it),
        MODERN(opening_a_conversation_reads_it_and_the_server_hears_of_it),
        MODERN(what_was_read_without_a_link_is_told_later),
        MODERN(nothing_is_read_while_the_terminal_is_not_looked_at),
        PLAIN(strangers_cannot_fill_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
