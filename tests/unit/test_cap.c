/* CAP (server.md, 2.1). */
#include "server_scene.h"

static void the_list_has_values_for_version_302(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP LS 302");
    hears(&s->alice, "CAP * LS * :account-notify * draft/account-registration=before-connect *");
    hears(&s->alice, "CAP * LS :*sasl=SCRAM-SHA-256,PLAIN server-time* userhost-in-names");
    hears_nothing(&s->alice);
}

static void older_clients_get_one_line_without_values(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP LS");
    assert_true(s->alice.unread.len <= 512);
    hears(&s->alice, "CAP * LS :account-notify *sasl server-time*");
    hears_nothing(&s->alice);
}

static void a_request_is_granted_or_refused_as_a_whole(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    says(&s->alice, "CAP REQ :batch no-such-thing");
    hears(&s->alice, "CAP alice NAK :batch no-such-thing");
    says(&s->alice, "CAP LIST");
    hears(&s->alice, "CAP alice LIST :");
    says(&s->alice, "CAP REQ :batch -batch server-time");
    hears(&s->alice, "CAP alice ACK :batch -batch server-time");
    says(&s->alice, "CAP LIST");
    hears(&s->alice, "* CAP alice LIST :server-time");
}

static void values_and_sts_are_refused(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP REQ :sasl=PLAIN");
    hears(&s->alice, "CAP * NAK :sasl=PLAIN");
    says(&s->alice, "CAP REQ sts");
    hears(&s->alice, "CAP * NAK :sts");
}

static void cap_notify_is_part_of_version_302(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP LS 302");
    ignores(&s->alice);
    says(&s->alice, "CAP LIST");
    hears(&s->alice, "CAP * LIST :cap-notify");
    says(&s->alice, "CAP REQ -cap-notify");
    hears(&s->alice, "CAP * NAK :-cap-notify");
}

static void a_later_list_without_version_has_no_values(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP LS 302");
    ignores(&s->alice);
    says(&s->alice, "CAP LS");
    hears(&s->alice, "CAP * LS * :* draft/account-registration draft/chathistory *");
}

static void unknown_words_are_answered(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP FOO");
    hears(&s->alice, "410 * FOO :Invalid CAP command");
    says(&s->alice, "CAP");
    hears(&s->alice, "410 * * :Invalid CAP command");
}

static void no_password_is_asked_for_on_an_open_network(void **state)
{
    struct scene *s = *state;
    connects_from(s, &s->alice, "192.0.2.7");
    says(&s->alice, "CAP LS 302");
    hears_at_last(&s->alice, "CAP * LS :* sasl=SCRAM-SHA-256 *");
    says(&s->alice, "CAP REQ sasl");
    hears_at_last(&s->alice, "CAP * ACK :sasl");
    says(&s->alice, "AUTHENTICATE PLAIN");
    hears(&s->alice, "908 * SCRAM-SHA-256 :are available SASL mechanisms");
    hears(&s->alice, "904 * :*");
}

static void who_comes_in_the_open_is_told_the_port_for_tls(void **state)
{
    struct scene *s = *state;
    connects_from(s, &s->alice, "192.0.2.7");
    says(&s->alice, "CAP LS 302");
    hears_no_such(&s->alice, "*sts*");

    s->rig.config.sts_duration_ms = 86400000;
    s->rig.config.sts_port = 6697;
    says(&s->alice, "CAP LS 302");
    hears_at_last(&s->alice, "CAP * LS :* sts=port=6697");
    says(&s->alice, "CAP LS");
    hears_no_such(&s->alice, "*sts*");
    says(&s->alice, "CAP REQ :sts");
    hears(&s->alice, "CAP * NAK :sts");
}

static void capabilities_may_change_later_too(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "server-time");
    says(&s->alice, "CAP REQ -server-time");
    hears(&s->alice, "@time=* :parlor.local CAP alice ACK :-server-time");
    says(&s->alice, "CAP END");
    says(&s->alice, "PING x");
    hears(&s->alice, ":parlor.local PONG parlor.local :x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_list_has_values_for_version_302),
        SCENE(older_clients_get_one_line_without_values),
        SCENE(a_request_is_granted_or_refused_as_a_whole),
        SCENE(values_and_sts_are_refused),
        SCENE(cap_notify_is_part_of_version_302),
        SCENE(a_later_list_without_version_has_no_values),
        SCENE(unknown_words_are_answered),
        SCENE(no_password_is_asked_for_on_an_open_network),
        SCENE(who_comes_in_the_open_is_told_the_port_for_tls),
        SCENE(capabilities_may_change_later_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
