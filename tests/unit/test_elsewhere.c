/* What people type who come from WeeChat or irssi: it does what they mean, or says what does. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "elsewhere.h"
#include "keyboard.h"
#include "mem.h"
#include "server_address.h"
#include "settings.h"
#include "spec.h"

#define SENTENCE_MAX 54

/* alice in #tea, which is open, with bob and carol; #ops stands behind it. */
static int in_tea(void **state)
{
    char *cause = NULL;
    scene_modern(state);
    struct scene *s = *state;
    settings_lend(s->chat);
    assert_int_equal(settings_read(s->chat, "/dev/null", &cause), 0);
    server_says(s, ":alice!a@h JOIN #ops * :Alice");
    server_says(s, ":alice!a@h JOIN #tea * :Alice");
    server_says(s, ":irc.example.org 353 alice = #tea :@alice bob +carol");
    server_says(s, ":irc.example.org 366 alice #tea :End of /NAMES list.");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

static int in_plain_tea(void **state)
{
    scene_plain(state);
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, "#tea"));
    scene_forget(s);
    return 0;
}

static void each_word_is_known_nowhere_else_and_leads_somewhere(void **state)
{
    struct scene *s = *state;
    size_t i = 0;
    for (; elsewhere_word(i); i++) {
        const char *word = elsewhere_word(i);
        const char *text = elsewhere_find(word);
        bool many = false;
        const struct command *ours = command_find(word, &many);
        if (i > 0 && strcmp(elsewhere_word(i - 1), word) >= 0)
            fail_msg("%s stands behind %s", elsewhere_word(i - 1), word);
        if (ours && strcasecmp(ours->name, word) == 0)
            fail_msg("/%s is a command of ours", word);
        if (*text != '/' && strlen(word) + strlen(text) > SENTENCE_MAX)
            fail_msg("what is said of /%s does not fit on a small screen", word);
        if (*text != '/')
            continue;
        char *name = xstrndup(text + 1, strcspn(text + 1, " "));
        ours = command_find(name, &many);
        if (!ours || strcmp(ours->name, name) != 0)
            fail_msg("/%s leads to /%s, which is none", word, name);
        free(name);
    }
    assert_true(i > 50);
    client_does_not_say(s, "*");
}

static void what_they_type_says_the_right_line(void **state)
{
    static const struct {
        const char *typed, *said;
    } lines[] = {
        {"/notice bob mind the kettle", "NOTICE bob :mind the kettle"        },
        {"/wallchops hear",             "NOTICE @#tea :*hear"                },
        {"/ctcp bob version",           "PRIVMSG bob :\001VERSION\001"       },
        {"/ctcp bob ping",              "PRIVMSG bob :\001PING *\001"        },
        {"/ping bob",                   "PRIVMSG bob :\001PING *\001"        },
        {"/kb bob too loud",            "MODE #tea +b *bob!*"                },
        {"/kickban bob too loud",       "KICK #tea bob :too loud"            },
        {"/cycle",                      "PART *#tea"                         },
        {"/rejoin",                     "JOIN *#tea"                         },
        {"/ns identify tea pot",        "*PRIVMSG NickServ :identify tea pot"},
        {"/msg NickServ help",          "*PRIVMSG NickServ :help"            },
        {"/motd",                       "MOTD"                               },
        {"/version",                    "VERSION"                            },
        {"/wii bob",                    "WHOIS bob *bob"                     },
        {"/whois bob bob",              "WHOIS bob *bob"                     },
        {"/umode +i",                   "MODE alice *+i"                     },
        {"/mode +moderated",            "MODE #tea *+m"                      },
        {"/mode +moderated -topic",     "MODE #tea *+m-t"                    },
        {"/mode +key sesame",           "MODE #tea +k *sesame"               },
        {"/mode +o bob",                "MODE #tea +o *bob"                  },
        {"/topic -delete",              "TOPIC #tea :"                       },
        {"/away -all at tea",           "AWAY :at tea"                       },
        {"/wallops hear me",            "WALLOPS :hear me"                   },
        {"/kill bob tea is out",        "KILL bob :tea is out"               },
        {"/list -yes -lines",           "LIST"                               },
        {"/join #a,#b ka,kb",           "JOIN #b *kb"                        },
        {"/join -noswitch #c",          "JOIN *#c"                           },
    };
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        scene_forget(s);
        presses(s, "C-c");
        chat_open(s->chat, scene_conv(s, "#tea"));
        enters(s, lines[i].typed);
        client_says(s, lines[i].said);
    }
}

