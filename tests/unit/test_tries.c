/* How often one may guess, and claim (server.md, 2.2 and 4.1 rule 4). */
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "server_scene.h"
#include "tries.h"

#define MINUTE_MS 60000LL
#define HOUR_MS   (60 * MINUTE_MS)

/* Somebody from elsewhere, over TLS. */
static void connects_by_tls(struct scene *s, struct person *person, const char *address)
{
    rig_connect(&s->rig, person, address, true);
}

static void says_with(struct person *person, const char *begin, const char *word)
{
    char *line = xasprintf("%s%s", begin, word);
    says(person, line);
    free(line);
}

static void guesses(struct scene *s, const char *address, const char *password)
{
    connects_by_tls(s, &s->bob, address);
    says_with(&s->bob, "PASS :alice:", password);
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
}

static void wrong_passwords_count_over_connections(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    guesses(s, "192.0.2.7", "guess one");
    hears(&s->bob, "464 bob :Password incorrect*");
    guesses(s, "192.0.2.7", "guess two");
    hears(&s->bob, "464 bob :Password incorrect*");
    guesses(s, "192.0.2.7", "guess three");
    hears_nothing(&s->bob);
    time_passes(s, 2000);
    hears(&s->bob, "464 bob :Password incorrect*");
    hears(&s->bob, "ERROR :Closing link (too many wrong passwords)");
    guesses(s, "192.0.2.7", "secret of alice");
    time_passes(s, 2000);
    hears(&s->bob, "464 bob :Password incorrect*");
    hears(&s->bob, "ERROR :*");
    assert_false(is_connected(&s->bob));
}

static void elsewhere_and_later_one_may_try_again(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    for (int i = 0; i < 3; i++)
        guesses(s, "2001:db8::7", "a guess");
    guesses(s, "2001:db8::8", "secret of alice");
    hears_nothing(&s->bob); /* the same /64 */
    guesses(s, "2001:db8:0:1::8", "secret of alice");
    hears_at_last(&s->bob, "001 alice :*");
    time_passes(s, MINUTE_MS);
    guesses(s, "2001:db8::8", "secret of alice");
    hears_at_last(&s->bob, "001 alice :*");
}

static void a_guess_at_one_account_does_not_shut_out_another(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->carol, "carol", "desk", "");
    for (int i = 0; i < 3; i++)
        guesses(s, "192.0.2.7", "a guess");
    connects_by_tls(s, &s->bob, "192.0.2.7");
    says(&s->bob, "PASS :carol:secret of carol");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    hears_at_last(&s->bob, "001 carol :*");
}

/* Or a thousand connections would be a thousand guesses. */
static void guesses_made_at_the_same_time_count_too(void **state)
{
    struct scene *s = *state;
    struct person crowd[4] = {0};
    comes_as_account(s, &s->alice, "alice", "desk", "");
    s->rig.holds = true;
    for (int i = 0; i < 4; i++) {
        connects_by_tls(s, &crowd[i], "192.0.2.7");
        says_with(&crowd[i], "PASS :alice:", i < 3 ? "a guess" : "secret of alice");
        says(&crowd[i], "NICK mallory");
        says(&crowd[i], "USER mallory 0 * :Mallory");
    }
    s->rig.holds = false;
    rig_settle(&s->rig);
    time_passes(s, 2000);
    hears_no_such(&crowd[3], "*001*");
    assert_false(is_connected(&crowd[3]));
    for (int i = 0; i < 4; i++)
        ignores(&crowd[i]);
    scene_restart(s); /* the crowd goes before its memory does */
}

static void a_busy_server_does_not_count_as_a_wrong_password(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    size_t all = sizeof(s->rig.hashes) / sizeof(*s->rig.hashes);
    for (int i = 0; i < 5; i++) {
        s->rig.holds = true;
        s->rig.nhashes = all; /* the queue is full */
        guesses(s, "192.0.2.7", "secret of alice");
        store_drain(s->rig.server.store);
        s->rig.nhashes = 0;
        s->rig.holds = false;
        rig_settle(&s->rig);
        hears(&s->bob, "464 bob :Cannot check passwords now, try again later");
    }
    guesses(s, "192.0.2.7", "secret of alice");
    hears_at_last(&s->bob, "001 alice :*");
}

static void who_waits_for_the_answer_may_hang_up(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    for (int i = 0; i < 3; i++)
        guesses(s, "192.0.2.7", "a guess");
    loses_connection(&s->bob);
    time_passes(s, 2000);
    assert_false(is_connected(&s->bob));
}

static void who_waits_for_the_answer_is_heard_no_more(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    for (int i = 0; i < 3; i++)
        guesses(s, "192.0.2.7", "a guess");
    ignores(&s->bob);
    says(&s->bob, "PASS :alice:secret of alice");
    says(&s->bob, "PING x");
    hears_nothing(&s->bob);
    time_passes(s, 2000);
    hears(&s->bob, "464 *");
    hears(&s->bob, "ERROR *");
}

/* ---- claims ---- */

static void claims(struct scene *s, const char *address, const char *name)
{
    connects_by_tls(s, &s->bob, address);
    says_with(&s->bob, "NICK ", name);
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
}

