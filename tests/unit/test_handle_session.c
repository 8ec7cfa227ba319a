#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "spec.h"
#include "ui_scene.h"

static void the_table_of_commands_is_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; handle_command(i); i++)
        assert_true(strcasecmp(handle_command(i - 1), handle_command(i)) < 0);
}

static void a_new_link_says_who_we_are(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    client_says(s, "CAP LS :302");
    client_says(s, "NICK alice");
    client_says(s, "USER alice 0 * :alice");
}

static void capabilities_come_in_several_lines(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS * :batch server-time=1 unheard-of");
    client_does_not_say(s, "CAP REQ*");
    server_says(s, ":x CAP * LS :labeled-response echo-message message-tags");
    client_says(s, "CAP REQ :batch echo-message labeled-response message-tags server-time");
    client_does_not_say(s, "CAP END");
    server_says(s,
                ":x CAP alice ACK :batch echo-message labeled-response message-tags server-time");
    client_says(s, "CAP END");
    assert_true(network_can(s->network, IRC_CAP_BATCH | IRC_CAP_ECHO_MESSAGE));
}

static void without_labels_no_echo_is_asked_for(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS :echo-message server-time");
    client_says(s, "CAP REQ :server-time");
}

static void a_refused_list_is_asked_for_one_by_one(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS :server-time away-notify");
    server_says(s, ":x CAP alice NAK :away-notify server-time");
    client_says(s, "CAP REQ :away-notify");
    client_says(s, "CAP REQ :server-time");
    server_says(s, ":x CAP alice NAK :away-notify");
    client_does_not_say(s, "CAP END");
    server_says(s, ":x CAP alice ACK :server-time");
    client_says(s, "CAP END");
    assert_true(network_can(s->network, IRC_CAP_SERVER_TIME));
}

static void capabilities_come_and_go_later(void **state)
{
    struct scene *s = *state;
    server_says(s, ":x CAP alice NEW :setname");
    server_says(s, ":x CAP alice DEL :batch");
    assert_false(network_can(s->network, IRC_CAP_BATCH));
    server_says(s, ":x CAP alice NEW :batch");
    client_says(s, "CAP REQ :batch");
    server_says(s, ":x CAP alice ACK :batch");
    assert_true(network_can(s->network, IRC_CAP_BATCH));
    client_does_not_say(s, "CAP END");
}

static void a_server_that_knows_no_capabilities_will_do(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    server_says(s, ":x 421 alice CAP :Unknown command");
    server_says(s, ":x 001 alice :Welcome");
    assert_int_equal(s->network->stage, NETWORK_READY);
    conv_shows(s, "", "-- connected to irc.example.org as alice");
    conv_does_not_show(s, "", "*CAP*");
}

static void tokens_of_005_are_kept(void **state)
{
    struct scene *s = *state;
    server_says(s, ":x 005 alice NETWORK=Tea\\x20House PREFIX=(qaohv)~&@%%+ LINELEN=2048 :are");
    assert_string_equal(s->network->name, "Tea House");
    assert_string_equal(s->network->console->name, "Tea House");
    assert_string_equal(s->network->prefixes, "~&@%+");
    assert_int_equal(s->network->line_max, 2048);
    server_says(s, ":x 005 alice PREFIX=(qaohvxyz)~&@%%+123 LINELEN=9999999999999 -NETWORK :are");
    assert_string_equal(s->network->prefixes, "~&@%+");
    assert_null(map_get(&s->network->isupport, "NETWORK"));
    server_says(s, ":x 005 alice PREFIX=(ov)\x1b+ :are");
    assert_string_equal(s->network->prefixes, "~&@%+");
}

static void a_taken_name_makes_us_try_another_and_say_so(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    scene_forget(s);
    server_says(s, ":x 433 * alice :Nickname is already in use");
    client_says(s, "NICK alice_");
    notice_says(s, "alice is taken here: trying alice_; is it yours? /connect");
    server_says(s, ":x 001 alice_ :Welcome");
    assert_string_equal(s->network->nick, "alice_");
    assert_string_equal(s->network->want_nick, "alice");
}

/* The status line says it as long as it lasts. */
static void waits_because(struct scene *s, const char *mask)
{
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    if (!irc_mask_match(mask, s->network->why))
        fail_msg("it waits because \"%s\", not \"%s\"", s->network->why, mask);
}

static void after_many_taken_names_we_stop_and_say_what_to_do(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    for (int i = 0; i < 6; i++)
        server_says(s, ":x 433 * alice :Nickname is already in use");
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    waits_because(s, "*/connect with another name*");
}