static void what_is_not_here_is_answered_with_what_is(void **state)
{
    static const struct {
        const char *typed, *answer;
    } lines[] = {
        {"/dcc send bob tea.txt", "/dcc: the server has files: /upload*"},
        {"/script load go.py",    "/script: no scripts here*"           },
        {"/save",                 "/save: each setting is kept*"        },
        {"/layout save",          "/layout: *stay by themselves"        },
        {"/secure set tea",       "/secure: a file of yours*"           },
        {"/upgrade",              "/upgrade: quit and start it anew*"   },
        {"/filter toggle",        "/filter: *is hidden*"                },
        {"/buffer move 2",        "Alt+Shift+Up and Down move a room*"  },
        {"/window splitv",        "there is one window*"                },
        {"/away -tea",            "/away: not -tea*"                    },
        {"/ctcp bob dcc",         "/ctcp: not dcc*"                     },
        {"/ctcp bob",             "/ctcp: the word is missing*"         },
        {"/notice bob",           "/notice: the text is missing*"       },
    };
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        presses(s, "C-c");
        enters(s, lines[i].typed);
        notice_says(s, lines[i].answer);
    }
    client_does_not_say(s, "*");
}

static void where(struct scene *s, const char *typed, const char *name)
{
    enters(s, typed);
    assert_string_equal(s->chat->current->name, name);
}

static void windows_and_buffers_are_rooms(void **state)
{
    struct scene *s = *state;
    where(s, "/window goto 1", "#ops");
    where(s, "/buffer 2", "#tea");
    where(s, "/buffer -1", "#ops");
    where(s, "/buffer +1", "#tea");
    where(s, "/win last", "#ops");
    where(s, "/window next", "#tea");
    where(s, "/window prev", "#ops");
    where(s, "/b tea", "#tea");
    enters(s, "/buffer close");
    client_says(s, "PART *#tea");
    assert_null(chat_conv(s->chat, s->network, "#tea"));
}

static void a_beginning_of_another_name_is_enough_too(void **state)
{
    struct scene *s = *state;
    bool many = false;
    assert_string_equal(command_find("lastl", &many)->name, "search");
    assert_string_equal(command_find("rej", &many)->name, "cycle");
    enters(s, "/last kettle");
    assert_non_null(s->chat->dialog);
}

static void an_invitation_is_where_join_goes(void **state)
{
    struct scene *s = *state;
    server_says(s, ":bob!b@h INVITE alice #cake");
    enters(s, "/join");
    client_says(s, "JOIN *#cake");
    server_says(s, ":alice!a@h JOIN #cake");
    assert_string_equal(s->chat->current->name, "#cake");
    enters(s, "/join");
    client_says(s, "JOIN *#cake");
}

static void rooms_of_other_kinds_are_rooms_where_the_server_has_them(void **state)
{
    struct scene *s = *state;
    enters(s, "/join +plus");
    client_says(s, "JOIN *#+plus");
    server_says(s, ":x 005 alice CHANTYPES=#&+ :are supported by this server");
    enters(s, "/join +plus");
    client_says(s, "JOIN *+plus");
    server_says(s, ":alice!a@h JOIN +plus");
    chat_open(s->chat, scene_conv(s, "#tea"));
    enters(s, "/part +plus");
    client_says(s, "PART *+plus");
    enters(s, "/mode +n");
    client_says(s, "MODE #tea *+n");
}

