/* The client at servers that are not ours, and know none, or some, of what ours does. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "keyboard.h"
#include "mem.h"
#include "spec.h"

/* alice in #tea, which is open, with bob, on a server without any extension. */
static int in_plain_tea(void **state)
{
    scene_plain(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 353 alice = #tea :@bob alice");
    server_says(s, ":x 366 alice #tea :End of /NAMES list.");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

static void a_name_as_long_as_may_be_is_tried_with_another_end(void **state)
{
    struct scene *s = *state;
    xreplace(&s->network->want_nick, "abcdefghi");
    handle_connected(s->chat, s->network);
    client_says(s, "NICK *abcdefghi");
    server_says(s, ":x 433 * abcdefghi :Nickname already in use");
    client_says(s, "NICK *abcdefghi_");
    server_says(s, ":x 432 * abcdefghi_ :Nickname too long, max. 9 characters");
    client_says(s, "NICK *abcdefgh_");
    server_says(s, ":x 433 * abcdefgh_ :Nickname already in use");
    client_says(s, "NICK *abcdefgh__");
    server_says(s, ":x 432 * abcdefgh__ :Nickname too long, max. 9 characters");
    client_says(s, "NICK *abcdefg__");
    server_says(s, ":x 001 abcdefg__ :Welcome");
    assert_string_equal(s->network->nick, "abcdefg__");
    assert_false(s->network->name_refused);
}

static void a_name_that_a_service_gives_is_not_kept(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h NICK Guest1234");
    notice_says(s, "the server calls you Guest1234 now: /nick alice");
    assert_string_equal(s->network->want_nick, "alice");
    enters(s, "/nick carol");
    server_says(s, ":Guest1234!a@h NICK carol");
    notice_says(s, "you are carol now");
    assert_string_equal(s->network->want_nick, "carol");
}

static void the_name_one_wants_is_taken_as_soon_as_it_is_free(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h NICK alice_");
    server_says(s, ":alice!old@h JOIN #tea");
    scene_forget(s);
    server_says(s, ":bob!b@h QUIT :bye");
    client_does_not_say(s, "NICK*");
    server_says(s, ":alice!old@h QUIT :Ping timeout");
    client_says(s, "NICK *alice");
    server_says(s, ":alice_!a@h NICK alice");
    notice_says(s, "you are alice now");
    enters(s, "/nick a b");
    notice_says(s, "A name has no blanks*");
}

static void letters_of_old_clients_are_read(void **state)
{
    struct scene *s = *state;
    server_says(s, ":bob!b@h PRIVMSG #tea :caf\xe9 \x80 5 \xfc"
                   "ber");
    conv_ends_with(s, "#tea", "<bob> caf\u00e9 \u20ac 5 \u00fcber");
    server_says(s, ":bob!b@h TOPIC #tea :th\xe9");
    assert_string_equal(scene_conv(s, "#tea")->topic, "th\u00e9");
    server_says(s, ":bob!b@h PRIVMSG #tea :caf\u00e9 and a cut \xe2\x98");
    conv_ends_with(s, "#tea", "<bob> caf\u00e9 and a cut");
}

static void of_names_that_differ_by_brackets_only_there_is_one(void **state)
{
    struct scene *s = *state;
    struct conv *talk = chat_conv_make(s->chat, s->network, "bob[a]");
    assert_null(chat_conv(s->chat, s->network, "BOB{a}"));
    server_says(s, ":x 005 alice CASEMAPPING=rfc1459 :are supported by this server");
    assert_ptr_equal(chat_conv(s->chat, s->network, "BOB{a}"), talk);
    assert_ptr_equal(chat_conv_make(s->chat, s->network, "bob{a]"), talk);
    assert_null(chat_conv(s->chat, s->network, "bob{b}"));
}

static void a_list_that_the_server_refuses_is_at_its_end(void **state)
{
    struct scene *s = *state;
    enters(s, "/list");
    client_says(s, "LIST");
    server_says(s, ":x 263 alice LIST :Server load is too heavy");
    assert_true(s->network->directory.done);
    conv_ends_with(s, "#tea", "-- the server does not do LIST now: Server load is too heavy");
}

/* Who types fast has said something before the server lets them in. */
static void what_is_said_on_the_way_into_a_room_waits_for_it(void **state)
{
    struct scene *s = *state;
    enters(s, "/join #cake");
    enters(s, "hello cake");
    client_says(s, "JOIN *#cake");
    client_does_not_say(s, "PRIVMSG*");
    conv_ends_with(s, "#cake", "<alice> hello cake (waiting)");
    server_says(s, ":alice!a@h JOIN #cake");
    client_says(s, "PRIVMSG #cake :hello cake");
    enters(s, "/join #vault");
    enters(s, "open up");
    server_says(s, ":x 473 alice #vault :Cannot join channel (+i)");
    conv_ends_with(s, "#vault",
                   "<alice> open up (failed)\n"
                   "!! not sent: #vault is only for those who are invited\n"
                   "!! #vault is only for those who are invited");
}

static void a_room_without_modes_is_told_in_words(void **state)
{
    struct scene *s = *state;
    server_says(s, ":x 324 alice #tea +");
    conv_ends_with(s, "#tea", "-- #tea has no modes");
}

/* A server that lets one line through each second, and says each back. */
static void what_waits_stands_behind_what_a_slow_server_took(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    chat_open(s->chat, scene_conv(s, "#tea"));
    enters(s, "one");
    enters(s, "two");
    enters(s, "three");
    server_says(s, "@label=1;msgid=m1;time=2026-11-20T18:00:03.000Z :alice!a@h PRIVMSG #tea :one");
    server_says(s, "@msgid=b1;time=2026-11-20T18:00:03.500Z :bob!b@h PRIVMSG #tea :me too");
    server_says(s, "@label=2;msgid=m2;time=2026-11-20T18:00:04.000Z :alice!a@h PRIVMSG #tea :two");
    conv_ends_with(s, "#tea", "<alice> one\n<bob> me too\n<alice> two\n<alice> three (sending)");
    server_says(s, "@label=3;msgid=m3;time=2026-11-20T18:00:05.000Z :alice!a@h PRIVMSG #tea "
                   ":three");
    conv_ends_with(s, "#tea", "<alice> one\n<bob> me too\n<alice> two\n<alice> three");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define PLAIN(test) cmocka_unit_test_setup_teardown(test, in_plain_tea, scene_end)
        PLAIN(a_name_as_long_as_may_be_is_tried_with_another_end),
        PLAIN(a_name_that_a_service_gives_is_not_kept),
        PLAIN(the_name_one_wants_is_taken_as_soon_as_it_is_free),
        PLAIN(letters_of_old_clients_are_read),
        PLAIN(of_names_that_differ_by_brackets_only_there_is_one),
        PLAIN(a_list_that_the_server_refuses_is_at_its_end),
        PLAIN(what_is_said_on_the_way_into_a_room_waits_for_it),
        PLAIN(a_room_without_modes_is_told_in_words),
        cmocka_unit_test_setup_teardown(what_waits_stands_behind_what_a_slow_server_took,
                                        scene_modern, scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
