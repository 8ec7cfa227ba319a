/* Names that are owned: claiming by PASS and by REGISTER (server.md, 4.2). */
#include "server_scene.h"

#define SECRET "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"

static void a_client_claims_its_name_before_it_is_welcome(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP LS 302");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    ignores(&s->alice);
    says(&s->alice, "REGISTER * * " SECRET);
    hears(&s->alice, "REGISTER SUCCESS alice :Name claimed");
    hears(&s->alice, "900 alice alice!alice@user/alice alice :You are now logged in as alice");
    says(&s->alice, "CAP END");
    hears(&s->alice, "001 alice :*alice!alice@user/alice");
}

static void an_owned_name_is_not_given_to_a_guest(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    connects(s, &s->bob);
    says(&s->bob, "USER bob 0 * :Bob");
    says(&s->bob, "NICK ALICE");
    hears(&s->bob, "433 ALICE ALICE :Name is registered; log in (SASL, or server password "
                   "ALICE:<password>) or choose another");
    says(&s->bob, "NICK a1ice");
    hears(&s->bob, "433 a1ice a1ice :Name looks like a registered one; choose another");
    says(&s->bob, "NICK bob");
    hears(&s->bob, "001 bob :*");
}

static void who_finds_the_name_taken_is_a_guest_with_an_underscore(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    connects(s, &s->bob);
    says(&s->bob, "USER alice 0 * :Alice");
    says(&s->bob, "NICK alice");
    hears(&s->bob, "433 alice alice :*");
    says(&s->bob, "NICK alice_");
    hears(&s->bob, "001 alice_ :*");
}

static void a_password_claims_a_free_name(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "PASS :kettle on the fire");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears(&s->alice, "NOTICE alice :alice is now yours; this server password is your key");
    hears(&s->alice, "900 alice *");
    hears(&s->alice, "001 alice :*");
}

static void and_opens_it_the_next_time(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    connects(s, &s->alice_phone);
    says(&s->alice_phone, "PASS :alice@phone:secret of alice");
    says(&s->alice_phone, "NICK whoever");
    says(&s->alice_phone, "USER alice 0 * :Alice");
    hears(&s->alice_phone, "900 whoever * alice :You are now logged in as alice");
    hears(&s->alice_phone, "001 alice :*");
}

static void a_wrong_password_does_not(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    connects(s, &s->bob);
    says(&s->bob, "PASS :alice:guess one");
    says(&s->bob, "NICK alice");
    says(&s->bob, "USER alice 0 * :Alice");
    hears(&s->bob, "464 alice :Password incorrect for the name alice");
    says(&s->bob, "PASS :alice:guess two");
    hears(&s->bob, "464 alice :Password incorrect for the name alice");
    says(&s->bob, "PASS :alice:guess three");
    hears_nothing(&s->bob);
    time_passes(s, 2000);
    hears(&s->bob, "464 alice :Password incorrect for the name alice");
    hears(&s->bob, "ERROR :Closing link (too many wrong passwords)");
    assert_false(is_connected(&s->bob));
}

static void claiming_by_password_may_be_off(void **state)
{
    struct scene *s = *state;
    s->rig.config.claim_on_pass = false;
    connects(s, &s->alice);
    says(&s->alice, "PASS :kettle on the fire");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears(&s->alice, "001 alice :*alice!alice@127.0.0.1");
}

static void no_password_crosses_an_open_network(void **state)
{
    struct scene *s = *state;
    connects_from(s, &s->alice, "192.0.2.7");
    says(&s->alice, "PASS :kettle on the fire");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears(&s->alice, "464 alice :Passwords are not taken over an open network*");
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    hears(&s->alice, "FAIL REGISTER TEMPORARILY_UNAVAILABLE * :*");
    s->rig.config.plaintext_auth = true;
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    hears(&s->alice, "REGISTER SUCCESS alice :*");
}

