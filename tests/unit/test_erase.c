/* The end of an account (server.md, R19 and 4.1 rule 5). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "mem.h"
#include "server_scene.h"

#define DAY_MS (24LL * 3600 * 1000)

/* Answers yes to what NickServ asks back. */
static void drops(struct person *person)
{
    ignores(person);
    says(person, "NS DROP");
    const char *code = strstr(buf_text(&person->unread), ": DROP ");
    assert_non_null(code);
    char *line = xasprintf("NS DROP %.8s", code + strlen(": DROP "));
    ignores(person);
    says(person, line);
    free(line);
}

/* Nothing of the kind happened. */
static void comes_again(struct scene *s, struct person *person, const char *name)
{
    char *line = xasprintf("PASS :%s:secret of %s", name, name);
    connects(s, person);
    says(person, line);
    says(person, "NICK someone");
    says(person, "USER someone 0 * :Someone");
    free(line);
}

static void an_account_is_dropped_for_good(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->alice, "JOIN #tea");
    says(&s->bob, "JOIN #tea");
    says(&s->alice, "PRIVMSG #tea :the kettle is on");
    ignores(&s->bob);
    ignores(&s->alice_phone);
    drops(&s->alice);
    hears(&s->alice, "*:Erased: * lines of yours*");
    hears(&s->alice, "ERROR :Closing link (this account is erased)");
    hears_at_last(&s->alice_phone, "ERROR :Closing link (this account is erased)");
    assert_false(is_connected(&s->alice));
    assert_false(is_connected(&s->alice_phone));
    hears(&s->bob, ":alice!*QUIT :Account erased");
    says(&s->bob, "NAMES #tea");
    hears(&s->bob, "353 bob = #tea :bob");
    scene_restart(s);
    comes_again(s, &s->carol, "alice");
    hears_no_such(&s->carol, "*001 alice*");
}

static void its_name_is_taken_for_a_while(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    drops(&s->alice);
    connects(s, &s->bob);
    says(&s->bob, "NICK alice");
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "FAIL REGISTER ACCOUNT_EXISTS alice :*");
    time_passes(s, 1000);
    s->rig.server.now_ms = clock_wall_ms() + 91 * DAY_MS;
    says(&s->bob, "REGISTER * * kettle-on-the-fire");
    hears(&s->bob, "REGISTER SUCCESS alice :*");
}

static void a_claim_in_vain_keeps_no_guest_that_is_gone(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    drops(&s->alice);
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->carol, "alice", "");
    says(&s->bob, "JOIN #tea");
    says(&s->carol, "JOIN #tea");
    ignores(&s->bob);
    s->rig.holds = true;
    says(&s->carol, "NS REGISTER kettle-on-the-fire");
    s->rig.hashes[0].work(s->rig.hashes[0].job);
    s->rig.hashes[0].done(s->rig.hashes[0].job);
    s->rig.nhashes = 0;
    loses_connection(&s->carol);
    s->rig.holds = false;
    rig_settle(&s->rig);
    hears(&s->bob, ":alice!* QUIT :Connection lost");
    comes_as_guest(s, &s->carol, "alice", "");
}

static void a_wrong_code_drops_nothing(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NS DROP 00000000");
    hears(&s->alice, "*:That is not the code*");
    says(&s->alice, "NS DROP");
    hears(&s->alice, "*:This erases alice*");
    time_passes(s, 5LL * 60 * 1000);
    ignores(&s->alice);
    comes_again(s, &s->alice_phone, "alice");
    hears_at_last(&s->alice_phone, "001 alice :*");
}

static void nobody_logs_in_while_it_goes(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NS DROP");
    char *line = xasprintf("NS DROP %.8s", strstr(buf_text(&s->alice.unread), ": DROP ") + 7);
    s->rig.holds = true;
    comes_again(s, &s->bob, "alice"); /* its password is looked at while the account still is */
    says(&s->alice, line);
    s->rig.holds = false;
    rig_settle(&s->rig);
    hears_no_such(&s->bob, "*001 alice*");
    free(line);
}

static void nothing_is_left_for_an_account_that_goes(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->alice, "NS DROP");
    char *line = xasprintf("NS DROP %.8s", strstr(buf_text(&s->alice.unread), ": DROP ") + 7);
    s->rig.holds = true;
    says(&s->alice, line);
    ignores(&s->bob);
    says(&s->bob, "PRIVMSG alice :are you there?");
    hears(&s->bob, "401 bob alice :*");
    s->rig.holds = false;
    rig_settle(&s->rig);
    free(line);
}

static void who_had_logged_in_but_not_finished_is_sent_away(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    connects(s, &s->bob);
    says(&s->bob, "CAP LS 302");
    says(&s->bob, "CAP REQ sasl");
    says(&s->bob, "AUTHENTICATE PLAIN");
    says(&s->bob, "AUTHENTICATE AGFsaWNlAHNlY3JldCBvZiBhbGljZQ==");
    hears_at_last(&s->bob, "903 *");
    drops(&s->alice);
    assert_false(is_connected(&s->bob));
}

