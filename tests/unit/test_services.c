/* Talking to NickServ (server.md, 4.1 rule 7). */
#include "server_scene.h"

static void a_guest_claims_its_name(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "PRIVMSG NickServ :REGISTER kettle on the fire");
    hears(&s->alice, ":NickServ!NickServ@parlor.local NOTICE alice :alice is now yours;*");
    hears(&s->alice, "900 alice *");
    connects(s, &s->alice_phone);
    says(&s->alice_phone, "PASS :alice:kettle on the fire");
    says(&s->alice_phone, "NICK alice");
    says(&s->alice_phone, "USER alice 0 * :Alice");
    hears_at_last(&s->alice_phone, "001 alice :*");
    says(&s->alice, "NS REGISTER kettle off the fire");
    hears(&s->alice, "*You are logged in as alice already");
}

static void a_password_must_be_one(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "NS REGISTER");
    hears(&s->alice, "*:Say: REGISTER <password>");
    says(&s->alice, "NS REGISTER tea");
    hears(&s->alice, "*:A password has 6 to 300 bytes");
}

static void no_password_crosses_an_open_network(void **state)
{
    struct scene *s = *state;
    connects_from(s, &s->bob, "192.0.2.7");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    ignores(&s->bob);
    says(&s->bob, "NS REGISTER kettle-on-the-fire");
    hears(&s->bob, "*use TLS");
    says(&s->bob, "NS IDENTIFY alice kettle-on-the-fire");
    hears(&s->bob, "*use TLS");
}

static void help_comes_from_the_table(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "NS HELP");
    hears(&s->alice, "*:Say one of these to me, as in: /msg NickServ INFO");
    hears(&s->alice, "*:CERT *");
    hears_at_last(&s->alice, "*:TOKEN: *");
    says(&s->alice, "NS");
    hears(&s->alice, "*:Say one of these*");
    hears_at_last(&s->alice, "*:TOKEN: *");
    says(&s->alice, "NS help identify");
    hears(&s->alice, "*:Say: IDENTIFY [<account>] <password>");
    hears(&s->alice, "*:Logs in*");
    says(&s->alice, "NS frobnicate");
    hears(&s->alice, "*:Unknown command; HELP lists them");
    says(&s->alice, "PRIVMSG NickServ :HELP frobnicate");
    hears(&s->alice, "*:Unknown command; HELP lists them");
    says(&s->alice, "NS DEVICES");
    hears(&s->alice, "*:Log in first*");
}

static void a_typed_password_comes_beside_the_devices_secret(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NS SET PASSWORD a new kettle");
    hears(&s->alice, "*:Your password is set*");
    connects(s, &s->alice_phone);
    says(&s->alice_phone, "PASS :alice:a new kettle");
    says(&s->alice_phone, "NICK alice");
    says(&s->alice_phone, "USER alice 0 * :Alice");
    hears_at_last(&s->alice_phone, "001 alice :*");
    says(&s->alice, "NS SET PASSWORD");
    hears_at_last(&s->alice, "*:Say: SET PASSWORD <new password>");
    says(&s->alice, "NS SET EMAIL alice@example.org");
    hears(&s->alice, "*:Say: SET PASSWORD <new password>");
}

/* What it is told reaches nobody else, and no log. */
static void what_it_is_told_stays_with_the_speaker(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "echo-message");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "echo-message");
    comes_as_guest(s, &s->bob, "bob", "");
    ignores(&s->alice);
    ignores(&s->alice_phone);
    says(&s->alice, "PRIVMSG NickServ :SET PASSWORD a new kettle");
    hears(&s->alice, ":alice!*PRIVMSG NickServ :SET PASSWORD a new kettle");
    hears(&s->alice, ":NickServ!*");
    hears_nothing(&s->alice_phone);
    hears_nothing(&s->bob);
    says(&s->alice, "NOTICE NickServ :SET PASSWORD another one");
    hears_nothing(&s->alice);
    says(&s->alice, "TAGMSG NickServ");
    hears_no_such(&s->alice_phone, "*NickServ*");
}

static void it_listens_to_who_speaks_to_it_alone(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG bob,NickServ :SET PASSWORD a new kettle");
    hears(&s->alice, "531 alice NickServ :Speak to it alone");
    hears(&s->bob, "*PRIVMSG bob :SET PASSWORD a new kettle");
}

static void answers_come_under_their_label(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "labeled-response batch");
    says(&s->alice, "@label=k PRIVMSG NickServ :SET PASSWORD a new kettle");
    hears(&s->alice, "@label=k :NickServ!* NOTICE alice :Your password is set*");
}

static void it_tells_since_when_a_name_is_claimed(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "NS INFO alice");
    hears(&s->bob, "*:alice was claimed 2026-01-01");
    hears(&s->bob, "*:alice is here");
    says(&s->bob, "NS INFO");
    hears(&s->bob, "*:Nobody has claimed that name");
    says(&s->alice, "QUIT");
    says(&s->bob, "NS INFO alice");
    hears(&s->bob, "*QUIT*");
    hears(&s->bob, "*:alice was claimed 2026-01-01");
    hears(&s->bob, "*:alice was last here 2026-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_guest_claims_its_name),
        SCENE(a_password_must_be_one),
        SCENE(no_password_crosses_an_open_network),
        SCENE(help_comes_from_the_table),
        SCENE(a_typed_password_comes_beside_the_devices_secret),
        SCENE(what_it_is_told_stays_with_the_speaker),
        SCENE(it_listens_to_who_speaks_to_it_alone),
        SCENE(answers_come_under_their_label),
        SCENE(it_tells_since_when_a_name_is_claimed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
