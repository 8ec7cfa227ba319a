#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "mem.h"
#include "secret.h"
#include "spec.h"
#include "ui_scene.h"

#define CAPS "sasl=SCRAM-SHA-256,PLAIN draft/account-registration=before-connect"
#define ON   "draft/account-registration sasl"

static void connect_with(struct scene *s, const char *secret, const char *offered, const char *on)
{
    s->network->secret = xstrdup(secret);
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS :%s", offered);
    server_says(s, ":x CAP alice ACK :%s", on);
}

/* The payload of the client's next AUTHENTICATE, decoded; to free. */
static char *payload(struct scene *s)
{
    buf_append(&s->written, buf_text(&s->network->out), s->network->out.len);
    buf_reset(&s->network->out);
    const char *at = strstr(buf_text(&s->written), "AUTHENTICATE ");
    assert_non_null(at);
    at += strlen("AUTHENTICATE ");
    size_t len = strcspn(at, "\r");
    char *text = xcalloc(1, len + 1);
    assert_true(secret_unbase64(at, len, text, len) >= 0);
    buf_reset(&s->written);
    return text;
}

static void challenge(struct scene *s, const char *text)
{
    char *coded = secret_base64(text, strlen(text));
    server_says(s, "AUTHENTICATE %s", coded);
    free(coded);
}

/* Plays a server that has this name's keys; true if the client proved to know them too. */
static bool scram_as(struct scene *s, const char *name, const char *password)
{
    struct scram_keys keys = {.iterations = SCRAM_ITERATIONS_SECRET};
    struct scram_server server = {0};
    char *zid;
    char *cid;
    scram_derive(&keys, password);
    client_says(s, "AUTHENTICATE SCRAM-SHA-256");
    server_says(s, "AUTHENTICATE +");
    char *first = payload(s);
    assert_int_equal(scram_server_first(&server, first, &zid, &cid), 0);
    assert_string_equal(cid, name);
    challenge(s, scram_server_challenge(&server, &keys));
    char *last = payload(s);
    char *verdict = scram_server_final(&server, &keys, last);
    bool proved = verdict != NULL;
    if (proved)
        challenge(s, verdict);
    free(first);
    free(last);
    free(verdict);
    free(zid);
    free(cid);
    scram_server_clear(&server);
    return proved;
}

static bool scram(struct scene *s, const char *password)
{
    return scram_as(s, "alice", password);
}

static void a_kept_secret_logs_in_without_showing_itself(void **state)
{
    struct scene *s = *state;
    connect_with(s, "kept secret", CAPS, ON);
    assert_true(scram(s, "kept secret"));
    client_says(s, "AUTHENTICATE +");
    client_does_not_say(s, "CAP END");
    server_says(s, ":x 900 alice alice!a@h alice :You are now logged in as alice");
    server_says(s, ":x 903 alice :SASL authentication successful");
    client_says(s, "CAP END");
    assert_string_equal(s->network->account, "alice");
}

static void a_server_that_does_not_know_our_keys_is_not_trusted(void **state)
{
    struct scene *s = *state;
    connect_with(s, "kept secret", CAPS, ON);
    client_says(s, "AUTHENTICATE SCRAM-SHA-256");
    server_says(s, "AUTHENTICATE +");
    server_says(s, ":x 903 alice :SASL authentication successful");
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    client_does_not_say(s, "CAP END");
}

static void a_wrong_password_is_kept_and_said_what_to_do(void **state)
{
    struct scene *s = *state;
    connect_with(s, "wrong", CAPS, ON);
    assert_false(scram(s, "right"));
    server_says(s, ":x 904 alice :SASL authentication failed");
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    assert_string_equal(s->network->secret, "wrong");
    conv_shows(s, "", "*refuses our password for alice: /connect with the right one*");
    assert_true(s->network->retry_ms - s->chat->mono_ms >= 240000);
    assert_true(s->network->name_refused); /* so the form asks again */
    client_does_not_say(s, "CAP END");
}