static void rooms_of_the_settings_are_joined_when_welcome(void **state)
{
    struct scene *s = *state;
    s->network->autojoin = strdup("#tea,#cake");
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    client_does_not_say(s, "JOIN*");
    server_says(s, ":x 376 alice :End of MOTD");
    client_says(s, "JOIN #tea,#cake");
    server_says(s, ":x 376 alice :End of MOTD");
    client_does_not_say(s, "JOIN*");
}

static void a_server_without_end_of_motd_is_not_waited_for(void **state)
{
    struct scene *s = *state;
    s->network->autojoin = strdup("#tea");
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    scene_wait(s, 3000);
    client_says(s, "JOIN #tea");
}

static void a_ping_is_answered_with_its_token(void **state)
{
    struct scene *s = *state;
    server_says(s, "PING :q 123");
    client_says(s, "PONG :q 123");
}

static void silence_makes_us_ask_and_then_give_up(void **state)
{
    struct scene *s = *state;
    scene_wait(s, 29000);
    client_does_not_say(s, "PING*");
    scene_wait(s, 1000);
    client_says(s, "PING parlor");
    scene_wait(s, 7000);
    assert_int_equal(s->network->lag_ms, 7000);
    scene_wait(s, 53000);
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    assert_null(s->chat->notice);
    conv_ends_with(s, "",
                   "!! link lost: the server has not answered for 90 s; trying again in 1 s");
}

static void a_link_lost_out_of_view_is_said_at_once(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("two.example.org", 6697, true, "alice");
    chat_add_network(s->chat, other);
    chat_open(s->chat, other->console);
    handle_lost(s->chat, s->network, "gone");
    notice_says(s, "*link lost: gone; trying again in 1 s");
}

static void the_lag_is_measured(void **state)
{
    struct scene *s = *state;
    assert_int_equal(s->network->lag_ms, 0);
    scene_wait(s, 30000);
    s->chat->mono_ms += 250;
    server_says(s, ":x PONG x :parlor");
    assert_int_equal(s->network->lag_ms, 250);
}

static void each_try_waits_longer_up_to_a_minute(void **state)
{
    static const int waits_s[] = {1, 2, 4, 8, 16, 32, 60, 60};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(waits_s) / sizeof(waits_s[0]); i++) {
        s->network->stage = NETWORK_CONNECTING;
        handle_lost(s->chat, s->network, "connection refused");
        int64_t wait_ms = s->network->retry_ms - s->chat->mono_ms;
        assert_in_range(wait_ms, waits_s[i] * 900, waits_s[i] * 1100);
    }
    conv_ends_with(s, "", "!! not connected: connection refused; trying again in 1 s");
    assert_string_equal(s->network->why, "connection refused");
}

static void a_refusal_names_the_next_step(void **state)
{
    struct scene *s = *state;
    s->network->stage = NETWORK_CONNECTING;
    char *why = xasprintf("%s port %d refused the connection; is the server running?",
                          s->network->host, s->network->port);
    char *step =
        xasprintf("refused on %d; server may be off: wait, or /server edit", s->network->port);
    handle_lost(s->chat, s->network, why);
    assert_string_equal(s->network->why, step);
    xreplace(&s->network->host, "localhost");
    s->network->stage = NETWORK_CONNECTING;
    handle_lost(s->chat, s->network, "/run/parlord does not exist; is the server running?");
    assert_string_equal(s->network->why, "/run/parlord does not exist; server may be off: run "
                                         "parlord here, or /server edit");
    free(step);
    free(why);
}

static void who_hangs_up_without_a_word_may_want_tls(void **state)
{
    struct scene *s = *state;
    s->network->tls = false;
    handle_connected(s->chat, s->network);
    handle_lost(s->chat, s->network, "connection closed");
    waits_because(s, "*connection closed; does it want TLS? try *");
    handle_connected(s->chat, s->network);
    server_says(s, ":x NOTICE * :Looking you up");
    handle_lost(s->chat, s->network, "connection closed");
    assert_string_equal(s->network->why, "connection closed");
}

static void a_return_says_how_long_it_took_and_joins_again(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    handle_lost(s->chat, s->network, "the connection was closed");
    assert_false(scene_conv(s, "#tea")->joined);
    scene_wait(s, 12000);
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    notice_says(s, "*: back after 12 s");
    server_says(s, ":x 422 alice :No MOTD");
    client_says(s, "JOIN #tea");
}

static void a_return_that_nobody_saw_is_no_event(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=m1 :alice!a@h JOIN #tea");
    conv_ends_with(s, "#tea", "-> alice");
    server_says(s, ":bob!b@h PRIVMSG #tea :hi");
    handle_lost(s->chat, s->network, "the connection was closed");
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP alice ACK :message-tags");
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":alice!a@h JOIN #tea");
    assert_true(scene_conv(s, "#tea")->joined);
    conv_ends_with(s, "#tea", "<bob> hi");
}