static void one_network_claims_so_many_names_an_hour(void **state)
{
    struct scene *s = *state;
    static const char *const names[] = {"anna", "bert", "cleo", "dora", "emil"};
    for (int i = 0; i < 5; i++) {
        claims(s, "192.0.2.7", names[i]);
        hears(&s->bob, "REGISTER SUCCESS *");
        time_passes(s, MINUTE_MS / 2);
    }
    claims(s, "192.0.2.7", "fritz");
    hears(&s->bob, "FAIL REGISTER TEMPORARILY_UNAVAILABLE fritz :Too many names *");
    claims(s, "::ffff:192.0.2.7", "fritz");
    hears(&s->bob, "FAIL REGISTER TEMPORARILY_UNAVAILABLE fritz :*");
    claims(s, "192.0.2.8", "fritz");
    hears(&s->bob, "REGISTER SUCCESS *");
    time_passes(s, HOUR_MS);
    claims(s, "192.0.2.7", "gerda");
    hears(&s->bob, "REGISTER SUCCESS *");
}

static void and_so_many_a_day(void **state)
{
    struct scene *s = *state;
    s->rig.config.claims_per_day = 2;
    claims(s, "192.0.2.7", "anna");
    time_passes(s, 2 * HOUR_MS);
    claims(s, "192.0.2.7", "bert");
    time_passes(s, 2 * HOUR_MS);
    claims(s, "192.0.2.7", "cleo");
    hears(&s->bob, "FAIL REGISTER TEMPORARILY_UNAVAILABLE cleo :*");
}

static void all_together_claim_so_many(void **state)
{
    struct scene *s = *state;
    s->rig.config.claims_everywhere = 2;
    claims(s, "192.0.2.7", "anna");
    claims(s, "192.0.2.8", "bert");
    claims(s, "192.0.2.9", "cleo");
    hears(&s->bob, "FAIL REGISTER TEMPORARILY_UNAVAILABLE cleo :*");
    time_passes(s, 10 * MINUTE_MS);
    claims(s, "192.0.2.9", "cleo");
    hears(&s->bob, "REGISTER SUCCESS *");
}

static void a_claim_by_password_is_refused_in_words(void **state)
{
    struct scene *s = *state;
    s->rig.config.claims_per_hour = 1;
    claims(s, "192.0.2.7", "anna");
    connects_by_tls(s, &s->bob, "192.0.2.7");
    says(&s->bob, "PASS :kettle on the fire");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    hears(&s->bob, "464 bob :Too many names were claimed from your network*");
    assert_true(is_connected(&s->bob));
}

static void people_of_this_machine_are_not_counted(void **state)
{
    struct scene *s = *state;
    s->rig.config.claims_per_hour = s->rig.config.claims_everywhere = 1;
    static const char *const from[] = {"127.0.0.1", "::1", "127.1.2.3", "unix", "::ffff:127.0.0.1"};
    static const char *const names[] = {"anna", "bert", "cleo", "dora", "emil"};
    for (int i = 0; i < 5; i++) {
        claims(s, from[i], names[i]);
        hears(&s->bob, "REGISTER SUCCESS *");
    }
}

static void ten_names_may_be_tried_on_one_connection(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    connects(s, &s->bob);
    says(&s->bob, "NICK alice");
    for (int i = 0; i < 10; i++) {
        says(&s->bob, "REGISTER * * kettle-on-the-fire");
        hears(&s->bob, "FAIL REGISTER ACCOUNT_EXISTS alice :That name is taken");
    }
    hears(&s->bob, "ERROR :Closing link (too many names tried)");
    connects(s, &s->bob);
    says(&s->bob, "NICK alice");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    says(&s->bob, "NICK bob");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears_at_last(&s->bob, "REGISTER SUCCESS bob :*");
}

static void networks_are_told_apart(void **state)
{
    (void)state;
    char out[TRIES_NETWORK_SIZE];
    assert_string_equal(tries_network("192.0.2.7", out), "192.0.2.7");
    assert_string_equal(tries_network("::ffff:192.0.2.7", out), "192.0.2.7");
    assert_string_equal(tries_network("2001:db8:0:1:2:3:4:5", out), "2001:db8:0:1::/64");
    assert_string_equal(tries_network("::1", out), "local");
    assert_string_equal(tries_network("127.8.9.10", out), "local");
    assert_string_equal(tries_network("unix", out), "local");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(wrong_passwords_count_over_connections),
        SCENE(elsewhere_and_later_one_may_try_again),
        SCENE(a_guess_at_one_account_does_not_shut_out_another),
        SCENE(guesses_made_at_the_same_time_count_too),
        SCENE(a_busy_server_does_not_count_as_a_wrong_password),
        SCENE(who_waits_for_the_answer_may_hang_up),
        SCENE(who_waits_for_the_answer_is_heard_no_more),
        SCENE(one_network_claims_so_many_names_an_hour),
        SCENE(and_so_many_a_day),
        SCENE(all_together_claim_so_many),
        SCENE(a_claim_by_password_is_refused_in_words),
        SCENE(people_of_this_machine_are_not_counted),
        SCENE(ten_names_may_be_tried_on_one_connection),
        cmocka_unit_test(networks_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