static void plain_is_the_second_choice_where_nobody_reads_along(void **state)
{
    struct scene *s = *state;
    connect_with(s, "pw", "sasl=PLAIN", "sasl");
    client_says(s, "AUTHENTICATE PLAIN");
    server_says(s, "AUTHENTICATE +");
    client_says(s, "AUTHENTICATE AGFsaWNlAHB3");
}

static void plain_is_never_used_in_the_open(void **state)
{
    struct scene *s = *state;
    s->network->tls = false;
    connect_with(s, "pw", "sasl=PLAIN", "sasl");
    client_does_not_say(s, "AUTHENTICATE*");
    client_says(s, "CAP END");
    conv_shows(s, "", "!! this server offers no safe way to log in*");
}

static void plain_goes_to_this_machine(void **state)
{
    struct scene *s = *state;
    s->network->tls = false;
    xreplace(&s->network->host, "127.0.0.1");
    connect_with(s, "pw", "sasl=PLAIN", "sasl");
    client_says(s, "AUTHENTICATE PLAIN");
}

static void a_free_name_is_claimed_with_a_new_secret(void **state)
{
    struct scene *s = *state;
    s->network->claim = true;
    connect_with(s, NULL, CAPS, "draft/account-registration");
    client_says(s, "REGISTER * * :???????????????????????????????????????????");
    client_does_not_say(s, "CAP END");
    server_says(s, ":x REGISTER SUCCESS alice :Name claimed");
    client_says(s, "CAP END");
    assert_true(s->network->secret_new);
    assert_int_equal(strlen(s->network->secret), 43);
    conv_shows(s, "", "-- the name alice is yours here now*");
}

static void a_taken_name_is_not_claimed(void **state)
{
    struct scene *s = *state;
    s->network->claim = true;
    connect_with(s, NULL, CAPS, "draft/account-registration");
    server_says(s, "FAIL REGISTER ACCOUNT_EXISTS alice :That name is taken");
    assert_null(s->network->secret);
    assert_true(s->network->secret_new);
    notice_says(s, "that name is taken: /connect with another name or its password");
    client_says(s, "CAP END");
}

static void a_secret_is_to_be_kept_before_it_is_sent(void **state)
{
    struct scene *s = *state;
    s->network->claim = true;
    connect_with(s, NULL, CAPS, "draft/account-registration");
    assert_true(s->network->secret_new);
    assert_non_null(s->network->secret);
}

static void a_claim_that_was_cut_off_is_tried_again(void **state)
{
    struct scene *s = *state;
    s->network->claim = true;
    connect_with(s, NULL, CAPS, "draft/account-registration");
    handle_lost(s->chat, s->network, "closed");
    scene_forget(s);
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS :" CAPS);
    server_says(s, ":x CAP alice ACK :" ON);
    client_says(s, "AUTHENTICATE SCRAM-SHA-256");
    server_says(s, ":x 904 alice :SASL authentication failed");
    server_says(s, ":x 904 alice :SASL authentication failed");
    client_says(s, "REGISTER * * *");
    server_says(s, ":x REGISTER SUCCESS alice :Name claimed");
    client_says(s, "CAP END");
}

#define OLD_SECRET "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"

static void a_server_that_forgot_us_never_sees_the_old_secret(void **state)
{
    struct scene *s = *state;
    connect_with(s, OLD_SECRET, CAPS, ON);
    assert_false(scram(s, "another"));
    server_says(s, ":x 904 alice :SASL authentication failed");
    client_does_not_say(s, "*" OLD_SECRET "*");
    client_says(s, "REGISTER * * *");
    assert_string_equal(s->network->secret, OLD_SECRET);
    server_says(s, ":x REGISTER SUCCESS alice :Name claimed");
    assert_string_not_equal(s->network->secret, OLD_SECRET);
    assert_true(s->network->secret_new);
}

static void a_server_of_ours_is_told_that_the_secret_is_a_machines(void **state)
{
    struct scene *s = *state;
    connect_with(s, OLD_SECRET, CAPS " parlor.chat/ack", ON);
    assert_true(scram_as(s, "alice@*", OLD_SECRET));
}

#define CODE "7kq2-XM4T-9HPD-WN3C"

