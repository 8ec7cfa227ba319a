/* Slash commands: what they refuse, and what they say to the server. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "keyboard.h"
#include "mem.h"
#include "spec.h"

/* alice in #tea, which is open, with bob and carol. */
static int in_tea(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":irc.example.org 353 alice = #tea :@alice bob +carol");
    server_says(s, ":irc.example.org 366 alice #tea :End of /NAMES list.");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

static void stays_in_the_input(struct scene *s, const char *text)
{
    assert_string_equal(edit_text(s->chat->edit), text);
    client_does_not_say(s, "*");
}

/* ---- what is no command ---- */

static void an_unknown_word_is_never_sent(void **state)
{
    struct scene *s = *state;
    enters(s, "/jion #ops");
    notice_says(s, "There is no command /jion: did you mean /join?*");
    stays_in_the_input(s, "/jion #ops");
    presses(s, "C-c");
    enters(s, "/");
    notice_says(s, "A command's name is missing: /help lists all*");
    presses(s, "C-c");
    enters(s, "/frobnicate");
    notice_says(s, "There is no command /frobnicate: /help*");
    stays_in_the_input(s, "/frobnicate");
    presses(s, "C-c");
    enters(s, "/wh bob");
    notice_says(s, "/wh fits several commands*");
    stays_in_the_input(s, "/wh bob");
}

static void a_blank_before_the_slash_is_asked_about(void **state)
{
    struct scene *s = *state;
    enters(s, " /msg bob secret");
    notice_says(s, "Not sent:*");
    stays_in_the_input(s, " /msg bob secret");
}

static void a_command_word_without_a_slash_is_text(void **state)
{
    static const char *const lines[] = {"quit the noise", "join us", "who is it", "bob: help"};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        char *mask = xasprintf("*PRIVMSG #tea :%s", lines[i]);
        enters(s, lines[i]);
        client_says(s, mask);
        free(mask);
    }
    client_does_not_say(s, "QUIT*");
    client_does_not_say(s, "JOIN*");
    assert_int_equal(s->chat->wishes & WISH_QUIT, 0);
}

static void two_slashes_say_one(void **state)
{
    struct scene *s = *state;
    enters(s, "//quit is how one leaves");
    client_says(s, "*PRIVMSG #tea :/quit is how one leaves");
    enters(s, "/say /quit is it");
    client_says(s, "*PRIVMSG #tea :/quit is it");
}

static void wrong_use_is_answered_with_the_usage(void **state)
{
    static const char *const lines[] = {"/msg",  "/me",     "/query",    "/nick",
                                        "/kick", "/invite", "/op",       "/unban",
                                        "/say",  "/quote",  "/deop #tea"};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines) - 1; i++) {
        enters(s, lines[i]);
        notice_says(s, "/*: the * is missing. Usage: /*");
        client_does_not_say(s, "*");
        presses(s, "C-c");
    }
    enters(s, "/kick #tea");
    notice_says(s, "/kick: the name is missing. Usage: /kick*");
    enters(s, "/unban #tea");
    notice_says(s, "/unban: the mask is missing. Usage: /unban*");
}

static void without_a_room_there_is_nobody_to_hear(void **state)
{
    struct scene *s = *state;
    chat_open(s->chat, s->network->console);
    enters(s, "hello?");
    notice_says(s, "Nobody is here*");
    stays_in_the_input(s, "hello?");
    presses(s, "C-c");
    enters(s, "/topic");
    notice_says(s, "*his is no room*");
    presses(s, "C-c");
    enters(s, "/leave #none");
    notice_says(s, "You are not in #none*");
    client_does_not_say(s, "*");
}

static void without_a_link_it_says_so(void **state)
{
    struct scene *s = *state;
    enters(s, "/join #tea");
    notice_says(s, "There is no link*");
    presses(s, "C-c");
    enters(s, "/names");
    notice_says(s, "*his is no room*");
    presses(s, "C-c");
    enters(s, "/disconnect");
    notice_says(s, "There is no link*");
}

/* ---- what each says ---- */

