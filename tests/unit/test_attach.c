/* A guest who proves to be an account (server.md, 4.1 rule 7). */
#include "server_scene.h"

/* alice's account exists and was in #tea; she is not here. */
static void alice_was_here(struct scene *s)
{
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "JOIN #tea");
    says(&s->alice, "QUIT");
    ignores(&s->alice);
}

static void a_guest_becomes_the_account(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->bob, "JOIN #tea");
    comes_as_guest(s, &s->alice, "alice_", "");
    says(&s->alice, "JOIN #biscuits");
    ignores(&s->alice);
    ignores(&s->bob);
    says(&s->alice, "PRIVMSG NickServ :IDENTIFY alice secret of alice");
    hears(&s->alice, ":alice_!alice_@127.0.0.1 NICK alice");
    hears(&s->alice, ":alice!*@user/alice JOIN #tea");
    hears_at_last(&s->alice, "900 alice alice!*@user/alice alice :You are now logged in as alice");
    hears_at_last(&s->alice, ":NickServ!* NOTICE alice :You are alice");
    hears(&s->bob, ":alice_!alice_@127.0.0.1 NICK alice");
    hears(&s->bob, ":alice!alice_@user/alice JOIN #tea");
    hears_at_last(&s->bob, "MODE #tea +qo alice alice");
    hears_nothing(&s->bob);
    says(&s->bob, "NAMES #lobby");
    hears(&s->bob, "353 bob = #lobby :alice bob");
    hears(&s->bob, "366 *");
    says(&s->bob, "WHOIS alice_");
    hears(&s->bob, "401 bob alice_ :*");
}

static void who_wants_to_know_is_told_of_the_account(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_guest(s, &s->bob, "bob", "account-notify");
    comes_as_guest(s, &s->alice, "alice_", "");
    ignores(&s->bob);
    says(&s->alice, "NICKSERV IDENTIFY alice secret of alice");
    hears(&s->bob, ":alice_!alice_@127.0.0.1 NICK alice");
    hears(&s->bob, ":alice!alice_@user/alice ACCOUNT alice");
}

static void what_it_had_joined_is_the_accounts(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_guest(s, &s->alice, "alice_", "");
    says(&s->alice, "JOIN #biscuits");
    says(&s->alice, "NICKSERV IDENTIFY alice secret of alice");
    ignores(&s->alice);
    says(&s->alice, "NAMES #biscuits");
    hears(&s->alice, "353 alice = #biscuits :~alice");
    scene_restart(s);
    connects(s, &s->alice);
    says(&s->alice, "PASS :alice:secret of alice");
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    hears_at_last(&s->alice, "*JOIN #biscuits");
}

static void where_the_account_is_here_the_guest_goes(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->alice_phone, "alice_", "");
    says(&s->alice_phone, "JOIN #biscuits");
    says(&s->bob, "JOIN #biscuits");
    ignores(&s->alice);
    ignores(&s->bob);
    ignores(&s->alice_phone);
    says(&s->alice_phone, "NICKSERV IDENTIFY alice secret of alice");
    hears(&s->alice_phone, ":alice_!alice_@127.0.0.1 NICK alice");
    hears_at_last(&s->alice_phone, "900 alice *");
    hears(&s->bob, ":alice_!alice_@127.0.0.1 QUIT :Logged in");
    hears(&s->bob, ":alice!alice@user/alice JOIN #biscuits");
    hears(&s->bob, "MODE #biscuits +qo alice alice");
    hears_nothing(&s->bob);
    hears(&s->alice, ":alice_!alice_@127.0.0.1 QUIT :Logged in");
    hears(&s->alice, ":alice!alice@user/alice JOIN #biscuits");
    ignores(&s->alice);
    ignores(&s->alice_phone);
    says(&s->bob, "PRIVMSG #biscuits :fresh ones");
    hears(&s->alice, "*PRIVMSG #biscuits :fresh ones");
    hears(&s->alice_phone, "*PRIVMSG #biscuits :fresh ones");
    says(&s->bob, "PRIVMSG alice :just for you");
    hears(&s->alice, "*PRIVMSG alice :just for you");
    hears(&s->alice_phone, "*PRIVMSG alice :just for you");
}