static void one_is_away_at_all_servers(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("other.example.org", 6667, false, "alice");
    chat_add_network(s->chat, other);
    other->stage = NETWORK_READY;
    enters(s, "/away at tea");
    client_says(s, "AWAY :at tea");
    assert_non_null(strstr(buf_text(&other->out), "AWAY :at tea"));
    enters(s, "/back");
    client_says(s, "AWAY");
}

static void what_was_done_to_somebody_can_be_taken_back(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h MODE #tea +b bob!*@*");
    notice_says(s, "bob!*@* cannot enter #tea: /unban bob!*@* takes it back");
    server_says(s, ":alice!a@h KICK #tea bob :too loud");
    notice_says(s, "bob is out of #tea and cannot enter: /unban bob takes it back");
    server_says(s, ":alice!a@h MODE #tea -b bob!*@*");
    server_says(s, ":bob!b@h JOIN #tea");
    server_says(s, ":alice!a@h KICK #tea bob :too loud");
    notice_says(s, "bob is out of #tea: /invite bob asks them back");
}

static void a_notice_is_seen_by_who_said_it(void **state)
{
    struct scene *s = *state;
    enters(s, "/notice #tea mind the kettle");
    conv_ends_with(s, "#tea", "-alice- mind the kettle");
    enters(s, "/notice bob psst");
    notice_says(s, "Sent to bob");
    conv_ends_with(s, "", "-alice- psst");
}

static void the_time_of_a_ping_is_told(void **state)
{
    struct scene *s = *state;
    enters(s, "/ping bob");
    notice_says(s, "bob is asked for PING");
    long long sent = (long long)s->chat->mono_ms;
    scene_wait(s, 40);
    server_says(s, ":bob!b@h NOTICE alice :\001PING %lld\001", sent);
    conv_ends_with(s, "#tea", "-- bob answers PING after 40 ms");
}

static void an_address_is_read_as_others_write_it(void **state)
{
    static const struct {
        const char *typed, *url, *nick;
    } lines[] = {
        {"irc.example.org",                                "irc.example.org",             NULL   },
        {"irc.example.org 6697",                           "irc.example.org:6697",        NULL   },
        {"irc.example.org carol",                          "irc.example.org",             "carol"},
        {"irc.example.org 6667 carol",                     "irc.example.org:6667",        "carol"},
        {"house irc.example.org/6697 -ssl",                "ircs://irc.example.org:6697", NULL   },
        {"house irc.example.org/6667 -notls",              "irc://irc.example.org:6667",  NULL   },
        {"-auto -tls -network house irc.example.org 6697", "ircs://irc.example.org:6697", NULL   },
        {"ircs://irc.example.org/tea carol",               "ircs://irc.example.org/tea",  "carol"},
        {"irc.example.org/tea",                            "irc.example.org/tea",         NULL   },
        {"unix:/run/parlor",                               "unix:/run/parlor",            NULL   },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        const char *nick = NULL;
        char *line = xstrdup(lines[i].typed);
        char *url = server_address(line, &nick);
        assert_string_equal(url, lines[i].url);
        assert_string_equal(nick ? nick : "", lines[i].nick ? lines[i].nick : "");
        free(url);
        free(line);
    }
}

static void whom_one_ignores_is_said_as_elsewhere(void **state)
{
    struct scene *s = *state;
    enters(s, "/ignore add bob");
    notice_says(s, "bob is ignored*");
    enters(s, "/ignore carol");
    enters(s, "/ignore list");
    assert_int_equal(s->chat->dialog->n, 2);
    chat_dialog(s->chat, NULL);
    enters(s, "/ignore del 2");
    notice_says(s, "* is heard again*");
    enters(s, "/ignore del bob");
    enters(s, "/ignore");
    assert_int_equal(s->chat->dialog->n, 0);
}

