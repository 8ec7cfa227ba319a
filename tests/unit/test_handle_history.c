#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "irc_cap.h"
#include "spec.h"
#include "ui_scene.h"

/* One line of a batch: minute and id are n. */
static void old(struct scene *s, const char *ref, int n, const char *rest)
{
    server_says(s, "@batch=%s;msgid=m%d;time=2026-11-20T17:%02d:00.000Z %s", ref, n, n, rest);
}

static void come_back(struct scene *s)
{
    handle_lost(s->chat, s->network, "closed");
    scene_wait(s, 60000);
    handle_connected(s->chat, s->network);
    s->network->caps = IRC_CAP_CHATHISTORY | IRC_CAP_BATCH | IRC_CAP_READ_MARKER |
                       IRC_CAP_MESSAGE_TAGS | IRC_CAP_SERVER_TIME;
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 005 alice CHATHISTORY=3 :are");
    scene_forget(s);
    server_says(s, ":x 422 alice :No MOTD");
}

static void a_joined_room_shows_what_was_said_before(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    client_says(s, "CHATHISTORY LATEST #tea * :50");
    server_says(s, ":x MARKREAD #tea *");
    server_says(s, ":x BATCH +h chathistory #tea");
    old(s, "h", 1, ":bob!b@h PRIVMSG #tea :one");
    old(s, "h", 2, ":alice!a@h PRIVMSG #tea :two");
    server_says(s, ":x BATCH -h");
    conv_ends_with(s, "#tea", "<bob> one\n<alice> two\n-> alice");
    assert_int_equal(scene_conv(s, "#tea")->older, HISTORY_MORE);
    assert_int_equal(scene_conv(s, "#tea")->unread, 0);
}

static void events_of_the_past_change_nothing_of_the_present(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":bob!b@h JOIN #tea");
    server_says(s, ":x BATCH +h chathistory #tea");
    old(s, "h", 1, ":alice!a@h PART #tea :bye");
    old(s, "h", 2, ":bob!b@h QUIT :gone");
    old(s, "h", 3, ":carol!c@h JOIN #tea");
    old(s, "h", 4, ":bob!b@h TOPIC #tea :old topic");
    old(s, "h", 5, ":bob!b@h KICK #tea alice :out");
    old(s, "h", 6, ":bob!b@h NICK rob");
    old(s, "h", 7, ":bob!b@h MODE #tea +o alice");
    server_says(s, ":x BATCH -h");
    conv_ends_with(s, "#tea",
                   "<- alice bye\n<< bob gone\n-> carol\nbob: topic old topic\n"
                   "bob kicks alice out\nbob > rob\n~ bob +o alice\n-> alice\n-> bob");
    struct conv *tea = scene_conv(s, "#tea");
    assert_true(tea->joined);
    assert_null(tea->topic);
    assert_int_equal(tea->members.n, 2);
    assert_non_null(members_get(&tea->members, "bob"));
}

static void scrolling_up_asks_for_older_lines_until_there_are_none(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m9;time=2026-11-20T17:09:00.000Z :alice!a@h JOIN #tea");
    server_says(s, ":x BATCH +h chathistory #tea");
    server_says(s, ":x BATCH -h");
    scene_conv(s, "#tea")->older = HISTORY_MORE;
    scene_forget(s);
    ask_older(scene_conv(s, "#tea"));
    client_says(s, "CHATHISTORY BEFORE #tea msgid=m9 :50");
    ask_older(scene_conv(s, "#tea"));
    client_does_not_say(s, "CHATHISTORY*");
    server_says(s, ":x BATCH +h chathistory #tea");
    old(s, "h", 1, ":bob!b@h PRIVMSG #tea :one");
    server_says(s, "@batch=h;msgid=m8;time=2026-11-20T17:09:00.000Z :bob!b@h PRIVMSG #tea :two");
    server_says(s, ":x BATCH -h");
    conv_ends_with(s, "#tea", "<bob> one\n<bob> two\n-> alice");
    ask_older(scene_conv(s, "#tea"));
    client_says(s, "CHATHISTORY BEFORE #tea msgid=m1 :50");
    server_says(s, ":x BATCH +h chathistory #tea");
    server_says(s, ":x BATCH -h");
    assert_int_equal(scene_conv(s, "#tea")->older, HISTORY_ALL);
    ask_older(scene_conv(s, "#tea"));
    client_does_not_say(s, "CHATHISTORY*");
}