static void a_code_is_shown_once_and_then_there_is_a_secret(void **state)
{
    struct scene *s = *state;
    connect_with(s, CODE, CAPS " parlor.chat/ack", ON);
    client_says(s, "AUTHENTICATE PLAIN");
    server_says(s, "AUTHENTICATE +");
    client_says(s, "AUTHENTICATE AGFsaWNlADdrcTItWE00VC05SFBELVdOM0M=");
    server_says(s, ":x 900 alice alice!a@h alice :You are now logged in as alice");
    server_says(s, ":x 903 alice :SASL authentication successful");
    server_says(s, ":x 001 alice :Welcome");
    server_says(s, ":x 422 alice :No MOTD");
    assert_true(s->network->secret_new);
    assert_int_equal(strlen(s->network->secret), SECRET_TEXT_SIZE - 1);
    char *said = xasprintf("PRIVMSG NickServ :DEVICES KEY %s", s->network->secret);
    client_says(s, said);
    server_says(s, ":alice!a@h %s", said);
    conv_does_not_show(s, "", "*DEVICES KEY*");
    assert_null(chat_conv(s->chat, s->network, "NickServ"));
    conv_shows(s, "", "-- the code is used up: this machine has a secret of its own*");
    free(said);
}

static void a_code_is_not_shown_in_the_open(void **state)
{
    struct scene *s = *state;
    s->network->tls = false;
    connect_with(s, CODE, CAPS, ON);
    client_does_not_say(s, "AUTHENTICATE PLAIN");
}

static void a_secret_of_ours_that_is_refused_is_kept(void **state)
{
    struct scene *s = *state;
    connect_with(s, OLD_SECRET, CAPS, ON);
    assert_false(scram(s, "another"));
    server_says(s, ":x 904 alice :SASL authentication failed");
    server_says(s, "FAIL REGISTER ACCOUNT_EXISTS alice :That name is taken");
    assert_string_equal(s->network->secret, OLD_SECRET);
    assert_false(s->network->secret_new);
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    conv_shows(s, "", "*refuses our password for alice*");
}

static void where_guests_are_not_wanted_it_is_said_what_to_do(void **state)
{
    struct scene *s = *state;
    handle_connected(s->chat, s->network);
    server_says(s, "FAIL * ACCOUNT_REQUIRED :Only claimed names get in");
    client_says(s, "QUIT");
    assert_int_equal(s->network->stage, NETWORK_WAITING);
    assert_true(s->network->retry_ms - s->chat->mono_ms >= 240000);
    conv_shows(s, "", "*only claimed names get in here: /connect with a free name*");
}

static void no_name_is_claimed_that_was_not_asked_for(void **state)
{
    struct scene *s = *state;
    s->network->claim = true;
    handle_connected(s->chat, s->network);
    server_says(s, ":x CAP * LS :" CAPS);
    server_says(s, ":x 433 * alice :taken");
    server_says(s, ":x CAP alice ACK :draft/account-registration");
    client_does_not_say(s, "REGISTER*");
    client_says(s, "CAP END");
}

static void a_secret_is_not_sent_where_it_is_not_asked_for(void **state)
{
    struct scene *s = *state;
    connect_with(s, "kept secret", "server-time", "server-time");
    server_says(s, "AUTHENTICATE +");
    server_says(s, "AUTHENTICATE +");
    client_does_not_say(s, "AUTHENTICATE*");
}

static void junk_for_a_challenge_ends_the_attempt(void **state)
{
    struct scene *s = *state;
    connect_with(s, "kept secret", CAPS, ON);
    server_says(s, "AUTHENTICATE +");
    server_says(s, "AUTHENTICATE !!!");
    client_says(s, "AUTHENTICATE *");
}

/* ---- by certificate ---- */

static void connects_with_a_certificate(struct scene *s, const char *secret, const char *sasl)
{
    s->network->secret = xstrdup(secret);
    handle_connected(s->chat, s->network);
    s->network->shows_cert = true;
    server_says(s, ":x CAP * LS :%s", sasl);
    server_says(s, ":x CAP alice ACK :sasl");
}