static void settings_are_found_by_stars_too(void **state)
{
    struct scene *s = *state;
    enters(s, "/set *bell*");
    assert_int_equal(s->chat->dialog->nshown, 1);
    assert_string_equal(dialog_picked(s->chat->dialog)->value, "ui.bell");
    chat_dialog(s->chat, NULL);
    enters(s, "/set ui.*");
    assert_true(s->chat->dialog->nshown > 5);
}

static void clear_reads_or_clears_all(void **state)
{
    struct scene *s = *state;
    server_says(s, "@msgid=a :bob!b@h PRIVMSG #ops :hi");
    enters(s, "/clear -all");
    assert_int_equal(lines_count(scene_conv(s, "#ops")->lines), 0);
    enters(s, "/clear -unread");
    notice_says(s, "#tea is read");
    enters(s, "/clear -now");
    notice_says(s, "/clear: not -now*");
}

static void what_was_meant_is_found_among_all_names(void **state)
{
    static const struct {
        const char *typed, *answer;
    } lines[] = {
        {"/bufer 2",    "*did you mean /buffer?*" },
        {"/lastlgo",    "*did you mean /lastlog?*"},
        {"/scrpt load", "*did you mean /script?*" },
        {"/jion #x",    "*did you mean /join?*"   },
    };
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        presses(s, "C-c");
        enters(s, lines[i].typed);
        notice_says(s, lines[i].answer);
    }
    presses(s, "C-c");
    enters(s, "/help dcc");
    notice_says(s, "/dcc: the server has files*");
    enters(s, "/history");
    assert_string_equal(s->chat->dialog->title, "What was typed");
}

static void words_change_places(void **state)
{
    struct scene *s = *state;
    types(s, "one two");
    presses(s, "M-t");
    input_shows(s, "two one|");
    presses(s, "C-u");
    types(s, "pot, tea and");
    presses(s, "M-b M-b M-t");
    input_shows(s, "tea, pot| and");
    presses(s, "C-e C-u M-t");
    assert_non_null(s->chat->dialog);
}

static void a_service_is_a_secret_by_its_short_name_too(void **state)
{
    struct scene *s = *state;
    assert_true(command_is_secret(s->chat->current, "/ns identify pot"));
    assert_true(command_is_secret(s->chat->current, "/notice NickServ identify pot"));
    assert_true(command_is_secret(s->chat->current, "/squery NickServ identify pot"));
    assert_false(command_is_secret(s->chat->current, "/motd"));
    assert_false(command_is_secret(s->chat->current, "/dcc send bob"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_TEA(test)       cmocka_unit_test_setup_teardown(test, in_tea, scene_end)
#define IN_PLAIN_TEA(test) cmocka_unit_test_setup_teardown(test, in_plain_tea, scene_end)
        IN_TEA(each_word_is_known_nowhere_else_and_leads_somewhere),
        IN_TEA(what_they_type_says_the_right_line),
        IN_TEA(what_is_not_here_is_answered_with_what_is),
        IN_TEA(windows_and_buffers_are_rooms),
        IN_TEA(a_beginning_of_another_name_is_enough_too),
        IN_TEA(an_invitation_is_where_join_goes),
        IN_TEA(rooms_of_other_kinds_are_rooms_where_the_server_has_them),
        IN_TEA(one_is_away_at_all_servers),
        IN_TEA(what_was_done_to_somebody_can_be_taken_back),
        IN_PLAIN_TEA(a_notice_is_seen_by_who_said_it),
        IN_PLAIN_TEA(the_time_of_a_ping_is_told),
        IN_TEA(an_address_is_read_as_others_write_it),
        IN_TEA(whom_one_ignores_is_said_as_elsewhere),
        IN_TEA(settings_are_found_by_stars_too),
        IN_TEA(clear_reads_or_clears_all),
        IN_TEA(what_was_meant_is_found_among_all_names),
        IN_TEA(words_change_places),
        IN_TEA(a_service_is_a_secret_by_its_short_name_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