static void each_says_the_right_line(void **state)
{
    static const struct {
        const char *typed, *said;
    } lines[] = {
        {"hello",                "*PRIVMSG #tea :hello"               },
        {"/me waves",            "*PRIVMSG #tea :\001ACTION waves\001"},
        {"/msg bob hi  there",   "*PRIVMSG bob :hi  there"            },
        {"/unicast bob hi",      "*PRIVMSG bob :hi"                   },
        {"/broadcast all hear",  "*PRIVMSG #tea :all hear"            },
        {"/join ops",            "JOIN *#ops"                         },
        {"/j #ops secret",       "JOIN #ops *secret"                  },
        {"/topic",               "TOPIC *#tea"                        },
        {"/topic tea is ready",  "TOPIC #tea :tea is ready"           },
        {"/topic +1 for tea",    "TOPIC #tea :+1 for tea"             },
        {"/topic #tea new",      "TOPIC #tea *new"                    },
        {"/topic -clear",        "TOPIC #tea :"                       },
        {"/who",                 "WHO *#tea"                          },
        {"/who bob",             "WHO *bob"                           },
        {"/whois bob",           "WHOIS *bob"                         },
        {"/whois",               "WHOIS *alice"                       },
        {"/away tea time",       "AWAY :tea time"                     },
        {"/back",                "AWAY"                               },
        {"/nick alice2 ",        "NICK *alice2"                       },
        {"/list -lines",         "LIST"                               },
        {"/list -lines *tea*",   "LIST *tea*"                         },
        {"/invite dave",         "INVITE dave *#tea"                  },
        {"/kick bob too loud",   "KICK #tea bob :too loud"            },
        {"/kick #tea bob",       "KICK #tea *bob"                     },
        {"/op bob carol",        "MODE #tea +o *bob"                  },
        {"/deop bob",            "MODE #tea -o *bob"                  },
        {"/voice bob",           "MODE #tea +v *bob"                  },
        {"/devoice #tea carol",  "MODE #tea -v *carol"                },
        {"/mode",                "MODE *#tea"                         },
        {"/mode +o bob",         "MODE #tea +o *bob"                  },
        {"/mode #tea +mt",       "MODE #tea *+mt"                     },
        {"/mode alice +i",       "MODE alice *+i"                     },
        {"/ban bob",             "MODE #tea +b *bob"                  },
        {"/ban",                 "MODE #tea *+b"                      },
        {"/unban bob!*@*",       "MODE #tea -b *bob!*@*"              },
        {"/quote VERSION",       "VERSION"                            },
        {"/raw ISON :bob carol", "ISON :bob carol"                    },
        {"/oper",                "OPER *alice"                        },
        {"/oper alice tea pot",  "OPER alice :tea pot"                },
        {"/leave see you",       "PART #tea :see you"                 },
    };
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        scene_forget(s);
        chat_open(s->chat, scene_conv(s, "#tea"));
        enters(s, lines[i].typed);
        client_says(s, lines[i].said);
    }
}

static void several_ranks_are_given_one_by_one(void **state)
{
    struct scene *s = *state;
    enters(s, "/op bob carol");
    client_says(s, "MODE #tea +o *bob");
    client_says(s, "MODE #tea +o *carol");
}

static void several_rooms_are_joined_at_once(void **state)
{
    struct scene *s = *state;
    enters(s, "/join #ops,random");
    client_says(s, "JOIN *#ops");
    client_says(s, "JOIN *#random");
    assert_string_equal(s->chat->current->name, "#ops");
}

static void several_rows_are_one_where_one_is_wanted(void **state)
{
    struct scene *s = *state;
    pastes(s, "/topic tea\nand cake");
    presses(s, "Enter");
    client_says(s, "TOPIC #tea :tea and cake");
    pastes(s, "/msg bob one\ntwo");
    presses(s, "Enter");
    client_says(s, "*PRIVMSG bob :one");
    client_says(s, "*PRIVMSG bob :two");
}

static void no_second_line_comes_with_a_first(void **state)
{
    struct scene *s = *state;
    pastes(s, "/quote VERSION\r\nQUIT :bye");
    presses(s, "Enter");
    client_does_not_say(s, "QUIT*");
}

static void away_without_a_word_comes_back(void **state)
{
    struct scene *s = *state;
    enters(s, "/away");
    client_says(s, "AWAY *away");
    server_says(s, ":irc.example.org 306 alice :You have been marked as being away");
    enters(s, "/away");
    client_says(s, "AWAY");
}

/* ---- conversations ---- */

static void msg_writes_without_moving(void **state)
{
    struct scene *s = *state;
    enters(s, "/msg dave tea?");
    notice_says(s, "Sent to dave");
    assert_string_equal(s->chat->current->name, "#tea");
    conv_shows(s, "dave", "<alice> tea?*");
    enters(s, "/msg dave");
    assert_string_equal(s->chat->current->name, "dave");
}

static void what_goes_with_rooms_says_so_by_the_name_that_was_typed(void **state)
{
    struct scene *s = *state;
    enters(s, "/query dave");
    enters(s, "/part");
    notice_says(s, "/part: this is no room; /close puts the conversation away");
}

