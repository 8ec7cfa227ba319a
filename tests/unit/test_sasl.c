/* AUTHENTICATE (server.md, 2.2). */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "scram.h"
#include "secret.h"
#include "server_scene.h"

/* A connection that may log in. */
static void begins(struct scene *s, struct person *person, const char *name)
{
    connects(s, person);
    says(person, "CAP REQ sasl");
    char *nick = xasprintf("NICK %s", name);
    says(person, nick);
    free(nick);
    says(person, "USER user 0 * :User");
    ignores(person);
}

static void says_bytes(struct person *person, const char *bytes, size_t len)
{
    char *encoded = secret_base64(bytes, len);
    char *line = xasprintf("AUTHENTICATE %s", encoded);
    says(person, line);
    free(line);
    free(encoded);
}

#define SAYS_PLAIN(person, text) says_bytes((person), text, sizeof(text) - 1)

/* alice exists; somebody else wants to be alice. */
static struct person *newcomer(struct scene *s)
{
    comes_as_account(s, &s->alice, "alice", "desk", "");
    begins(s, &s->alice_phone, "alice");
    return &s->alice_phone;
}

static void the_right_password_logs_in(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    says(phone, "AUTHENTICATE PLAIN");
    hears(phone, "AUTHENTICATE +");
    SAYS_PLAIN(phone, "\0alice@phone\0secret of alice");
    hears(phone, "900 alice alice!user@user/alice alice :You are now logged in as alice");
    hears(phone, "903 alice :SASL authentication successful");
    says(phone, "CAP END");
    hears(phone, "001 alice :*");
}

static void a_wrong_one_does_not(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    for (int i = 0; i < 3; i++) {
        says(phone, "AUTHENTICATE PLAIN");
        hears(phone, "AUTHENTICATE +");
        SAYS_PLAIN(phone, "\0alice\0a guess");
        time_passes(s, 2000);
        hears(phone, "904 alice :SASL authentication failed");
    }
    hears(phone, "ERROR :Closing link (too many wrong passwords)");
    assert_false(is_connected(phone));
}

static void nobody_is_let_in_as_somebody_else(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    says(phone, "AUTHENTICATE PLAIN");
    SAYS_PLAIN(phone, "bob\0alice\0secret of alice");
    hears_at_last(phone, "904 alice :*");
    says(phone, "AUTHENTICATE PLAIN");
    SAYS_PLAIN(phone, "alice\0alice\0secret of alice");
    hears_at_last(phone, "903 alice :*");
}

static void nonsense_is_refused_and_another_try_is_allowed(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    says(phone, "AUTHENTICATE PLAIN");
    hears(phone, "AUTHENTICATE +");
    says(phone, "AUTHENTICATE ????");
    hears(phone, "904 alice :*");
    says(phone, "AUTHENTICATE PLAIN");
    hears(phone, "AUTHENTICATE +");
    SAYS_PLAIN(phone, "alice");
    hears(phone, "904 alice :*");
    says(phone, "AUTHENTICATE PLAIN");
    hears(phone, "AUTHENTICATE +");
    SAYS_PLAIN(phone, "\0alice\0");
    hears(phone, "904 alice :*");
    says(phone, "AUTHENTICATE PLAIN");
    hears(phone, "AUTHENTICATE +");
    SAYS_PLAIN(phone, "\0alice\0secret of alice");
    hears_at_last(phone, "903 alice :*");
}

static void an_unknown_mechanism_is_answered_with_those_known(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    says(phone, "AUTHENTICATE EXTERNAL");
    hears(phone, "908 alice SCRAM-SHA-256,PLAIN :are available SASL mechanisms");
    hears(phone, "904 alice :*");
}

static void an_exchange_may_be_given_up(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    says(phone, "AUTHENTICATE PLAIN");
    says(phone, "AUTHENTICATE *");
    hears_at_last(phone, "906 alice :SASL authentication aborted");
    says(phone, "AUTHENTICATE PLAIN");
    says(phone, "CAP END");
    hears_at_last(phone, "906 alice :SASL authentication aborted");
    hears(phone, "433 alice alice :Name is registered*");
}

