/* Messages of several rows: draft/multiline, both ways. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handle.h"
#include "keyboard.h"
#include "spec.h"

static const char caps[] =
    "message-tags server-time echo-message labeled-response batch standard-replies "
    "parlor.chat/idempotency draft/chathistory draft/multiline";

static void comes(struct scene *s, const char *limits)
{
    handle_connected(s->chat, s->network);
    server_says(s, ":irc.example.org CAP * LS :%s%s", caps, limits);
    server_says(s, ":irc.example.org CAP alice ACK :%s", caps);
    server_says(s, ":irc.example.org 001 alice :Welcome alice");
    server_says(s, ":irc.example.org 005 alice CHATHISTORY=100 :are supported by this server");
    server_says(s, ":irc.example.org 422 alice :No MOTD");
    server_says(s, ":irc.example.org PONG irc.example.org :parlor");
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
}

static int in_tea(void **state)
{
    scene_offline(state);
    comes(*state, "=max-bytes=1000,max-lines=5");
    return 0;
}

/* The label of what waits for its answer. */
static unsigned label_of(const struct scene *s)
{
    return s->network->queue.first->label;
}

static void several_rows_go_as_one_message(void **state)
{
    struct scene *s = *state;
    types(s, "kettle");
    presses(s, "C-j");
    types(s, "is");
    presses(s, "M-Enter S-Enter");
    types(s, "on");
    presses(s, "Enter");
    client_says(s, "@label=*;parlor.chat/idem=* BATCH +m* draft/multiline :#tea");
    client_says(s, "@batch=m* PRIVMSG #tea :kettle");
    client_says(s, "@batch=m* PRIVMSG #tea :is");
    client_says(s, "@batch=m* PRIVMSG #tea :");
    client_says(s, "@batch=m* PRIVMSG #tea :on");
    client_says(s, "BATCH -m*");
    assert_int_equal(s->network->queue.n, 1);
    conv_shows(s, "#tea", "<alice> kettle?is??on (sending)");

    unsigned label = label_of(s);
    server_says(s, "@label=%u;msgid=m1 :alice!a@h BATCH +x draft/multiline #tea", label);
    server_says(s, "@batch=x :alice!a@h PRIVMSG #tea :kettle");
    server_says(s, "@batch=x :alice!a@h PRIVMSG #tea :is");
    server_says(s, "@batch=x :alice!a@h PRIVMSG #tea :");
    server_says(s, "@batch=x :alice!a@h PRIVMSG #tea :on");
    server_says(s, ":irc.example.org BATCH -x");
    conv_shows(s, "#tea", "<alice> kettle?is??on");
    assert_int_equal(s->network->queue.n, 0);
    assert_true(lines_has(scene_conv(s, "#tea")->lines, "m1"));
}

static void one_row_goes_as_it_always_did(void **state)
{
    struct scene *s = *state;
    enters(s, "hello");
    client_says(s, "@label=* PRIVMSG #tea :hello");
    client_does_not_say(s, "*BATCH*");
}

static void what_is_too_long_for_a_line_goes_in_pieces_that_are_joined(void **state)
{
    struct scene *s = *state;
    struct buf text = {0};
    struct buf joined = {0};
    for (int i = 0; i < 100; i++)
        buf_printf(&text, "word%d ", i);
    ask_say(s->chat, scene_conv(s, "#tea"), buf_text(&text), false);
    assert_int_equal(s->network->queue.n, 1);
    assert_non_null(strstr(buf_text(&s->network->out), "draft/multiline-concat"));
    const char *at = buf_text(&s->network->out);
    while ((at = strstr(at, "PRIVMSG #tea :"))) {
        at += strlen("PRIVMSG #tea :");
        buf_append(&joined, at, strcspn(at, "\r"));
        assert_true(strcspn(at, "\r") < 400);
    }
    buf_truncate(&text, text.len - 1);
    assert_string_equal(buf_text(&joined), buf_text(&text));
    buf_clear(&text);
    buf_clear(&joined);
}

static void what_the_limits_do_not_allow_becomes_several_messages(void **state)
{
    struct scene *s = *state;
    ask_say(s->chat, scene_conv(s, "#tea"), "1\n2\n3\n4\n5\n6\n7", false);
    conv_shows(s, "#tea", "<alice> 1?2?3?4?5 (sending)");
    conv_shows(s, "#tea", "<alice> 6?7 (sending)");
    struct buf text = {0};
    for (int i = 0; i < 1500; i++)
        buf_puts(&text, "x");
    ask_say(s->chat, scene_conv(s, "#tea"), buf_text(&text), false);
    assert_int_equal(s->network->queue.n, 4);
    buf_clear(&text);
}

static void a_refusal_of_the_batch_fails_all_of_it(void **state)
{
    struct scene *s = *state;
    ask_say(s->chat, scene_conv(s, "#tea"), "one\ntwo", false);
    server_says(s, "@label=%u FAIL BATCH MULTILINE_MAX_LINES 1 :Too many lines", label_of(s));
    conv_shows(s, "#tea", "<alice> one?two (failed)");
    assert_int_equal(s->network->queue.n, 0);
}

static void actions_and_servers_without_it_get_row_by_row(void **state)
{
    struct scene *s = *state;
    ask_say(s->chat, scene_conv(s, "#tea"), "waves\nsmiles", true);
    client_says(s, "*PRIVMSG #tea :?ACTION waves?");
    client_says(s, "*PRIVMSG #tea :?ACTION smiles?");
    handle_lost(s->chat, s->network, "gone");
    comes(s, "");
    ask_say(s->chat, scene_conv(s, "#tea"), "one\ntwo", false);
    client_says(s, "*PRIVMSG #tea :one");
    client_says(s, "*PRIVMSG #tea :two");
    client_does_not_say(s, "*BATCH*");
}

