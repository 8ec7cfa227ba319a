/* What the client does when a server shows its certificate, or wants a link that nobody reads. */
#include <stdlib.h>

#include "handle.h"
#include "mem.h"
#include "spec.h"
#include "ui_scene.h"

#define OLD "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define NEW "0000000000000000000000000000000000000000000000000000000000000001"

static bool shows_certificate(struct scene *s, const char *fingerprint)
{
    const struct trust_shown shown = {.fingerprint = fingerprint, .doubt = "it has expired"};
    s->network->stage = NETWORK_CONNECTING;
    return handle_secured(s->chat, s->network, &shown);
}

static bool shows_verified(struct scene *s, const char *fingerprint)
{
    const struct trust_shown shown = {.fingerprint = fingerprint, .verified = true};
    s->network->stage = NETWORK_CONNECTING;
    return handle_secured(s->chat, s->network, &shown);
}

static void an_unknown_certificate_waits_for_the_user(void **state)
{
    struct scene *s = *state;
    assert_false(shows_certificate(s, NEW));
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
    assert_string_equal(s->network->trust.refused, NEW);
    assert_int_equal(s->network->out.len, 0);
    conv_shows(s, "",
               "!! irc.example.org port 6697 shows a certificate that cannot be verified: "
               "it has expired. Nothing was sent.");
}

static void a_changed_certificate_is_refused_in_words(void **state)
{
    struct scene *s = *state;
    trust_pin(&s->network->trust, OLD);
    assert_true(shows_certificate(s, OLD));
    assert_false(shows_certificate(s, NEW));
    assert_int_equal(s->network->stage, NETWORK_OFFLINE);
    conv_shows(s, "", "!! *shows another certificate than the one that you trust.");
    conv_shows(s, "", "!! Somebody in between may be listening*Nothing was sent.");
    conv_shows(s, "", "!! *fingerprint; /trust*");
    assert_string_equal(s->network->trust.pinned, OLD);
}

static void who_is_elsewhere_is_told_too(void **state)
{
    struct scene *s = *state;
    struct network *other = network_new("tea.example.org", 6697, true, "alice");
    chat_add_network(s->chat, other);
    chat_open(s->chat, other->console);
    assert_false(shows_certificate(s, NEW));
    notice_says(s, "irc.example.org: not connected: its certificate is not known: /trust");
}

static void what_becomes_verified_is_no_longer_remembered(void **state)
{
    struct scene *s = *state;
    trust_pin(&s->network->trust, OLD);
    s->network->trust.pin_new = false;
    assert_true(shows_verified(s, NEW));
    assert_null(s->network->trust.pinned);
    assert_true(s->network->trust.pin_new);
    conv_shows(s, "", "-- irc.example.org is vouched for*");
}

static void on_this_machine_nobody_is_asked(void **state)
{
    struct scene *s = *state;
    xreplace(&s->network->host, "127.0.0.1");
    assert_true(shows_certificate(s, OLD));
    assert_string_equal(s->network->trust.pinned, OLD);
    assert_false(shows_certificate(s, NEW));
}

/* ---- strict transport security ---- */

static void on_a_plain_link(struct scene *s)
{
    s->network->tls = false;
    s->network->port = 6667;
    xreplace(&s->network->secret, "open sesame");
    handle_connected(s->chat, s->network);
    client_says(s, "USER*");
}

static void a_server_that_wants_tls_gets_it_before_anything_secret(void **state)
{
    struct scene *s = *state;
    on_a_plain_link(s);
    server_says(s, ":irc.example.org CAP * LS :sts=port=6697 sasl=PLAIN message-tags");
    client_does_not_say(s, "*");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    assert_true(s->network->tls);
    assert_int_equal(s->network->port, 6697);
    server_says(s, ":irc.example.org CAP alice ACK :sasl");
    server_says(s, "AUTHENTICATE +");
    server_says(s, ":irc.example.org 001 alice :Welcome");
    client_does_not_say(s, "*");
    assert_int_equal(s->network->stage, NETWORK_CONNECTING);
    assert_false(s->network->sts_new);
}

static void a_policy_is_learned_over_tls_only(void **state)
{
    struct scene *s = *state;
    on_a_plain_link(s);
    server_says(s, ":irc.example.org CAP * LS :sts=duration=300");
    assert_false(s->network->sts_new);

    s->network->tls = true;
    handle_connected(s->chat, s->network);
    server_says(s, ":irc.example.org CAP * LS :sts=duration=300,port=6697");
    assert_true(s->network->sts_new);
    assert_int_equal(s->network->sts_s, 300);
    assert_int_equal(s->network->stage, NETWORK_REGISTERING);
    server_says(s, ":irc.example.org CAP * NEW :sts=duration=0");
    assert_int_equal(s->network->sts_s, 0);
}

static void nonsense_is_no_policy(void **state)
{
    static const char *const values[] = {"sts",           "sts=port=0",       "sts=port=65536",
                                         "sts=port=tea",  "sts=port=6697x",   "sts=port",
                                         "sts=port=-1",   "sts=xport=6697",   "sts=,,port",
                                         "sts=duration=", "sts=port=,port=99"};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        on_a_plain_link(s);
        server_says(s, ":irc.example.org CAP * LS :%s", values[i]);
        assert_int_equal(s->network->stage, NETWORK_REGISTERING);
        assert_false(s->network->tls);
        assert_false(s->network->sts_new);
    }
}

static void this_machine_needs_no_policy(void **state)
{
    struct scene *s = *state;
    on_a_plain_link(s);
    xreplace(&s->network->host, "localhost");
    server_says(s, ":localhost CAP * LS :sts=port=6697");
    assert_false(s->network->tls);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define OFFLINE(test) cmocka_unit_test_setup_teardown(test, scene_offline, scene_end)
        OFFLINE(an_unknown_certificate_waits_for_the_user),
        OFFLINE(a_changed_certificate_is_refused_in_words),
        OFFLINE(who_is_elsewhere_is_told_too),
        OFFLINE(what_becomes_verified_is_no_longer_remembered),
        OFFLINE(on_this_machine_nobody_is_asked),
        OFFLINE(a_server_that_wants_tls_gets_it_before_anything_secret),
        OFFLINE(a_policy_is_learned_over_tls_only),
        OFFLINE(nonsense_is_no_policy),
        OFFLINE(this_machine_needs_no_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