static void chunks_have_their_limits(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    char line[512] = "AUTHENTICATE ";
    size_t head = strlen(line);
    memset(line + head, 'A', 401);
    line[head + 401] = '\0';
    says(phone, "AUTHENTICATE PLAIN");
    says(phone, line);
    hears_at_last(phone, "905 alice :SASL message too long");
    says(phone, "AUTHENTICATE PLAIN");
    line[head + 400] = '\0';
    for (int i = 0; i < 6; i++)
        says(phone, line);
    hears_at_last(phone, "904 alice :*");
}

/* A full chunk says that more follows, even if that is nothing. */
static void a_payload_of_just_one_full_chunk_ends_with_an_empty_one(void **state)
{
    struct scene *s = *state;
    char payload[300] = "\0alice";
    char line[512] = "PASS :";
    memset(line + strlen(line), 'k', 293);
    memset(payload + 7, 'k', 293);
    connects(s, &s->alice);
    says(&s->alice, line);
    says(&s->alice, "NICK alice");
    says(&s->alice, "USER alice 0 * :Alice");
    begins(s, &s->alice_phone, "alice");
    says(&s->alice_phone, "AUTHENTICATE PLAIN");
    ignores(&s->alice_phone);
    says_bytes(&s->alice_phone, payload, sizeof(payload));
    hears_nothing(&s->alice_phone);
    says(&s->alice_phone, "AUTHENTICATE +");
    hears(&s->alice_phone, "900 alice * alice :*");
    hears(&s->alice_phone, "903 *");
}

static void a_busy_server_says_so(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    for (int i = 0; i < 4; i++) {
        says(phone, "AUTHENTICATE PLAIN");
        ignores(phone);
        s->rig.holds = true;
        s->rig.nhashes = sizeof(s->rig.hashes) / sizeof(*s->rig.hashes);
        SAYS_PLAIN(phone, "\0alice\0secret of alice");
        store_drain(s->rig.server.store);
        s->rig.nhashes = 0;
        s->rig.holds = false;
        rig_settle(&s->rig);
        hears(phone, "NOTICE alice :Cannot check passwords now, try again later");
        hears(phone, "904 alice :*");
    }
    says(phone, "AUTHENTICATE PLAIN");
    SAYS_PLAIN(phone, "\0alice\0secret of alice");
    hears_at_last(phone, "903 *");
}

static void commands_may_come_between_the_steps(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    says(phone, "AUTHENTICATE PLAIN");
    says(phone, "NICK whoever");
    says(phone, "PING x");
    ignores(phone);
    SAYS_PLAIN(phone, "\0alice\0secret of alice");
    hears(phone, "900 whoever * alice :*");
    hears(phone, "903 *");
    says(phone, "AUTHENTICATE PLAIN");
    hears(phone, "907 *");
}

static void without_the_capability_there_is_no_login(void **state)
{
    struct scene *s = *state;
    connects(s, &s->bob);
    says(&s->bob, "AUTHENTICATE PLAIN");
    hears(&s->bob, "904 * :*");
}

static void who_is_logged_in_does_not_become_another(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "sasl");
    comes_as_account(s, &s->bob, "bob", "desk", "sasl");
    says(&s->bob, "AUTHENTICATE PLAIN");
    SAYS_PLAIN(&s->bob, "\0alice\0secret of alice");
    hears_at_last(&s->bob, "907 bob :*");
    ignores(&s->alice);
    says(&s->alice, "AUTHENTICATE PLAIN");
    SAYS_PLAIN(&s->alice, "\0alice\0secret of alice");
    hears_at_last(&s->alice, "903 alice :*");
}

/* ---- SCRAM, by the client's end of the same module ---- */

/* The payload of the AUTHENTICATE line that the server said; to free. */
static char *challenge(struct person *person)
{
    static const char head[] = ":parlor.local AUTHENTICATE ";
    const char *line = buf_text(&person->unread);
    assert_memory_equal(line, head, strlen(head));
    char *payload = xcalloc(1, 1024);
    size_t len = strcspn(line + strlen(head), "\r");
    assert_true(secret_unbase64(line + strlen(head), len, payload, 1023) >= 0);
    ignores(person);
    return payload;
}

