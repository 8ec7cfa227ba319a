/* Several servers at once: the list of them, and the form to change one. */
#include <stdlib.h>

#include "connect_form.h"
#include "keyboard.h"
#include "mem.h"
#include "server_list.h"
#include "spec.h"

/* alice is on irc.example.org; other.example.org is remembered and not linked. */
static struct network *with_another(struct scene *s)
{
    char *cause = NULL;
    struct conv *here = s->chat->current;
    assert_int_equal(connect_to(s->chat, "other.example.org", "alice", NULL, &cause), 0);
    struct network *other = s->network->next;
    other->stage = NETWORK_OFFLINE;
    other->kept = s->network->kept = true;
    chat_open(s->chat, here);
    return other;
}

static void row_is(const struct scene *s, size_t i, const char *label, const char *detail)
{
    assert_non_null(s->chat->dialog);
    const struct dialog_row *row = &s->chat->dialog->rows[i];
    assert_string_equal(row->label, label);
    assert_string_equal(row->detail, detail);
}

static void the_list_tells_how_each_link_stands(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    enters(s, "/server");
    row_is(s, 0, "1 irc.example.org", "alice · online");
    row_is(s, 1, "2 other.example.org", "alice · offline");
    other->stage = NETWORK_WAITING;
    xreplace(&other->why, "no such host");
    server_list_turn(s->chat);
    row_is(s, 1, "2 other.example.org", "alice · no such host");
}

static void enter_goes_to_a_server_and_connects(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    enters(s, "/server list");
    presses(s, "Down Enter");
    assert_null(s->chat->dialog);
    assert_ptr_equal(s->chat->current->network, other);
    assert_int_equal(other->stage, NETWORK_CONNECTING);
    assert_int_equal(s->network->stage, NETWORK_READY);
}

static void a_server_can_stay_out_of_the_start(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    enters(s, "/server");
    presses(s, "Down s");
    assert_false(other->at_start);
    assert_true(other->keep_due);
    row_is(s, 1, "2 other.example.org", "alice · offline · not at start");
}

static void a_server_is_connected_to_by_name_number_or_address(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    enters(s, "/server connect other");
    assert_int_equal(other->stage, NETWORK_CONNECTING);
    other->stage = NETWORK_OFFLINE;
    enters(s, "/server 2");
    assert_int_equal(other->stage, NETWORK_CONNECTING);
    enters(s, "/server ircs://third.example.org/tea");
    assert_non_null(other->next);
    assert_string_equal(other->next->host, "third.example.org");
    assert_string_equal(s->chat->current->name, "#tea");
}

static void what_is_forgotten_goes_and_the_others_stay(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    chat_open(s->chat, other->console);
    enters(s, "/server remove");
    notice_says(s, "other.example.org is forgotten; what was said there stays*");
    assert_true(other->unwanted && other->forgotten);
    assert_ptr_equal(s->chat->current->network, s->network);
    assert_false(s->network->unwanted);
}

static void the_only_server_stays_open_when_it_is_forgotten(void **state)
{
    struct scene *s = *state;
    enters(s, "/server remove irc.example.org");
    notice_says(s, "irc.example.org is forgotten; it stays open*");
    assert_true(s->network->forgotten);
    assert_false(s->network->unwanted);
}

static void disconnect_and_reconnect_are_for_the_present_server(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    other->stage = NETWORK_READY;
    enters(s, "/disconnect");
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
    assert_int_equal(other->stage, NETWORK_READY);
    enters(s, "/reconnect");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
}

static void the_form_changes_name_certificate_and_start(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    enters(s, "/server edit other");
    presses(s, "Tab C-u");
    types(s, "alicia");
    presses(s, "Tab Tab");
    types(s, "/home/alice/alice.pem");
    presses(s, "Tab C-u");
    types(s, "no\n");
    assert_null(s->chat->dialog);
    assert_string_equal(other->want_nick, "alicia");
    assert_string_equal(other->cert_file, "/home/alice/alice.pem");
    assert_false(other->at_start);
    assert_true(other->keep_due);
    assert_int_equal(other->stage, NETWORK_OFFLINE);
}

static void another_address_takes_the_place_of_the_old_one(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    enters(s, "/server edit other");
    presses(s, "C-u");
    types(s, "new.example.org\n");
    assert_true(other->unwanted && other->forgotten);
    assert_string_equal(other->next->host, "new.example.org");
    assert_true(other->next->kept);
    assert_ptr_equal(s->chat->current->network, other->next);
}

static void a_remembered_server_is_not_given_up_for_another(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    connect_form_open(s->chat, NULL, "alice", NULL);
    types(s, "third.example.org\n");
    assert_false(other->unwanted);
}

static void two_servers_of_one_name_are_told_apart(void **state)
{
    struct scene *s = *state;
    struct network *other = with_another(s);
    chat_name_network(s->chat, s->network, "Parlor");
    chat_name_network(s->chat, other, "Parlor");
    assert_string_equal(s->network->name, "Parlor");
    assert_string_equal(other->name, "Parlor other.example.org:6697");
}

static void a_certificate_is_asked_for_and_named(void **state)
{
    struct scene *s = *state;
    enters(s, "/server cert");
    notice_says(s, "No certificate for irc.example.org: /server cert make*");
    enters(s, "/server cert make");
    assert_int_equal(s->network->cert_ask, CERT_ASK_MAKE);
    enters(s, "/server cert alice.pem");
    notice_says(s, "alice.pem: write the whole path*");
    enters(s, "/server cert /home/alice/alice.pem");
    assert_string_equal(s->network->cert_file, "/home/alice/alice.pem");
    assert_int_equal(s->network->cert_ask, CERT_ASK_SHOW);
    enters(s, "/server cert none");
    assert_null(s->network->cert_file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_plain, scene_end)
        SCENE(the_list_tells_how_each_link_stands),
        SCENE(enter_goes_to_a_server_and_connects),
        SCENE(a_server_can_stay_out_of_the_start),
        SCENE(a_server_is_connected_to_by_name_number_or_address),
        SCENE(what_is_forgotten_goes_and_the_others_stay),
        SCENE(the_only_server_stays_open_when_it_is_forgotten),
        SCENE(disconnect_and_reconnect_are_for_the_present_server),
        SCENE(the_form_changes_name_certificate_and_start),
        SCENE(another_address_takes_the_place_of_the_old_one),
        SCENE(a_remembered_server_is_not_given_up_for_another),
        SCENE(two_servers_of_one_name_are_told_apart),
        SCENE(a_certificate_is_asked_for_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