static void msg_says_when_it_will_wait(void **state)
{
    struct scene *s = *state;
    chat_conv_make(s->chat, s->network, "dave")->offline = true;
    enters(s, "/msg dave tea?");
    notice_says(s, "Kept for dave, who is offline");
}

static void a_room_one_is_not_in_gets_no_message(void **state)
{
    struct scene *s = *state;
    enters(s, "/msg #none hello");
    notice_says(s, "You are not in #none*");
    client_does_not_say(s, "*");
    assert_null(chat_conv(s->chat, s->network, "#none"));
}

static void query_goes_there(void **state)
{
    struct scene *s = *state;
    enters(s, "/query bob hi");
    assert_string_equal(s->chat->current->name, "bob");
    client_says(s, "*PRIVMSG bob :hi");
    enters(s, "/whois");
    client_says(s, "WHOIS *bob");
}

static void close_leaves_a_room_and_the_list(void **state)
{
    struct scene *s = *state;
    enters(s, "/close");
    client_says(s, "PART *#tea");
    assert_null(chat_conv(s->chat, s->network, "#tea"));
    enters(s, "/close");
    notice_says(s, "The server's console stays*");
}

static void close_puts_away_what_is_named_and_asks_about_a_draft(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #ops");
    enters(s, "/close #ops");
    client_says(s, "PART *#ops");
    assert_null(chat_conv(s->chat, s->network, "#ops"));
    assert_string_equal(s->chat->current->name, "#tea");
    enters(s, "/close #nowhere");
    notice_says(s, "There is no conversation #nowhere");
    enters(s, "/query bob");
    types(s, "I think");
    chat_open(s->chat, scene_conv(s, "#tea"));
    enters(s, "/close bob");
    assert_string_equal(s->chat->current->name, "bob");
    presses(s, "Esc");
    assert_non_null(chat_conv(s->chat, s->network, "bob"));
    chat_open(s->chat, scene_conv(s, "#tea"));
    enters(s, "/close bob");
    presses(s, "Up Enter");
    assert_null(chat_conv(s->chat, s->network, "bob"));
}

static void names_are_known_already(void **state)
{
    struct scene *s = *state;
    enters(s, "/names");
    conv_shows(s, "#tea", "-- Here 3: @alice, +carol, bob");
    enters(s, "/names AR");
    conv_shows(s, "#tea", "-- Here 1: +carol");
    client_does_not_say(s, "*");
}

static void clear_deletes_nothing_at_the_server(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=a :bob!b@h PRIVMSG #tea :hi");
    enters(s, "/clear");
    assert_int_equal(lines_count(scene_conv(s, "#tea")->lines), 0);
    assert_int_equal(scene_conv(s, "#tea")->older, HISTORY_MORE);
}

static void help_finds_what_is_named(void **state)
{
    struct scene *s = *state;
    enters(s, "/help devoice");
    assert_string_equal(s->chat->dialog->title, "Help");
    assert_int_equal(s->chat->dialog->nshown, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test) cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
        IN_TEA(an_unknown_word_is_never_sent),
        IN_TEA(a_blank_before_the_slash_is_asked_about),
        IN_TEA(a_command_word_without_a_slash_is_text),
        IN_TEA(two_slashes_say_one),
        IN_TEA(wrong_use_is_answered_with_the_usage),
        IN_TEA(without_a_room_there_is_nobody_to_hear),
        cmocka_unit_test_setup_teardown(without_a_link_it_says_so, scene_offline, scene_end),
        IN_TEA(each_says_the_right_line),
        IN_TEA(several_ranks_are_given_one_by_one),
        IN_TEA(several_rooms_are_joined_at_once),
        IN_TEA(several_rows_are_one_where_one_is_wanted),
        IN_TEA(no_second_line_comes_with_a_first),
        IN_TEA(away_without_a_word_comes_back),
        IN_TEA(msg_writes_without_moving),
        IN_TEA(what_goes_with_rooms_says_so_by_the_name_that_was_typed),
        IN_TEA(msg_says_when_it_will_wait),
        IN_TEA(a_room_one_is_not_in_gets_no_message),
        IN_TEA(query_goes_there),
        IN_TEA(close_leaves_a_room_and_the_list),
        IN_TEA(close_puts_away_what_is_named_and_asks_about_a_draft),
        IN_TEA(names_are_known_already),
        IN_TEA(clear_deletes_nothing_at_the_server),
        IN_TEA(help_finds_what_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