static void what_was_missed_is_fetched_page_by_page_without_doubles(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x BATCH +h chathistory #tea");
    old(s, "h", 1, ":bob!b@h PRIVMSG #tea :one");
    server_says(s, ":x BATCH -h");
    come_back(s);
    client_says(s, "JOIN #tea");
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, "@msgid=m7;time=2026-11-20T18:07:00.000Z :bob!b@h PRIVMSG #tea :live");
    client_says(s, "CHATHISTORY AFTER #tea msgid=m1 :3");
    server_says(s, ":x BATCH +h chathistory #tea");
    old(s, "h", 2, ":bob!b@h PRIVMSG #tea :two");
    old(s, "h", 3, ":bob!b@h PRIVMSG #tea :three");
    old(s, "h", 4, ":bob!b@h PRIVMSG #tea :four");
    server_says(s, ":x BATCH -h");
    client_says(s, "CHATHISTORY AFTER #tea msgid=m4 :3");
    server_says(s, ":x BATCH +i chathistory #tea");
    old(s, "i", 5, ":bob!b@h PRIVMSG #tea :five");
    server_says(s, "@batch=i;msgid=m7;time=2026-11-20T18:07:00.000Z :bob!b@h PRIVMSG #tea :live");
    server_says(s, ":x BATCH -i");
    client_does_not_say(s, "CHATHISTORY*");
    conv_shows(s, "#tea", "<bob> two");
    struct conv *tea = scene_conv(s, "#tea");
    size_t n = 0;
    for (size_t i = 0; i < lines_count(tea->lines); i++) {
        struct line line;
        lines_get(tea->lines, i, &line);
        n += strcmp(line.text, "live") == 0;
    }
    assert_int_equal(n, 1);
}

static void a_newest_line_that_the_server_forgot_is_no_obstacle(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x BATCH +h chathistory #tea");
    old(s, "h", 1, ":bob!b@h PRIVMSG #tea :one");
    server_says(s, ":x BATCH -h");
    come_back(s);
    server_says(s, ":alice!a@h JOIN #tea");
    client_says(s, "CHATHISTORY AFTER #tea msgid=m1 :3");
    server_says(s, "FAIL CHATHISTORY MESSAGE_ERROR AFTER #tea :Unknown message");
    client_says(s, "CHATHISTORY LATEST #tea * :3");
}

static void people_who_wrote_meanwhile_are_found(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m0;time=2026-11-20T17:00:00.000Z :bob!b@h PRIVMSG alice :before");
    chat_open(s->chat, scene_conv(s, "bob"));
    chat_open(s->chat, s->network->console);
    come_back(s);
    client_says(s, "CHATHISTORY TARGETS timestamp=* timestamp=2026-11-20T16:59:59.999Z :3");
    server_says(s, ":x BATCH +t draft/chathistory-targets");
    server_says(s, "@batch=t CHATHISTORY TARGETS bob 2026-11-20T17:02:00.000Z");
    server_says(s, "@batch=t CHATHISTORY TARGETS carol 2026-11-20T17:03:00.000Z");
    server_says(s, "@batch=t CHATHISTORY TARGETS #tea 2026-11-20T17:04:00.000Z");
    server_says(s, ":x BATCH -t");
    client_says(s, "MARKREAD bob");
    client_says(s, "CHATHISTORY AFTER bob msgid=m0 :3");
    client_says(s, "CHATHISTORY LATEST carol * :3");
    server_says(s, ":x BATCH +h chathistory bob");
    old(s, "h", 1, ":bobby!b@h PRIVMSG alice :while you were away");
    server_says(s, ":x BATCH -h");
    conv_ends_with(s, "bob", "<bob> before\n<bobby> while you were away");
    assert_int_equal(scene_conv(s, "bob")->unread, 1);
    assert_null(chat_conv(s->chat, s->network, "bobby"));
    assert_null(chat_conv(s->chat, s->network, "#tea"));
}

static void until_all_is_fetched_the_next_return_starts_from_the_same_place(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m0;time=2026-11-20T17:00:00.000Z :bob!b@h PRIVMSG alice :before");
    come_back(s);
    server_says(s, "@msgid=m5;time=2026-11-20T17:05:00.000Z :bob!b@h PRIVMSG alice :live");
    come_back(s);
    client_says(s, "CHATHISTORY TARGETS timestamp=* timestamp=2026-11-20T16:59:59.999Z :3");
    server_says(s, ":x BATCH +t draft/chathistory-targets");
    server_says(s, "@batch=t CHATHISTORY TARGETS bob 2026-11-20T17:05:00.000Z");
    client_says(s, "CHATHISTORY AFTER bob msgid=m0 :3");
}

