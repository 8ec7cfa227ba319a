/* Looking at a server from the connect form, and the names that it takes. */
#include <stdlib.h>
#include <string.h>

#include "around.h"
#include "browse.h"
#include "connect_form.h"
#include "handle.h"
#include "keyboard.h"
#include "look_around.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"

static int nowhere(void **state)
{
    secret_init();
    struct scene *s = xnew(struct scene);
    s->chat = chat_new();
    s->chat->now_ms = SCENE_START_MS;
    *state = s;
    return 0;
}

static void error_says(struct scene *s, const char *mask)
{
    assert_non_null(s->chat->dialog);
    xreplace(&s->chat->notice, s->chat->dialog->error);
    notice_says(s, mask);
}

static void shows_rows(const struct scene *s, const char *rows)
{
    struct buf all = {0};
    const struct dialog *dialog = s->chat->dialog;
    assert_non_null(dialog);
    for (size_t i = 0; i < dialog->nshown; i++) {
        const struct dialog_row *row = &dialog->rows[dialog->shown[i]];
        buf_printf(&all, "%s%s%s%s", i ? "|" : "", row->label,
                   row->detail && *row->detail ? "=" : "", row->detail ? row->detail : "");
    }
    assert_string_equal(buf_text(&all), rows);
    buf_clear(&all);
}

/* Opens the form, looks around, and the link stands. */
static void looks_around(struct scene *s)
{
    connect_form_open(s->chat, "chat.example.org", "alice", NULL);
    presses(s, "C-o");
    s->network = s->chat->networks;
    assert_non_null(s->network);
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    handle_connected(s->chat, s->network);
}

static void is_answered(struct scene *s)
{
    server_says(s, ":h 251 * :There are 2 users");
    server_says(s, ":h 265 * 3 9 :Current local users 3, max 9");
    server_says(s, ":h 321 * Channel :Users  Name");
    server_says(s, ":h 322 * #lobby 2 :Come in");
    server_says(s, ":h 322 * #tea 1 :");
    server_says(s, ":h 323 * :End of LIST");
    server_says(s, ":h 352 * * bob host h bob H :0 Bob");
    server_says(s, ":h 352 * * carol host h carol G :0 Carol");
    server_says(s, ":h 315 * * :End of WHO");
    server_says(s, "FILES ENTRY folder 0 0 - :docs");
    server_says(s, "FILES ENTRY file 2048 0 - :plan.pdf");
    server_says(s, "FILES END 2 2048 *");
    look_around_turn(s->chat);
}

static void it_asks_without_a_name(void **state)
{
    struct scene *s = *state;
    looks_around(s);
    client_says(s, "LUSERS");
    client_says(s, "LIST");
    client_says(s, "WHO *");
    client_says(s, "FILES LIST :/");
    client_does_not_say(s, "NICK*");
    client_does_not_say(s, "USER*");
    look_around_turn(s->chat);
    assert_string_equal(s->chat->dialog->note, "looking…");
}

static void it_shows_people_rooms_and_files(void **state)
{
    struct scene *s = *state;
    looks_around(s);
    is_answered(s);
    shows_rows(s, "Online|bob=          |carol=      away|Rooms|#lobby  Come in=    2 here|"
                  "#tea=    1 here|Files|docs/=          |plan.pdf=   2.0 KiB");
    assert_string_equal(s->chat->dialog->note, "3 online · 2 rooms · 2 in files");
    conv_does_not_show(s, "", "*");
}

static void half_words_and_odd_rooms_are_passed_over(void **state)
{
    struct scene *s = *state;
    looks_around(s);
    server_says(s, "FILES");
    server_says(s, ":h 322 * dfolder 3 :No room");
    is_answered(s);
    look_around_turn(s->chat);
    assert_int_equal(s->network->around->nrooms, 2);
}

static void a_room_that_is_chosen_stands_in_the_form(void **state)
{
    struct scene *s = *state;
    looks_around(s);
    is_answered(s);
    types(s, "#tea");
    presses(s, "Enter");
    assert_true(connect_form_is_open(s->chat));
    assert_string_equal(dialog_field_text(s->chat->dialog, 0), "chat.example.org:6697/tea");
    assert_string_equal(dialog_field_text(s->chat->dialog, 1), "alice");
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
    presses(s, "Enter");
    assert_null(s->network->around);
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    handle_connected(s->chat, s->network);
    client_says(s, "NICK alice");
}

