#include <string.h>

#include "ask.h"
#include "handle.h"
#include "spec.h"
#include "ui_scene.h"

static void answers_stand_in_the_open_conversation(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 351 alice 1.0 x :parlord");
    server_says(s, ":x 221 alice +i");
    conv_ends_with(s, "#tea", "-- 1.0 x parlord\n-- your modes: +i");
}

static void refusals_are_sentences_where_they_belong(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":alice!a@h JOIN #cake");
    server_says(s, ":x 482 alice #cake :You're not channel operator");
    server_says(s, ":x 473 alice #vault :Cannot join channel (+i)");
    server_says(s, ":x 475 alice #vault :Cannot join channel (+k)");
    server_says(s, ":x 401 alice nobody :No such nick/channel");
    conv_ends_with(s, "#cake", "!! only operators of #cake may do that");
    conv_ends_with(s, "#tea",
                   "!! #vault is only for those who are invited\n"
                   "!! #vault has a key: /join #vault KEY\n"
                   "!! nobody: nobody here has that name");
}

static void who_looks_elsewhere_misses_no_refusal(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":alice!a@h JOIN #cake");
    chat_conv_make(s->chat, s->network, "bob");
    chat_open(s->chat, scene_conv(s, "#tea"));
    server_says(s, ":x 441 alice bob #tea :They are not in that room");
    conv_shows(s, "#tea", "!! bob is not in #tea");
    server_says(s, ":x 482 alice #cake :You're not channel operator");
    notice_says(s, "only operators of #cake may do that");
}

static void unheard_of_numerics_are_shown_as_they_are(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 999 alice strange :thing");
    server_says(s, ":x 499 alice strange :refusal");
    server_says(s, ":x 404");
    conv_shows(s, "", "-- strange thing");
    conv_shows(s, "#tea", "!! strange refusal");
}

static void the_welcome_stands_in_the_console(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, ":x 375 alice :- Message of the day");
    server_says(s, ":x 372 alice :- Drink tea");
    server_says(s, ":x 251 alice :There are 2 users");
    conv_shows(s, "", "-- - Drink tea");
    conv_shows(s, "", "-- There are 2 users");
    conv_does_not_show(s, "#tea", "*Drink tea");
}

static void a_whois_is_one_card(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    size_t before = lines_count(scene_conv(s, "#tea")->lines);
    server_says(s, ":x 311 alice bob bo example.org * :Bob B");
    server_says(s, ":x 319 alice bob :@#tea #cake");
    server_says(s, ":x 312 alice bob irc.example.org :Tea House");
    server_says(s, ":x 301 alice bob :at tea");
    server_says(s, ":x 317 alice bob 3720 1795197600 :seconds idle, signon time");
    server_says(s, ":x 330 alice bob bobby :is logged in as");
    server_says(s, ":x 318 alice bob :End of WHOIS");
    conv_shows(s, "#tea",
               "-- bob (bo@example.org) Bob B\n  in @#tea #cake\n  on irc.example.org\n"
               "  away: at tea\n  silent for 1 h 2 min, here since 18:00\n  logged in as bobby");
    assert_int_equal(lines_count(scene_conv(s, "#tea")->lines), before + 1);
    assert_null(chat_conv(s->chat, s->network, "bob"));
}

static void a_whois_of_nobody_is_no_card(void **state)
{
    struct scene *s = *state;
    server_says(s, ":x 401 alice nobody :No such nick");
    server_says(s, ":x 318 alice nobody :End of WHOIS");
    conv_ends_with(s, "", "!! nobody: nobody here has that name");
}

static void names_of_a_room_that_we_are_not_in_are_told(void **state)
{
    struct scene *s = *state;
    server_says(s, ":x 353 alice = #far :@bob carol");
    server_says(s, ":x 366 alice #far :End");
    conv_shows(s, "", "-- in #far: @bob carol");
    assert_null(chat_conv(s->chat, s->network, "#far"));
}

static void standard_replies_are_told(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    server_says(s, "FAIL TOPIC TOO_LONG #tea :The topic is too long");
    server_says(s, "FAIL REDACT REDACT_FORBIDDEN #tea m1 :That message is not yours");
    server_says(s, "NOTE * HELLO :Be kind");
    server_says(s, "WARN JOIN SLOW #tea :Slowly");
    server_says(s, "FAIL MARKREAD INVALID_PARAMS nickserv :No such conversation");
    conv_ends_with(s, "#tea",
                   "!! TOPIC: The topic is too long\n"
                   "!! not deleted: That message is not yours\n"
                   "-- Be kind\n-- JOIN: Slowly");
}

static void rooms_are_listed(void **state)
{
    struct scene *s = *state;
    server_says(s, ":x 321 alice Channel :Users Name");
    server_says(s, ":x 322 alice #tea 12 :All about tea");
    server_says(s, ":x 323 alice :End");
    conv_ends_with(s, "", "-- #tea  12  All about tea");
}

static void a_room_that_refuses_is_not_knocked_at_again(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    handle_lost(s->chat, s->network, "closed");
    handle_connected(s->chat, s->network);
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 422 alice :No MOTD");
    client_says(s, "JOIN #tea");
    server_says(s, ":x 474 alice #tea :Cannot join channel (+b)");
    conv_shows(s, "#tea", "!! you are banned from #tea");
    assert_false(scene_conv(s, "#tea")->rejoin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define PLAIN(test) cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)
        PLAIN(answers_stand_in_the_open_conversation),
        PLAIN(refusals_are_sentences_where_they_belong),
        PLAIN(who_looks_elsewhere_misses_no_refusal),
        PLAIN(unheard_of_numerics_are_shown_as_they_are),
        PLAIN(the_welcome_stands_in_the_console),
        PLAIN(a_whois_is_one_card),
        PLAIN(a_whois_of_nobody_is_no_card),
        PLAIN(names_of_a_room_that_we_are_not_in_are_told),
        PLAIN(standard_replies_are_told),
        PLAIN(rooms_are_listed),
        PLAIN(a_room_that_refuses_is_not_knocked_at_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
