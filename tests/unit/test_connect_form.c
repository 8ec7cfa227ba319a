/* Where to connect to and who to be: the form, /connect, /disconnect and what they do to a link. */
#include <stdlib.h>

#include "connect_form.h"
#include "keyboard.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"

/* A client that has no server yet. */
static int nowhere(void **state)
{
    secret_init();
    struct scene *s = xnew(struct scene);
    s->chat = chat_new();
    *state = s;
    return 0;
}

static void connects(struct scene *s, const char *url, const char *nick, const char *password)
{
    char *cause = NULL;
    if (connect_to(s->chat, url, nick, password, &cause) != 0)
        fail_msg("%s", cause);
}

static void error_says(struct scene *s, const char *mask)
{
    assert_non_null(s->chat->dialog);
    xreplace(&s->chat->notice, s->chat->dialog->error);
    notice_says(s, mask);
}

static void the_form_connects(void **state)
{
    struct scene *s = *state;
    connect_form_open(s->chat, NULL, "alice", "No server answers");
    error_says(s, "No server answers");
    types(s, "chat.example.org/tea");
    presses(s, "Tab");
    input_shows(s, "alice|");
    presses(s, "Enter");
    assert_null(s->chat->dialog);
    const struct network *network = s->chat->networks;
    assert_string_equal(network->host, "chat.example.org");
    assert_int_equal(network->port, 6697);
    assert_true(network->tls);
    assert_string_equal(network->want_nick, "alice");
    assert_int_equal(network->stage, NETWORK_CONNECTING);
    assert_string_equal(s->chat->current->name, "#tea");
}

static void a_server_that_asked_gets_its_own_password(void **state)
{
    struct scene *s = *state;
    connects(s, "chat.example.org", "alice", "hers alone");
    struct network *network = s->chat->networks;
    network->password_asked = true;
    connect_form_open(s->chat, "chat.example.org", "alice", "this server wants a password");
    types(s, "tea time");
    presses(s, "Enter");
    assert_null(s->chat->dialog);
    assert_string_equal(network->server_password, "tea time");
    assert_string_equal(network->secret, "hers alone");
}

static void a_mistake_is_shown_where_it_is(void **state)
{
    struct scene *s = *state;
    connect_form_open(s->chat, NULL, "9lives", NULL);
    presses(s, "Enter");
    error_says(s, "write the server's address*");
    types(s, "chat.example.org:99999");
    presses(s, "Enter");
    error_says(s, "a name is *");
    input_shows(s, "9lives|");
    presses(s, "C-u");
    types(s, "alice");
    presses(s, "Enter");
    error_says(s, "\"chat.example.org:99999\" is no server*");
    assert_null(s->chat->networks);
}

static void where_there_is_nothing_behind_it_the_form_stays(void **state)
{
    struct scene *s = *state;
    connect_form_open(s->chat, NULL, "alice", NULL);
    presses(s, "Esc F1 Esc F2 C-x M-1");
    assert_true(connect_form_is_open(s->chat));
}

static void where_there_is_nothing_behind_it_control_c_leaves(void **state)
{
    struct scene *s = *state;
    connect_form_open(s->chat, "chat.example.org", "alice", NULL);
    s->chat->dialog->focus = 0;
    presses(s, "C-c");
    assert_null(s->chat->dialog->error); /* that cleared the field */
    presses(s, "C-c");
    error_says(s, "C-c once more leaves parlor");
    presses(s, "C-l C-c");
    assert_false(s->chat->wishes & WISH_QUIT);
    presses(s, "C-c");
    assert_true(s->chat->wishes & WISH_QUIT);
}

static void naming_another_gives_up_what_never_worked(void **state)
{
    struct scene *s = *state;
    connects(s, "char.example.org", "alice", NULL);
    struct network *wrong = s->chat->networks;
    connect_form_open(s->chat, "char.example.org:6697", "alice", "no such host");
    presses(s, "S-Tab C-u");
    types(s, "chat.example.org\n");
    assert_true(wrong->unwanted);
    assert_int_equal(wrong->stage, NETWORK_OFFLINE);
    assert_string_equal(s->chat->current->network->host, "chat.example.org");
    assert_false(s->chat->current->network->unwanted);

    connects(s, "char.example.org", "alice", NULL);
    assert_false(wrong->unwanted);
}

static void naming_another_keeps_what_worked(void **state)
{
    struct scene *s = *state;
    connect_form_open(s->chat, NULL, "alice", NULL);
    types(s, "chat.example.org\n");
    assert_false(s->network->unwanted);
    assert_int_equal(s->network->stage, NETWORK_READY);
}

static void a_password_goes_with_its_name(void **state)
{
    struct scene *s = *state;
    connects(s, "localhost", "alice", "open sesame");
    struct network *network = s->chat->networks;
    assert_string_equal(network->secret, "open sesame");
    connects(s, "localhost", "alice", NULL);
    assert_string_equal(network->secret, "open sesame");
    connects(s, "localhost:6667", "bob", NULL);
    assert_ptr_equal(s->chat->networks, network);
    assert_null(network->next);
    assert_null(network->secret);
    assert_string_equal(network->nick, "bob");
}

