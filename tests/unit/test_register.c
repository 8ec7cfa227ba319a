/* NICK USER PASS QUIT, the end of registration, the welcome. */
#include "server_scene.h"

static void a_guest_is_welcomed_and_put_into_the_lobby(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    hears_nothing(&s->alice);
    says(&s->alice, "USER al 0 * :Alice");
    hears(&s->alice, "001 alice :Welcome to Parlor, alice!al@127.0.0.1");
    hears(&s->alice, "002 alice :*");
    hears(&s->alice, "003 alice :*");
    hears(&s->alice, "004 alice parlor.local parlord-* Biow biklmnoqstv :bkloqv");
    hears(&s->alice, "005 alice * :are supported by this server");
    hears_at_last(&s->alice, "251 alice :*");
    hears_at_last(&s->alice, "422 alice :MOTD File is missing");
    hears(&s->alice, ":alice!al@127.0.0.1 JOIN #lobby");
    hears_at_last(&s->alice, "366 alice #lobby :*");
}

static void the_server_says_what_it_can(void **state)
{
    struct scene *s = *state;
    s->rig.config.network = "The Tea House";
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears_at_last(&s->alice, "005 alice * CASEMAPPING=ascii * CHANTYPES=# *");
    hears_at_last(&s->alice, "005 alice *NETWORK=The\\x20Tea\\x20House * PREFIX=(qov)~@+ *");
}

static void registration_waits_for_the_end_of_capabilities(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "CAP LS 302");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    ignores(&s->alice);
    says(&s->alice, "CAP END");
    hears(&s->alice, "001 alice :*");
}

static void a_name_must_be_a_name(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK");
    hears(&s->alice, "431 * :No nickname given");
    says(&s->alice, "NICK 1st");
    hears(&s->alice, "432 * 1st :*");
    says(&s->alice, "NICK :a b");
    hears(&s->alice, "432 * * :*");
}

static void the_names_of_services_are_not_given(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "USER alice 0 * :Alice");
    says(&s->alice, "NICK nickserv");
    hears(&s->alice, "432 nickserv nickserv :Name is reserved");
    says(&s->alice, "NICK alice");
    hears(&s->alice, "001 alice :*");
}

static void a_guests_name_is_taken_while_it_is_here(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    connects(s, &s->bob);
    says(&s->bob, "USER bob 0 * :Bob");
    says(&s->bob, "NICK Alice");
    hears(&s->bob, "433 Alice Alice :Name is in use*");
    loses_connection(&s->alice);
    says(&s->bob, "NICK Alice");
    hears(&s->bob, "001 Alice :*");
}

static void guests_may_be_unwelcome(void **state)
{
    struct scene *s = *state;
    s->rig.config.guests = false;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears(&s->alice, "FAIL * ACCOUNT_REQUIRED :*");
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    hears(&s->alice, "REGISTER SUCCESS alice :Name claimed");
    hears_at_last(&s->alice, "001 alice :*");
    hears_at_last(&s->alice, "005 alice *draft/ACCOUNTREQUIRED *");
}

static void the_server_may_want_a_password(void **state)
{
    struct scene *s = *state;
    s->rig.config.password = "open sesame";
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears(&s->alice, "464 alice :This server wants a password");
    hears(&s->alice, "ERROR :*");
    assert_false(is_connected(&s->alice));
    connects(s, &s->bob);
    says(&s->bob, "PASS :open sesame");
    says(&s->bob, "NICK bob");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "REGISTER SUCCESS bob :*");
    says(&s->bob, "USER bob 0 * :Bob");
    hears_at_last(&s->bob, "001 bob :*");
}

static void a_guest_is_told_how_names_are_claimed_here(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears_at_last(&s->alice, "NOTICE alice :*not yours yet: /msg NickServ REGISTER <password>");
    connects_from(s, &s->bob, "192.0.2.7");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    hears_at_last(&s->bob, "NOTICE bob :*not yours yet: connect by TLS to claim it");
    s->rig.config.password = "open sesame";
    connects(s, &s->carol);
    says(&s->carol, "PASS :open sesame");
    says(&s->carol, "NICK carol");
    says(&s->carol, "USER carol 0 * :Carol");
    hears_at_last(&s->carol, "NOTICE carol :*not yours yet: /msg NickServ REGISTER <password>");
}

static void registering_a_name_is_no_way_around_the_password(void **state)
{
    struct scene *s = *state;
    s->rig.config.password = "open sesame";
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    hears(&s->alice, "FAIL REGISTER TEMPORARILY_UNAVAILABLE * :*");
}

static void a_username_is_cut_to_a_word(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER a!l@x-0123456789abcdef 0 * :Alice");
    hears(&s->alice, "001 alice :*alice!alx-0123456789ab@127.0.0.1");
}

static void who_does_not_finish_registration_is_sent_away(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "NICK alice");
    time_passes(s, 59000);
    assert_true(is_connected(&s->alice));
    time_passes(s, 1000);
    hears(&s->alice, "ERROR :Closing link (registration timed out)");
    assert_false(is_connected(&s->alice));
}

static void a_guest_may_change_its_name(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_guest(s, &s->bob, "bob", "");
    ignores(&s->alice);
    says(&s->bob, "NICK carol");
    hears(&s->bob, ":bob!bob@127.0.0.1 NICK carol");
    hears(&s->alice, ":bob!bob@127.0.0.1 NICK carol");
    says(&s->bob, "NICK alice");
    hears(&s->bob, "433 carol alice :*");
    says(&s->bob, "NICK bob");
    hears(&s->bob, ":carol!bob@127.0.0.1 NICK bob");
}

static void an_account_may_change_only_the_case_of_its_name(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NICK carol");
    hears(&s->alice, "447 alice :Your name is your account:*");
    says(&s->alice, "NICK Alice");
    hears(&s->alice, ":alice!alice@user/alice NICK Alice");
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NOSUCH");
    hears(&s->alice, "421 Alice NOSUCH :*");
}

static void ping_is_answered_with_its_token(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "PING :two words");
    hears(&s->alice, "PONG parlor.local :two words");
    says(&s->alice, "PING");
    hears(&s->alice, "409 alice :No origin specified");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_guest_is_welcomed_and_put_into_the_lobby),
        SCENE(the_server_says_what_it_can),
        SCENE(registration_waits_for_the_end_of_capabilities),
        SCENE(a_name_must_be_a_name),
        SCENE(the_names_of_services_are_not_given),
        SCENE(a_guests_name_is_taken_while_it_is_here),
        SCENE(guests_may_be_unwelcome),
        SCENE(the_server_may_want_a_password),
        SCENE(a_guest_is_told_how_names_are_claimed_here),
        SCENE(registering_a_name_is_no_way_around_the_password),
        SCENE(a_username_is_cut_to_a_word),
        SCENE(who_does_not_finish_registration_is_sent_away),
        SCENE(a_guest_may_change_its_name),
        SCENE(an_account_may_change_only_the_case_of_its_name),
        SCENE(ping_is_answered_with_its_token),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