static bool exchange(struct person *person, const char *name, const char *password,
                     struct scram_client *client)
{
    says(person, "AUTHENTICATE SCRAM-SHA-256");
    hears(person, "AUTHENTICATE +");
    char *first = scram_client_first(client, name);
    says_bytes(person, first, strlen(first));
    free(first);
    char *server_first = challenge(person);
    char *final = scram_client_final(client, password, server_first);
    assert_non_null(final);
    says_bytes(person, final, strlen(final));
    free(server_first);
    free(final);
    if (strstr(buf_text(&person->unread), " 904 "))
        return false;
    char *server_final = challenge(person);
    bool proved = scram_client_verify(client, server_final);
    free(server_final);
    return proved;
}

static void a_proof_is_as_good_as_a_password(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    struct scram_client client = {0};
    assert_true(exchange(phone, "alice@phone", "secret of alice", &client));
    scram_client_clear(&client);
    says(phone, "AUTHENTICATE +");
    hears(phone, "900 alice * alice :You are now logged in as alice");
    hears(phone, "903 alice :*");
    says(phone, "CAP END");
    hears(phone, "001 alice :*");
}

#define DESK  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define PHONE "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"

static void comes_with(struct scene *s, struct person *person, const char *pass)
{
    connects(s, person);
    says(person, pass);
    says(person, "NICK alice");
    says(person, "USER alice 0 * :Alice");
    hears_at_last(person, "001 alice :*");
}

/* Whatever else the account has: a password, and secrets of other machines. */
static void a_machine_need_not_say_which_of_the_devices_it_is(void **state)
{
    struct scene *s = *state;
    struct scram_client client = {0};
    comes_with(s, &s->alice, "PASS alice:" DESK);
    says(&s->alice, "NS SET PASSWORD a new kettle");
    comes_with(s, &s->alice_phone, "PASS :alice@phone:a new kettle");
    says(&s->alice_phone, "NS DEVICES KEY " PHONE);
    scene_restart(s);
    begins(s, &s->bob, "alice");
    assert_true(exchange(&s->bob, "alice@*", PHONE, &client));
    scram_client_clear(&client);
    says(&s->bob, "AUTHENTICATE +");
    says(&s->bob, "CAP END");
    hears_at_last(&s->bob, "001 alice :*");
    says(&s->bob, "NS DEVICES LIST");
    hears_at_last(&s->bob, "*:phone, has its own secret*(this one)");
    begins(s, &s->carol, "alice");
    assert_true(exchange(&s->carol, "alice@*", DESK, &client));
    scram_client_clear(&client);
}

static void a_false_proof_is_not(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    struct scram_client client = {0};
    assert_false(exchange(phone, "alice", "a guess", &client));
    hears(phone, "904 alice :*");
    scram_client_clear(&client);
}

static void a_name_that_does_not_exist_looks_like_one_that_does(void **state)
{
    struct scene *s = *state;
    struct scram_client client = {0};
    begins(s, &s->bob, "bob");
    assert_false(exchange(&s->bob, "carol", "a guess", &client));
    hears(&s->bob, "904 bob :*");
    scram_client_clear(&client);
}

static void a_late_proof_of_nobody_is_dropped(void **state)
{
    struct scene *s = *state;
    struct person *phone = newcomer(s);
    says(phone, "AUTHENTICATE PLAIN");
    s->rig.holds = true;
    SAYS_PLAIN(phone, "\0alice\0secret of alice");
    loses_connection(phone);
    s->rig.holds = false;
    rig_settle(&s->rig);
    begins(s, &s->bob, "bob");
    says(&s->bob, "CAP END");
    hears_no_such(&s->bob, "*90*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_right_password_logs_in),
        SCENE(a_wrong_one_does_not),
        SCENE(nobody_is_let_in_as_somebody_else),
        SCENE(nonsense_is_refused_and_another_try_is_allowed),
        SCENE(an_unknown_mechanism_is_answered_with_those_known),
        SCENE(an_exchange_may_be_given_up),
        SCENE(chunks_have_their_limits),
        SCENE(a_payload_of_just_one_full_chunk_ends_with_an_empty_one),
        SCENE(a_busy_server_says_so),
        SCENE(commands_may_come_between_the_steps),
        SCENE(without_the_capability_there_is_no_login),
        SCENE(who_is_logged_in_does_not_become_another),
        SCENE(a_proof_is_as_good_as_a_password),
        SCENE(a_machine_need_not_say_which_of_the_devices_it_is),
        SCENE(a_false_proof_is_not),
        SCENE(a_name_that_does_not_exist_looks_like_one_that_does),
        SCENE(a_late_proof_of_nobody_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