static void another_server_is_another_network(void **state)
{
    struct scene *s = *state;
    connects(s, "localhost", "alice", NULL);
    connects(s, "localhost:7000", "alice", NULL);
    assert_non_null(s->chat->networks->next);
    assert_ptr_equal(s->chat->current->network, s->chat->networks->next);
}

static void secrecy_can_be_asked_for_later(void **state)
{
    struct scene *s = *state;
    connects(s, "localhost:7000", "alice", NULL);
    assert_false(s->chat->networks->tls);
    connects(s, "ircs://localhost:7000", "alice", NULL);
    assert_true(s->chat->networks->tls);
    assert_null(s->chat->networks->next);
}

/* ---- with a link ---- */

static void disconnect_says_why_and_stays(void **state)
{
    struct scene *s = *state;
    server_says(s, ":alice!a@h JOIN #tea");
    scene_forget(s);
    enters(s, "/disconnect back after tea");
    client_says(s, "QUIT :back after tea");
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
    assert_false(scene_conv(s, "#tea")->joined);
    assert_int_equal(s->chat->wishes & WISH_QUIT, 0);
    enters(s, "hello?");
    conv_shows(s, "#tea", "<alice> hello? (waiting)");
    enters(s, "/reconnect");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    assert_true(scene_conv(s, "#tea")->rejoin);
}

static void reconnect_leaves_first(void **state)
{
    struct scene *s = *state;
    enters(s, "/reconnect");
    client_says(s, "QUIT*");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
}

static void connecting_as_another_leaves_first(void **state)
{
    struct scene *s = *state;
    connects(s, "ircs://irc.example.org", "bob", NULL);
    client_says(s, "QUIT*");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    assert_string_equal(s->network->nick, "bob");
}

static void quit_says_goodbye_everywhere(void **state)
{
    struct scene *s = *state;
    enters(s, "/quit so long");
    client_says(s, "QUIT :so long");
    assert_true(s->chat->wishes & WISH_QUIT);
}

static void connect_without_words_asks(void **state)
{
    struct scene *s = *state;
    enters(s, "/connect");
    assert_true(connect_form_is_open(s->chat));
    assert_string_equal(dialog_field_text(s->chat->dialog, 0), "irc.example.org:6697");
    assert_string_equal(dialog_field_text(s->chat->dialog, 1), "alice");
    presses(s, "Esc");
    assert_null(s->chat->dialog);
    enters(s, "/connect localhost:7000 9lives");
    notice_says(s, "9lives is no name*");
    presses(s, "C-c");
    enters(s, "/connect https://example.org");
    notice_says(s, "*only ircs:// and irc://*");
}

/* ---- themes ---- */

static void a_theme_is_tried_and_given_back(void **state)
{
    struct scene *s = *state;
    xreplace(&s->chat->theme_names, "default-dark default-light mono");
    enters(s, "/theme");
    presses(s, "Down Down");
    assert_string_equal(s->chat->theme, "mono");
    presses(s, "Esc");
    assert_string_equal(s->chat->theme, "default-dark");
    enters(s, "/theme");
    presses(s, "Down Enter");
    assert_string_equal(s->chat->theme, "default-light");
    enters(s, "/theme");
    presses(s, "Down Enter");
    assert_string_equal(s->chat->theme, "mono");
    enters(s, "/theme neon");
    notice_says(s, "There is no theme neon; there are: default-dark*");
    presses(s, "C-c");
    enters(s, "/theme mono");
    assert_string_equal(s->chat->theme, "mono");
    assert_true(s->chat->wishes & WISH_THEME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define NOWHERE(test) cmocka_unit_test_setup_teardown(test, nowhere, scene_end)
#define ONLINE(test)  cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)
        NOWHERE(the_form_connects),
        NOWHERE(a_server_that_asked_gets_its_own_password),
        NOWHERE(a_mistake_is_shown_where_it_is),
        NOWHERE(where_there_is_nothing_behind_it_the_form_stays),
        NOWHERE(where_there_is_nothing_behind_it_control_c_leaves),
        NOWHERE(naming_another_gives_up_what_never_worked),
        ONLINE(naming_another_keeps_what_worked),
        NOWHERE(a_password_goes_with_its_name),
        NOWHERE(another_server_is_another_network),
        NOWHERE(secrecy_can_be_asked_for_later),
        ONLINE(disconnect_says_why_and_stays),
        ONLINE(reconnect_leaves_first),
        ONLINE(connecting_as_another_leaves_first),
        ONLINE(quit_says_goodbye_everywhere),
        ONLINE(connect_without_words_asks),
        ONLINE(a_theme_is_tried_and_given_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
