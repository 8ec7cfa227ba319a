/* AUTHENTICATE EXTERNAL: a certificate opens an account (server.md, 2.2). */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "server_scene.h"

#define KEY_PRINT  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define FULL_PRINT "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"
#define COLON_PRINT                                    \
    "FF:EE:DD:CC:BB:AA:99:88:77:66:55:44:33:22:11:00:" \
    "FF:EE:DD:CC:BB:AA:99:88:77:66:55:44:33:22:11:00"

static void shows_a_certificate(struct person *person)
{
    struct session *session = world_session(person->rig->server.world, person->serial);
    session->cert_key = xstrdup(KEY_PRINT);
    session->cert_full = xstrdup(FULL_PRINT);
}

/* alice exists and her certificate is known; somebody comes with it. */
static struct person *holder(struct scene *s)
{
    comes_as_account(s, &s->alice, "alice", "desk", "");
    shows_a_certificate(&s->alice);
    says(&s->alice, "NICKSERV CERT ADD");
    hears(&s->alice, ":NickServ!* NOTICE alice :" KEY_PRINT " logs you in from now on");
    connects(s, &s->alice_phone);
    shows_a_certificate(&s->alice_phone);
    says(&s->alice_phone, "CAP REQ sasl");
    says(&s->alice_phone, "NICK whoever");
    says(&s->alice_phone, "USER alice 0 * :Alice");
    ignores(&s->alice_phone);
    says(&s->alice_phone, "AUTHENTICATE EXTERNAL");
    hears(&s->alice_phone, "AUTHENTICATE +");
    return &s->alice_phone;
}

static void a_known_certificate_logs_in(void **state)
{
    struct scene *s = *state;
    struct person *phone = holder(s);
    says(phone, "AUTHENTICATE +");
    hears(phone, "900 whoever * alice :You are now logged in as alice");
    hears(phone, "903 whoever :*");
    says(phone, "CAP END");
    hears(phone, "001 alice :*");
}

static void it_may_name_the_account_and_a_device(void **state)
{
    struct scene *s = *state;
    struct person *phone = holder(s);
    says(phone, "AUTHENTICATE YWxpY2VAcGhvbmU="); /* alice@phone */
    hears(phone, "900 whoever * alice :*");
    hears(phone, "903 *");
    says(phone, "CAP END");
    says(phone, "NICKSERV DEVICES");
    hears_at_last(phone, ":NickServ!* :*phone*(this one)");
}

static void it_may_leave_open_which_device_it_is(void **state)
{
    struct scene *s = *state;
    struct person *phone = holder(s);
    says(phone, "AUTHENTICATE YWxpY2VAKg=="); /* alice@* */
    says(phone, "CAP END");
    says(phone, "NICKSERV DEVICES");
    hears_at_last(phone, ":NickServ!* :cert-*(this one)");
}

static void it_does_not_open_another_account(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    struct person *phone = holder(s);
    says(phone, "AUTHENTICATE Ym9i"); /* bob */
    hears(phone, "904 whoever :*");
}

static void an_unknown_one_logs_nobody_in(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    connects(s, &s->bob);
    shows_a_certificate(&s->bob);
    says(&s->bob, "CAP REQ sasl");
    says(&s->bob, "AUTHENTICATE EXTERNAL");
    says(&s->bob, "AUTHENTICATE YWxpY2U=");
    hears_at_last(&s->bob, "904 * :*");
    assert_true(is_connected(&s->bob));
}

static void it_is_offered_only_where_there_is_a_certificate(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    shows_a_certificate(&s->alice);
    says(&s->alice, "CAP LS 302");
    hears_at_last(&s->alice, "*sasl=SCRAM-SHA-256,PLAIN,EXTERNAL*");
    connects(s, &s->bob);
    says(&s->bob, "CAP LS 302");
    hears_no_such(&s->bob, "*EXTERNAL*");
    says(&s->bob, "CAP REQ sasl");
    says(&s->bob, "AUTHENTICATE EXTERNAL");
    hears_at_last(&s->bob, "908 * SCRAM-SHA-256,PLAIN :*");
    hears(&s->bob, "904 * :*");
}

static void it_is_still_known_after_a_restart(void **state)
{
    struct scene *s = *state;
    holder(s);
    scene_restart(s);
    connects(s, &s->alice);
    shows_a_certificate(&s->alice);
    says(&s->alice, "CAP REQ sasl");
    says(&s->alice, "AUTHENTICATE EXTERNAL");
    says(&s->alice, "AUTHENTICATE +");
    hears_at_last(&s->alice, "900 * alice :*");
}

static void a_whole_certificate_may_be_named_by_its_fingerprint(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NICKSERV CERT ADD");
    hears(&s->alice, "*This connection has no certificate*");
    says(&s->alice, "NICKSERV CERT ADD 1234");
    hears(&s->alice, "*64 hexadecimal digits");
    says(&s->alice, "NICKSERV CERT ADD " COLON_PRINT);
    hears(&s->alice, "*:" FULL_PRINT " logs you in*");
    says(&s->alice, "NICKSERV CERT");
    hears(&s->alice, "*:" FULL_PRINT);
    hears(&s->alice, "*:1 certificate");
    connects(s, &s->alice_phone);
    shows_a_certificate(&s->alice_phone);
    says(&s->alice_phone, "CAP REQ sasl");
    says(&s->alice_phone, "AUTHENTICATE EXTERNAL");
    says(&s->alice_phone, "AUTHENTICATE +");
    hears_at_last(&s->alice_phone, "900 * alice :*");
}

static void a_forgotten_one_logs_nobody_in(void **state)
{
    struct scene *s = *state;
    struct person *phone = holder(s);
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->bob, "NICKSERV CERT DEL " KEY_PRINT);
    hears(&s->bob, "*You have no such certificate");
    says(&s->bob, "NICKSERV CERT ADD " KEY_PRINT);
    hears(&s->bob, "*opens another account");
    says(&s->alice, "NICKSERV CERT DEL " KEY_PRINT);
    hears_at_last(&s->alice, "*is forgotten");
    says(phone, "AUTHENTICATE +");
    hears(phone, "904 *");
    scene_restart(s);
    connects(s, &s->alice);
    shows_a_certificate(&s->alice);
    says(&s->alice, "CAP REQ sasl");
    says(&s->alice, "AUTHENTICATE EXTERNAL");
    says(&s->alice, "AUTHENTICATE +");
    hears_at_last(&s->alice, "904 *");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_known_certificate_logs_in),
        SCENE(it_may_name_the_account_and_a_device),
        SCENE(it_may_leave_open_which_device_it_is),
        SCENE(it_does_not_open_another_account),
        SCENE(an_unknown_one_logs_nobody_in),
        SCENE(it_is_offered_only_where_there_is_a_certificate),
        SCENE(it_is_still_known_after_a_restart),
        SCENE(a_whole_certificate_may_be_named_by_its_fingerprint),
        SCENE(a_forgotten_one_logs_nobody_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