static void registering_is_refused_with_a_reason(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "REGISTER * * another-secret");
    hears(&s->alice, "FAIL REGISTER ALREADY_AUTHENTICATED alice :*");
    connects(s, &s->bob);
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "FAIL REGISTER NEED_NICK * :*");
    says(&s->bob, "NICK alice");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "FAIL REGISTER ACCOUNT_EXISTS alice :That name is taken");
    says(&s->bob, "NICK al1ce");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "FAIL REGISTER BAD_ACCOUNT_NAME al1ce :*");
    says(&s->bob, "NICK root");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "FAIL REGISTER BAD_ACCOUNT_NAME root :*");
    says(&s->bob, "NICK bob");
    says(&s->bob, "REGISTER carol * kettle-on-the-fire");
    hears(&s->bob, "FAIL REGISTER ACCOUNT_NAME_MUST_BE_NICK carol :*");
    says(&s->bob, "REGISTER bob * tea");
    hears(&s->bob, "FAIL REGISTER WEAK_PASSWORD bob :*");
    says(&s->bob, "REGISTER bob *");
    hears(&s->bob, "461 bob REGISTER :Not enough parameters");
}

static void of_two_who_claim_a_name_one_gets_it(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    connects(s, &s->bob);
    says(&s->alice, "NICK carol");
    says(&s->bob, "NICK carol");
    s->rig.holds = true;
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    says(&s->bob, "REGISTER * * kettle-off-the-fire");
    s->rig.holds = false;
    rig_settle(&s->rig);
    hears(&s->alice, "REGISTER SUCCESS carol :*");
    hears(&s->bob, "FAIL REGISTER ACCOUNT_EXISTS carol :*");
}

static void a_guest_claims_the_name_it_uses_and_stays_where_it_is(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "account-notify");
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "JOIN #tea");
    ignores(&s->alice);
    ignores(&s->bob);
    says(&s->alice, "REGISTER alice * kettle-on-the-fire");
    hears(&s->alice, "REGISTER SUCCESS alice :*");
    hears(&s->alice, "900 alice *");
    hears(&s->bob, ":alice!alice@127.0.0.1 ACCOUNT alice");
    scene_restart(s);
    connects(s, &s->alice);
    says(&s->alice, "PASS :alice:kettle-on-the-fire");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears_at_last(&s->alice, "*JOIN #lobby");
    hears_at_last(&s->alice, "*JOIN #tea");
}

static void nobody_claims_the_name_of_a_guest_who_is_here(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    connects(s, &s->bob);
    says(&s->bob, "NICK alice");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "FAIL REGISTER ACCOUNT_EXISTS alice :*");
}

static void who_hangs_up_while_claiming_owns_the_name_all_the_same(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    s->rig.holds = true;
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    s->rig.hashes[0].work(s->rig.hashes[0].job);
    s->rig.hashes[0].done(s->rig.hashes[0].job);
    s->rig.nhashes = 0;
    loses_connection(&s->alice);
    s->rig.holds = false;
    rig_settle(&s->rig);
    connects(s, &s->bob);
    says(&s->bob, "NICK alice");
    says(&s->bob, "USER bob 0 * :Bob");
    hears(&s->bob, "433 alice alice :Name is registered*");
}

static void who_hangs_up_before_has_claimed_nothing(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    s->rig.holds = true;
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    loses_connection(&s->alice);
    s->rig.holds = false;
    rig_settle(&s->rig);
    comes_as_guest(s, &s->bob, "alice", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_client_claims_its_name_before_it_is_welcome),
        SCENE(an_owned_name_is_not_given_to_a_guest),
        SCENE(who_finds_the_name_taken_is_a_guest_with_an_underscore),
        SCENE(a_password_claims_a_free_name),
        SCENE(and_opens_it_the_next_time),
        SCENE(a_wrong_password_does_not),
        SCENE(claiming_by_password_may_be_off),
        SCENE(no_password_crosses_an_open_network),
        SCENE(registering_is_refused_with_a_reason),
        SCENE(of_two_who_claim_a_name_one_gets_it),
        SCENE(a_guest_claims_the_name_it_uses_and_stays_where_it_is),
        SCENE(nobody_claims_the_name_of_a_guest_who_is_here),
        SCENE(who_hangs_up_while_claiming_owns_the_name_all_the_same),
        SCENE(who_hangs_up_before_has_claimed_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