static void a_certificate_does_not_outlive_its_account(void **state)
{
    struct scene *s = *state;
    static const char print[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    comes_as_account(s, &s->alice, "alice", "desk", "");
    char *line = xasprintf("NS CERT ADD %s", print);
    says(&s->alice, line);
    free(line);
    drops(&s->alice);
    connects(s, &s->bob);
    world_session(s->rig.server.world, s->bob.serial)->cert_key = xstrdup(print);
    says(&s->bob, "CAP REQ sasl");
    says(&s->bob, "AUTHENTICATE EXTERNAL");
    says(&s->bob, "AUTHENTICATE +");
    hears_at_last(&s->bob, "904 *");
}

static void a_copy_is_written_for_the_operator_to_hand_over(void **state)
{
    struct scene *s = *state;
    struct stat info;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "NS EXPORT");
    hears(&s->alice, "*:This server writes no exports*");
    s->rig.config.exports = s->rig.folder;
    says(&s->alice, "PRIVMSG #lobby :the kettle is on");
    ignores(&s->alice);
    says(&s->alice, "NS EXPORT");
    hears(&s->alice, "*:Written on the server: alice-2026-01-01.json; ask its operator for it");
    char *path = xasprintf("%s/alice-2026-01-01.json", s->rig.folder);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    free(path);
}

/* ---- claimed and never used ---- */

static void days_pass(struct scene *s, int days)
{
    s->rig.server.now_ms += days * DAY_MS;
    s->rig.server.mono_ms += days * DAY_MS;
    time_passes(s, 1000);
}

static void a_name_that_was_never_used_is_free_again(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "QUIT");
    days_pass(s, 29);
    connects(s, &s->bob);
    says(&s->bob, "USER bob 0 * :Bob");
    says(&s->bob, "NICK alice");
    hears(&s->bob, "433 *");
    days_pass(s, 2);
    connects(s, &s->bob);
    says(&s->bob, "USER bob 0 * :Bob");
    says(&s->bob, "NICK alice");
    hears(&s->bob, "001 alice *");
}

static void mail_for_the_one_before_does_not_count_for_the_next(void **state)
{
    struct scene *s = *state;
    s->rig.config.mail =
        (struct mail_limits){.messages = 5, .bytes = 1000, .from_one = 1, .outstanding = 5};
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "QUIT");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->bob, "PRIVMSG alice :one");
    days_pass(s, 31);
    s->rig.server.now_ms = clock_wall_ms() + 91 * DAY_MS;
    comes_as_account(s, &s->alice, "alice", "desk", "draft/chathistory");
    says(&s->alice, "QUIT");
    scene_restart(s);
    comes_as_account(s, &s->bob, "bob", "desk", "");
    ignores(&s->bob);
    says(&s->bob, "PRIVMSG alice :two");
    hears(&s->bob, "301 bob alice :offline since *, message stored");
}

static void what_was_said_to_the_one_before_is_not_told_to_the_next(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "batch draft/chathistory");
    says(&s->bob, "PRIVMSG alice :for the first alice");
    says(&s->bob, "CHATHISTORY LATEST alice * 10");
    hears_at_last(&s->bob, "*PRIVMSG alice :*for the first alice");
    drops(&s->alice);
    s->rig.server.now_ms = clock_wall_ms() + 91 * DAY_MS;
    comes_as_account(s, &s->carol, "alice", "desk", "batch draft/chathistory");
    ignores(&s->carol);
    says(&s->bob, "PRIVMSG alice :for the second alice");
    hears_at_last(&s->carol, "*PRIVMSG alice :*for the second alice");
    says(&s->carol, "CHATHISTORY LATEST bob * 10");
    hears(&s->carol, "*BATCH +* chathistory :bob");
    hears(&s->carol, "*PRIVMSG alice :*for the second alice");
    hears(&s->carol, "*BATCH -*");
}

static void a_name_that_was_used_stays(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "PRIVMSG #lobby :hello");
    says(&s->alice, "QUIT");
    scene_restart(s);
    days_pass(s, 400);
    comes_again(s, &s->alice, "alice");
    hears_at_last(&s->alice, "001 alice :*");
}

static void who_is_here_is_not_unused(void **state)
{
    struct scene *s = *state;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    s->rig.config.ping_ms = 1000 * DAY_MS;
    days_pass(s, 60);
    assert_true(is_connected(&s->alice));
    says(&s->alice, "PING x");
    hears_at_last(&s->alice, "PONG *");
}

static void unused_names_may_be_kept(void **state)
{
    struct scene *s = *state;
    s->rig.config.unused_expiry_ms = 0;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    says(&s->alice, "QUIT");
    days_pass(s, 400);
    comes_again(s, &s->alice, "alice");
    hears_at_last(&s->alice, "001 alice :*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(an_account_is_dropped_for_good),
        SCENE(its_name_is_taken_for_a_while),
        SCENE(a_claim_in_vain_keeps_no_guest_that_is_gone),
        SCENE(a_wrong_code_drops_nothing),
        SCENE(nobody_logs_in_while_it_goes),
        SCENE(nothing_is_left_for_an_account_that_goes),
        SCENE(who_had_logged_in_but_not_finished_is_sent_away),
        SCENE(a_certificate_does_not_outlive_its_account),
        SCENE(a_copy_is_written_for_the_operator_to_hand_over),
        SCENE(a_name_that_was_never_used_is_free_again),
        SCENE(mail_for_the_one_before_does_not_count_for_the_next),
        SCENE(what_was_said_to_the_one_before_is_not_told_to_the_next),
        SCENE(a_name_that_was_used_stays),
        SCENE(who_is_here_is_not_unused),
        SCENE(unused_names_may_be_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