static void a_room_that_bans_the_account_is_left(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->bob, "JOIN #cellar");
    says(&s->bob, "MODE #cellar +b $a:alice");
    comes_as_guest(s, &s->alice, "alice_", "");
    says(&s->alice, "JOIN #cellar");
    ignores(&s->bob);
    ignores(&s->alice);
    says(&s->alice, "NICKSERV IDENTIFY alice secret of alice");
    hears(&s->alice, ":alice_!alice_@127.0.0.1 PART #cellar :Not for this account");
    hears(&s->bob, ":alice_!alice_@127.0.0.1 PART #cellar :Not for this account");
    says(&s->bob, "NAMES #cellar");
    hears_at_last(&s->bob, "353 bob = #cellar :~bob");
}

static void what_waited_is_read(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->bob, "PRIVMSG alice :the kettle is on");
    comes_as_guest(s, &s->alice, "alice_", "");
    says(&s->alice, "NICKSERV IDENTIFY alice@phone secret of alice");
    hears_at_last(&s->alice, "*PRIVMSG alice :*the kettle is on");
}

static void without_a_name_the_nick_is_meant(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "NICKSERV IDENTIFY two words");
    hears(&s->bob, "464 bob :Password incorrect for the name bob");
}

static void who_is_logged_in_may_prove_it_again_but_be_nobody_else(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    ignores(&s->alice);
    says(&s->alice, "NICKSERV IDENTIFY alice secret of alice");
    hears(&s->alice, "900 alice *");
    hears(&s->alice, "*You are alice");
    says(&s->alice, "NICKSERV IDENTIFY bob secret of bob");
    hears(&s->alice, "*You are alice on this connection");
}

static void a_wrong_password_leaves_the_guest_a_guest(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_guest(s, &s->alice, "alice_", "");
    says(&s->alice, "NICKSERV IDENTIFY alice a guess");
    hears(&s->alice, "464 alice_ :Password incorrect for the name alice");
    says(&s->alice, "WHOIS alice_");
    hears_at_last(&s->alice, "311 alice_ alice_ *");
}

/* The answer is for the session, wherever it went meanwhile. */
static void who_goes_while_it_is_checked_is_attached_to_nothing(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_guest(s, &s->alice, "alice_", "");
    s->rig.holds = true;
    says(&s->alice, "NICKSERV IDENTIFY alice secret of alice");
    loses_connection(&s->alice);
    s->rig.holds = false;
    rig_settle(&s->rig);
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "WHOIS alice");
    hears_no_such(&s->bob, "311 *");
}

static void messages_on_their_way_stay_the_guests(void **state)
{
    struct scene *s = *state;
    alice_was_here(s);
    comes_as_account(s, &s->bob, "bob", "desk", "");
    comes_as_guest(s, &s->alice, "alice_", "echo-message labeled-response batch");
    ignores(&s->bob);
    s->rig.holds = true;
    says(&s->alice, "@label=1 PRIVMSG #lobby :before");
    says(&s->alice, "@label=2 PRIVMSG NickServ :IDENTIFY alice secret of alice");
    says(&s->alice, "@label=3 PRIVMSG #lobby :after");
    s->rig.holds = false;
    rig_settle(&s->rig);
    hears_at_last(&s->bob, ":alice_!*PRIVMSG #lobby :before");
    hears_at_last(&s->bob, ":alice_!* NICK alice");
    hears_at_last(&s->bob, ":alice!*PRIVMSG #lobby :after");
    hears(&s->alice, "@label=1 :alice_!*PRIVMSG #lobby :before");
    hears_at_last(&s->alice, "@label=3 :alice!*PRIVMSG #lobby :after");
}

static void modes_of_an_account_outlive_the_server(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "MODE alice +iB");
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "MODE alice");
    hears(&s->alice, "221 alice +Bi");
    says(&s->alice, "MODE alice -iB");
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "MODE alice");
    hears(&s->alice, "221 alice +");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_guest_becomes_the_account),
        SCENE(who_wants_to_know_is_told_of_the_account),
        SCENE(what_it_had_joined_is_the_accounts),
        SCENE(where_the_account_is_here_the_guest_goes),
        SCENE(a_room_that_bans_the_account_is_left),
        SCENE(what_waited_is_read),
        SCENE(without_a_name_the_nick_is_meant),
        SCENE(who_is_logged_in_may_prove_it_again_but_be_nobody_else),
        SCENE(a_wrong_password_leaves_the_guest_a_guest),
        SCENE(who_goes_while_it_is_checked_is_attached_to_nothing),
        SCENE(messages_on_their_way_stay_the_guests),
        SCENE(modes_of_an_account_outlive_the_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