static void a_certificate_goes_before_a_password(void **state)
{
    struct scene *s = *state;
    connects_with_a_certificate(s, "open sesame", "sasl=PLAIN,EXTERNAL,SCRAM-SHA-256");
    client_says(s, "CAP REQ *sasl");
    client_says(s, "AUTHENTICATE EXTERNAL");
    server_says(s, "AUTHENTICATE +");
    client_says(s, "AUTHENTICATE +");
    server_says(s, ":x 900 alice alice!a@h alice :You are now logged in as alice");
    server_says(s, ":x 903 alice :SASL authentication successful");
    client_says(s, "CAP END");
    assert_string_equal(s->network->account, "alice");
}

static void a_certificate_needs_no_password(void **state)
{
    struct scene *s = *state;
    connects_with_a_certificate(s, NULL, "sasl");
    client_says(s, "AUTHENTICATE EXTERNAL");
    server_says(s, "AUTHENTICATE +");
    client_says(s, "AUTHENTICATE +");
    server_says(s, ":x 903 alice :SASL authentication successful");
    client_says(s, "CAP END");
}

static void a_certificate_that_the_server_does_not_know_is_followed_by_the_password(void **state)
{
    struct scene *s = *state;
    connects_with_a_certificate(s, "open sesame", "sasl=EXTERNAL,PLAIN,SCRAM-SHA-256");
    client_says(s, "AUTHENTICATE EXTERNAL");
    server_says(s, ":x 904 alice :SASL authentication failed");
    conv_shows(s, "", "!! this server does not know our certificate yet*by password");
    client_says(s, "AUTHENTICATE SCRAM-SHA-256");
    server_says(s, ":x 904 alice :SASL mechanism not liked");
    client_says(s, "AUTHENTICATE PLAIN");
}

static void without_a_password_it_goes_on_as_a_guest(void **state)
{
    struct scene *s = *state;
    connects_with_a_certificate(s, NULL, "sasl=EXTERNAL");
    client_says(s, "AUTHENTICATE EXTERNAL");
    server_says(s, ":x 904 alice :SASL authentication failed");
    client_says(s, "CAP END");
}

static void where_no_certificate_is_taken_it_is_told_and_the_password_does(void **state)
{
    struct scene *s = *state;
    connects_with_a_certificate(s, "open sesame", "sasl=PLAIN,SCRAM-SHA-256");
    conv_shows(s, "", "!! this server takes no certificates: logging in by password");
    client_does_not_say(s, "AUTHENTICATE EXTERNAL");
    client_says(s, "AUTHENTICATE SCRAM-SHA-256");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_offline, scene_end)
        SCENE(a_kept_secret_logs_in_without_showing_itself),
        SCENE(a_certificate_goes_before_a_password),
        SCENE(a_certificate_needs_no_password),
        SCENE(a_certificate_that_the_server_does_not_know_is_followed_by_the_password),
        SCENE(without_a_password_it_goes_on_as_a_guest),
        SCENE(where_no_certificate_is_taken_it_is_told_and_the_password_does),
        SCENE(where_guests_are_not_wanted_it_is_said_what_to_do),
        SCENE(a_server_that_does_not_know_our_keys_is_not_trusted),
        SCENE(a_wrong_password_is_kept_and_said_what_to_do),
        SCENE(plain_is_the_second_choice_where_nobody_reads_along),
        SCENE(plain_is_never_used_in_the_open),
        SCENE(plain_goes_to_this_machine),
        SCENE(a_free_name_is_claimed_with_a_new_secret),
        SCENE(a_taken_name_is_not_claimed),
        SCENE(a_secret_is_to_be_kept_before_it_is_sent),
        SCENE(a_server_that_forgot_us_never_sees_the_old_secret),
        SCENE(a_server_of_ours_is_told_that_the_secret_is_a_machines),
        SCENE(a_code_is_shown_once_and_then_there_is_a_secret),
        SCENE(a_code_is_not_shown_in_the_open),
        SCENE(a_secret_of_ours_that_is_refused_is_kept),
        SCENE(a_claim_that_was_cut_off_is_tried_again),
        SCENE(no_name_is_claimed_that_was_not_asked_for),
        SCENE(a_secret_is_not_sent_where_it_is_not_asked_for),
        SCENE(junk_for_a_challenge_ends_the_attempt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