static void the_server_says_why_it_ends_the_link(void **state)
{
    struct scene *s = *state;
    server_says(s, "ERROR :Closing Link: alice (Server going down)");
    handle_lost(s->chat, s->network, "the connection was closed");
    waits_because(s, "*the server ended it: Server going down");
}

static void a_ban_is_not_knocked_at(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    server_says(s, ":x 465 alice :You are banned from this server: spam");
    server_says(s, "ERROR :Closing Link: alice (K-lined)");
    handle_lost(s->chat, s->network, "the connection was closed");
    assert_true(s->network->retry_ms - s->chat->mono_ms >= 240000);
    waits_because(s,
                  "*does not want us: You are banned from this server: spam; ask its operators*");
}

static void a_wrong_server_password_says_what_to_do(void **state)
{
    struct scene *s = *state;
    s->network->server_password = strdup("tea time");
    handle_connected(s->chat, s->network);
    client_says(s, "PASS :tea time");
    server_says(s, ":x 464 alice :Password incorrect");
    handle_lost(s->chat, s->network, "the connection was closed");
    waits_because(s, "*the password is wrong: /connect with the right one*");
}

static void a_server_that_wants_a_password_is_told_apart(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    assert_false(s->network->password_asked);
    server_says(s, ":x 464 alice :Password incorrect");
    handle_lost(s->chat, s->network, "the connection was closed");
    waits_because(s, "*this server wants a password: /connect with it*");
    assert_true(s->network->password_asked);
}

static void leaving_on_purpose_is_no_loss(void **state)
{
    struct scene *s = *state;
    s->network->stage = NETWORK_OFFLINE;
    handle_lost(s->chat, s->network, "closed");
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
    conv_shows(s, "", "-- disconnected");
}

static void an_absence_is_said_again_after_a_return(void **state)
{
    struct scene *s = *state;
    s->network->away_text = strdup("tea");
    server_says(s, ":x 306 alice :You have been marked as being away");
    handle_lost(s->chat, s->network, "closed");
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 422 alice :No MOTD");
    client_says(s, "AWAY tea");
}

static void lines_that_are_none_do_no_harm(void **state)
{
    struct scene *s = *state;
    handle_line(s->chat, s->network, NULL);
    server_says(s, "%s", "");
    server_says(s, ":");
    server_says(s, "@a=b");
    server_says(s, ":x");
    server_says(s, "PRIVMSG");
    server_says(s, ": JOIN #tea");
    server_says(s, ":!u@h JOIN #tea");
    server_says(s, ":x 353 alice");
    server_says(s, ":x 001");
    server_says(s, "@batch=none :bob!b@h PRIVMSG alice :from a batch that is none");
    assert_null(chat_conv(s->chat, s->network, "#tea"));
    assert_null(chat_conv(s->chat, s->network, "bob"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define OFFLINE(test) cmocka_unit_test_setup_teardown(test, scene_offline, scene_end)
#define PLAIN(test)   cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)
#define MODERN(test)  cmocka_unit_test_setup_teardown(test, scene_modern, scene_end)
        cmocka_unit_test(the_table_of_commands_is_sorted),
        OFFLINE(a_new_link_says_who_we_are),
        OFFLINE(capabilities_come_in_several_lines),
        OFFLINE(without_labels_no_echo_is_asked_for),
        OFFLINE(a_refused_list_is_asked_for_one_by_one),
        MODERN(capabilities_come_and_go_later),
        OFFLINE(a_server_that_knows_no_capabilities_will_do),
        PLAIN(tokens_of_005_are_kept),
        OFFLINE(a_taken_name_makes_us_try_another_and_say_so),
        OFFLINE(after_many_taken_names_we_stop_and_say_what_to_do),
        OFFLINE(rooms_of_the_settings_are_joined_when_welcome),
        OFFLINE(a_server_without_end_of_motd_is_not_waited_for),
        PLAIN(a_ping_is_answered_with_its_token),
        PLAIN(silence_makes_us_ask_and_then_give_up),
        PLAIN(a_link_lost_out_of_view_is_said_at_once),
        PLAIN(the_lag_is_measured),
        OFFLINE(each_try_waits_longer_up_to_a_minute),
        PLAIN(a_return_says_how_long_it_took_and_joins_again),
        PLAIN(a_return_that_nobody_saw_is_no_event),
        PLAIN(the_server_says_why_it_ends_the_link),
        OFFLINE(a_ban_is_not_knocked_at),
        OFFLINE(a_refusal_names_the_next_step),
        OFFLINE(who_hangs_up_without_a_word_may_want_tls),
        OFFLINE(a_wrong_server_password_says_what_to_do),
        OFFLINE(a_server_that_wants_a_password_is_told_apart),
        PLAIN(leaving_on_purpose_is_no_loss),
        PLAIN(an_absence_is_said_again_after_a_return),
        PLAIN(lines_that_are_none_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