static void folders_can_be_walked_and_lead_back(void **state)
{
    struct scene *s = *state;
    looks_around(s);
    is_answered(s);
    types(s, "docs");
    presses(s, "Enter");
    client_says(s, "FILES LIST :docs");
    server_says(s, "FILES ENTRY file 5 0 - :a.txt");
    server_says(s, "FILES END 1 5 *");
    browse_turn(s->chat);
    shows_rows(s, "a.txt=       5 B                  ");
    presses(s, "Enter");
    error_says(s, "to get files, choose a name first*");
    presses(s, "Esc");
    client_says(s, "FILES LIST :/");
    assert_string_equal(s->chat->dialog->title, "Looking around at chat.example.org");
    presses(s, "Esc");
    assert_true(connect_form_is_open(s->chat));
    presses(s, "Esc");
    assert_true(connect_form_is_open(s->chat));
}

static void a_server_that_tells_nothing_says_so(void **state)
{
    struct scene *s = *state;
    looks_around(s);
    for (int i = 0; i < 4; i++)
        server_says(s, ":h 451 * :You have not registered");
    look_around_turn(s->chat);
    shows_rows(s,
               "Online|The server tells that only to who has a name.|Rooms|Files|None to be seen: "
               "this server shows its files only to who has a name here.");
}

static void a_server_that_is_not_there_says_why(void **state)
{
    struct scene *s = *state;
    connect_form_open(s->chat, "chat.example.org", "alice", NULL);
    presses(s, "C-o");
    s->network = s->chat->networks;
    handle_lost(s->chat, s->network, "connection refused");
    look_around_turn(s->chat);
    error_says(s, "connection refused");
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
}

static void without_an_address_there_is_nothing_to_look_at(void **state)
{
    struct scene *s = *state;
    connect_form_open(s->chat, NULL, "alice", NULL);
    presses(s, "C-o");
    error_says(s, "write the server's address*");
    types(s, "chat.example.org:99999");
    presses(s, "C-o");
    error_says(s, "*is no server*");
    assert_null(s->chat->networks);
}

static void a_name_is_checked_while_it_is_typed(void **state)
{
    struct scene *s = *state;
    static const struct {
        const char *typed, *mask;
    } cases[] = {
        {"9",                          "a name does not begin with 9"},
        {"-x",                         "a name does not begin with -"},
        {"al!ce",                      "! is not allowed in a name"  },
        {"al ice",                     "a name has plain letters*"   },
        {"é",                         "a name has plain letters*"   },
        {"abcdefghijklmnopqrstuvwxyz", "a name has at most * letters"},
        {"alice",                      ""                            },
    };
    connect_form_open(s->chat, "chat.example.org", "", NULL);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        presses(s, "C-u");
        types(s, cases[i].typed);
        error_says(s, cases[i].mask);
    }
}

static void a_name_that_is_online_is_known_once_one_looked_around(void **state)
{
    struct scene *s = *state;
    looks_around(s);
    is_answered(s);
    presses(s, "Esc C-u");
    types(s, "bo");
    error_says(s, "");
    types(s, "b");
    error_says(s, "bob is online there now*");
    types(s, "by");
    error_says(s, "");
}

static void a_name_that_is_not_allowed_is_asked_for_again(void **state)
{
    struct scene *s = *state;
    char *cause = NULL;
    assert_int_equal(connect_to(s->chat, "chat.example.org", "admin", NULL, &cause), 0);
    s->network = s->chat->networks;
    handle_connected(s->chat, s->network);
    server_says(s, ":h 432 * admin :Erroneous nickname");
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    assert_true(s->network->name_refused);
    assert_string_equal(s->network->why,
                        "this server does not allow the name admin: choose another");
    connect_form_open(s->chat, "chat.example.org", "admin", s->network->why);
    presses(s, "C-u");
    types(s, "alice\n");
    assert_false(s->network->name_refused);
    assert_string_equal(s->network->want_nick, "alice");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
}

static void somebody_who_is_there_need_not_look(void **state)
{
    struct scene *s = *state;
    char *cause = NULL;
    assert_int_equal(look_around(s->chat, "ircs://irc.example.org", "alice", &cause), -1);
    assert_non_null(strstr(cause, "you are there already"));
    free(cause);
    assert_int_equal(s->network->stage, NETWORK_READY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define NOWHERE(test) cmocka_unit_test_setup_teardown(test, nowhere, scene_end)
        NOWHERE(it_asks_without_a_name),
        NOWHERE(it_shows_people_rooms_and_files),
        NOWHERE(half_words_and_odd_rooms_are_passed_over),
        NOWHERE(a_room_that_is_chosen_stands_in_the_form),
        NOWHERE(folders_can_be_walked_and_lead_back),
        NOWHERE(a_server_that_tells_nothing_says_so),
        NOWHERE(a_server_that_is_not_there_says_why),
        NOWHERE(without_an_address_there_is_nothing_to_look_at),
        NOWHERE(a_name_is_checked_while_it_is_typed),
        NOWHERE(a_name_that_is_online_is_known_once_one_looked_around),
        NOWHERE(a_name_that_is_not_allowed_is_asked_for_again),
        cmocka_unit_test_setup_teardown(somebody_who_is_there_need_not_look, scene_plain,
                                        scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