static void what_was_typed_without_a_link_stays_one_message(void **state)
{
    struct scene *s = *state;
    handle_lost(s->chat, s->network, "gone");
    ask_say(s->chat, scene_conv(s, "#tea"), "one\ntwo", false);
    conv_shows(s, "#tea", "<alice> one?two (waiting)");
    comes(s, "=max-bytes=1000,max-lines=5");
    conv_shows(s, "#tea", "<alice> one?two (sending)");
}

static void where_the_server_takes_rows_no_more_what_waited_goes_row_by_row(void **state)
{
    struct scene *s = *state;
    handle_lost(s->chat, s->network, "gone");
    ask_say(s->chat, scene_conv(s, "#tea"), "one\n\ntwo", false);
    ask_say(s->chat, scene_conv(s, "#tea"), "three", false);
    conv_shows(s, "#tea", "<alice> one??two (waiting)");
    comes(s, "");
    assert_int_equal(s->network->queue.n, 3);
    conv_shows(s, "#tea", "<alice> one (sending)");
    conv_shows(s, "#tea", "<alice> two (sending)");
    conv_shows(s, "#tea", "<alice> three (sending)");
    conv_does_not_show(s, "#tea", "<alice> one??two*");
    const struct queued *first = s->network->queue.first;
    assert_string_equal(first->text, "one");
    assert_string_equal(first->next->text, "two");
    assert_true(first->label < first->next->label);
    assert_true(first->next->label < first->next->next->label);
}

static void a_batch_of_somebody_is_shown_as_one_message(void **state)
{
    struct scene *s = *state;
    server_says(s,
                "@msgid=b1;time=2026-11-20T18:01:00.000Z :bob!b@h BATCH +1 draft/multiline #tea");
    server_says(s, "@batch=1 :bob!b@h PRIVMSG #tea :alice: first");
    server_says(s, "@batch=1 :bob!b@h PRIVMSG #tea :second, ");
    server_says(s, "@batch=1;draft/multiline-concat :bob!b@h PRIVMSG #tea :joined");
    conv_does_not_show(s, "#tea", "<bob>*");
    server_says(s, ":irc.example.org BATCH -1");
    conv_shows(s, "#tea", "<bob> alice: first?second, joined (mention)");
    assert_true(lines_has(scene_conv(s, "#tea")->lines, "b1"));
}

static void within_history_it_is_one_line_of_that(void **state)
{
    struct scene *s = *state;
    server_says(s, ":irc.example.org BATCH +h chathistory #tea");
    server_says(s, "@batch=h;msgid=h1;time=2026-11-20T17:00:00.000Z :bob!b@h PRIVMSG #tea :before");
    server_says(s, "@batch=h;msgid=h2;time=2026-11-20T17:01:00.000Z :bob!b@h BATCH +ml "
                   "draft/multiline #tea");
    server_says(s, "@batch=ml :bob!b@h PRIVMSG #tea :one");
    server_says(s, "@batch=ml :bob!b@h PRIVMSG #tea :two");
    server_says(s, ":irc.example.org BATCH -ml");
    server_says(s, "@batch=h;msgid=h3;time=2026-11-20T17:02:00.000Z :bob!b@h PRIVMSG #tea :after");
    server_says(s, ":irc.example.org BATCH -h");
    conv_shows(s, "#tea", "<bob> one?two");
    struct line line;
    size_t index;
    assert_true(lines_find_id(scene_conv(s, "#tea")->lines, "h2", &index));
    lines_get(scene_conv(s, "#tea")->lines, index, &line);
    assert_true(line.flags & LINE_HISTORY);
}

static void odd_batches_do_no_harm(void **state)
{
    struct scene *s = *state;
    server_says(s, ":bob!b@h BATCH +1 draft/multiline");
    server_says(s, ":bob!b@h BATCH +2 draft/multiline #tea");
    server_says(s, "@batch=2 :bob!b@h BATCH +3 chathistory #tea");
    server_says(s, "@batch=3 :bob!b@h PRIVMSG #tea :lost");
    server_says(s, "@batch=2 :bob!b@h BATCH -2");
    server_says(s, ":bob!b@h BATCH -2");
    server_says(s, ":bob!b@h BATCH +4 draft/multiline #tea");
    for (int i = 0; i < 200; i++)
        server_says(s, "@batch=4 :bob!b@h PRIVMSG #tea :%0400d", i);
    server_says(s, ":bob!b@h BATCH -4");
    conv_shows(s, "#tea", "<bob> 0000*");
    conv_does_not_show(s, "#tea", "*lost*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(several_rows_go_as_one_message),
        IN_TEA(one_row_goes_as_it_always_did),
        IN_TEA(what_is_too_long_for_a_line_goes_in_pieces_that_are_joined),
        IN_TEA(what_the_limits_do_not_allow_becomes_several_messages),
        IN_TEA(a_refusal_of_the_batch_fails_all_of_it),
        IN_TEA(actions_and_servers_without_it_get_row_by_row),
        IN_TEA(what_was_typed_without_a_link_stays_one_message),
        IN_TEA(where_the_server_takes_rows_no_more_what_waited_goes_row_by_row),
        IN_TEA(a_batch_of_somebody_is_shown_as_one_message),
        IN_TEA(within_history_it_is_one_line_of_that),
        IN_TEA(odd_batches_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