static void what_another_device_read_is_read_here(void **state)
{
    struct scene *s = *state;
    server_says(s, "@time=2026-11-20T17:01:00.000Z :bob!b@h PRIVMSG alice :one");
    server_says(s, "@time=2026-11-20T17:02:00.000Z :bob!b@h PRIVMSG alice :two");
    assert_int_equal(scene_conv(s, "bob")->unread, 2);
    server_says(s, ":x MARKREAD bob timestamp=2026-11-20T17:01:00.000Z");
    assert_int_equal(scene_conv(s, "bob")->unread, 1);
    server_says(s, ":x MARKREAD bob *");
    server_says(s, ":x MARKREAD bob timestamp=nonsense");
    server_says(s, ":x MARKREAD carol timestamp=2026-11-20T17:01:00.000Z");
    assert_int_equal(scene_conv(s, "bob")->unread, 1);
}

static void the_new_since_line_stands_where_reading_ended(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, "@msgid=m0;time=2026-11-20T17:00:00.000Z :bob!b@h PRIVMSG #tea :read");
    int64_t read_ms = scene_conv(s, "#tea")->read_ms;
    come_back(s);
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x BATCH +h chathistory #tea");
    old(s, "h", 8, ":bob!b@h PRIVMSG #tea :missed");
    old(s, "h", 9, ":bob!b@h PRIVMSG #tea :missed too");
    server_says(s, ":x BATCH -h");
    assert_ptr_equal(s->chat->current, scene_conv(s, "#tea"));
    assert_int_equal(scene_conv(s, "#tea")->line_ms, read_ms);
    assert_int_equal(scene_conv(s, "#tea")->unread, 0);
    client_says(s, "MARKREAD #tea :timestamp=2026-11-20T17:09:00.000Z");
}

static void too_many_open_batches_are_not_followed(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 40; i++)
        server_says(s, ":x BATCH +b%d chathistory bob%d", i, i);
    for (int i = 0; i < 40; i++)
        server_says(s, "@batch=b%d :bob%d!b@h PRIVMSG alice :hi", i, i);
    assert_non_null(chat_conv(s->chat, s->network, "bob15"));
    assert_null(chat_conv(s->chat, s->network, "bob16"));
}

static void a_batch_without_end_is_cut(void **state)
{
    struct scene *s = *state;
    server_says(s, ":x BATCH +h chathistory bob");
    for (int i = 0; i < 6000; i++)
        server_says(s, "@batch=h :bob!b@h PRIVMSG alice :%d", i);
    assert_int_equal(lines_count(scene_conv(s, "bob")->lines), 5000);
}

static void a_batch_within_history_is_history(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x BATCH +h chathistory #tea");
    server_says(s, "@batch=h;msgid=m1;time=2026-11-20T17:01:00.000Z :bob!b@h BATCH +n unheard-of");
    server_says(s, "@batch=n;time=2026-11-20T17:01:00.000Z :bob!b@h PRIVMSG #tea :inner");
    server_says(s, "@batch=n :alice!a@h PART #tea");
    server_says(s, ":x BATCH -n");
    server_says(s, ":x BATCH -h");
    conv_shows(s, "#tea", "<bob> inner");
    assert_true(scene_conv(s, "#tea")->joined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define MODERN(test) cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        MODERN(a_joined_room_shows_what_was_said_before),
        MODERN(events_of_the_past_change_nothing_of_the_present),
        MODERN(scrolling_up_asks_for_older_lines_until_there_are_none),
        MODERN(what_was_missed_is_fetched_page_by_page_without_doubles),
        MODERN(a_newest_line_that_the_server_forgot_is_no_obstacle),
        MODERN(people_who_wrote_meanwhile_are_found),
        MODERN(until_all_is_fetched_the_next_return_starts_from_the_same_place),
        MODERN(what_another_device_read_is_read_here),
        MODERN(the_new_since_line_stands_where_reading_ended),
        MODERN(too_many_open_batches_are_not_followed),
        MODERN(a_batch_without_end_is_cut),
        MODERN(a_batch_within_history_is_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
