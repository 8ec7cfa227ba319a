/* Bans: who is refused, when, with what sentence (server.md, 5). */
#include <stdlib.h>

#include "bans.h"
#include "mem.h"
#include "operate.h"
#include "operators_scene.h"

static const char sentence[] = "*:You are banned from this server for ever: spam";

static void tries_to_come(struct scene *s, struct person *person, const char *nick,
                          const char *address)
{
    connects_from(s, person, address);
    says(person, nick);
    says(person, "USER someone 0 * :Someone");
}

static void who_is_here_is_told_why_and_cut_off(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    comes_as_guest(s, &s->carol, "carol", "");
    ignores(&s->bob);
    types_at_console(o, "ban bob spam");
    console_says(o, "bob is banned for ever: 1 connection, 1 account");
    hears(&s->bob, "465 bob :You are banned from this server for ever: spam");
    hears(&s->bob, "ERROR :Closing link (You are banned from this server for ever: spam)");
    assert_false(is_connected(&s->bob));
    assert_true(is_connected(&s->carol));
    audit_says(o, "who=console verb=ban target=bob note=\"for ever: spam\"");
}

static void a_banned_account_does_not_log_in(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    loses_connection(&s->bob);
    types_at_console(o, "ban bob spam");
    connects(s, &s->bob);
    says(&s->bob, "PASS :bob:secret of bob");
    says(&s->bob, "NICK robert");
    says(&s->bob, "USER bob 0 * :Bob");
    hears_at_last(&s->bob, sentence);
    assert_false(is_connected(&s->bob));
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "NS IDENTIFY bob secret of bob");
    hears_at_last(&s->carol, sentence);
    assert_false(is_connected(&s->carol));
}

static void that_the_disk_has_not_taken_a_ban_is_said(void **state)
{
    struct operators_scene *o = *state;
    static const char debt[] = "The disk takes nothing now: this holds, but *";
    o->scene.rig.server.world->degraded = true;
    types_at_console(o, "ban mallory");
    console_says(o, debt);
    types_at_console(o, "ban");
    console_says_nothing_of(o, "The disk takes nothing");
    o->scene.rig.server.world->degraded = false;
    types_at_console(o, "ban eve");
    console_says_nothing_of(o, "The disk takes nothing");
}

static void a_mask_meets_the_host_that_others_see(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    types_at_console(o, "ban *!*@user/bob spam");
    hears_at_last(&s->bob, sentence);
    connects(s, &s->bob);
    says(&s->bob, "PASS :bob:secret of bob");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    hears_at_last(&s->bob, sentence);
    assert_false(is_connected(&s->bob));
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "NS IDENTIFY bob secret of bob");
    hears_at_last(&s->carol, sentence);
    assert_false(is_connected(&s->carol));
}

static void an_address_a_network_a_mask_are_kept_out(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    static const char *const bans[] = {"ban 192.0.2.7 spam", "ban 192.0.2.0/24 spam",
                                       "ban *!*@192.0.2.* spam", "ban mal*!*@* spam"};
    static const char *const unbans[] = {"unban 192.0.2.7", "unban 192.0.2.0/24",
                                         "unban *!*@192.0.2.*", "unban mal*!*@*"};
    for (size_t i = 0; i < sizeof(bans) / sizeof(*bans); i++) {
        types_at_console(o, bans[i]);
        tries_to_come(s, &s->bob, "NICK mallory", "192.0.2.7");
        hears_at_last(&s->bob, sentence);
        assert_false(is_connected(&s->bob));
        types_at_console(o, unbans[i]);
        assert_true(o->well);
    }
    tries_to_come(s, &s->bob, "NICK mallory", "192.0.2.7");
    hears_at_last(&s->bob, "001 mallory *");
}

static void an_address_is_refused_before_anything_is_read(void **state)
{
    struct operators_scene *o = *state;
    struct server *server = &o->scene.rig.server;
    types_at_console(o, "ban 192.0.2.0/24 1h spam");
    assert_string_equal(bans_refuse(server, "192.0.2.9", NULL, NULL, server->now_ms),
                        "You are banned from this server until 2026-01-01 01:00 UTC: spam");
    assert_null(bans_refuse(server, "198.51.100.9", NULL, NULL, server->now_ms));
    assert_null(bans_refuse(server, "unix", NULL, NULL, server->now_ms));
}

static void names_like_that_are_refused(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    types_at_console(o, "ban mal* spam");
    tries_to_come(s, &s->bob, "NICK mallory", "192.0.2.7");
    hears_at_last(&s->bob, "465 mallory :Names like mal* are banned from this server for ever: "
                           "spam");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "NICK malice");
    hears(&s->carol, "432 carol malice :Names like mal* are banned *");
    assert_true(is_connected(&s->carol));
    connects(s, &s->alice);
    says(&s->alice, "NICK mallory");
    says(&s->alice, "REGISTER * * kettle-on-the-fire");
    hears(&s->alice, "FAIL REGISTER BAD_ACCOUNT_NAME mallory :Names like mal* are banned *");
}

static void a_ban_ends_and_outlives_a_restart(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    types_at_console(o, "ban 192.0.2.7 1h spam");
    types_at_console(o, "ban mallory");
    scene_restart(s);
    types_at_console(o, "bans");
    console_says(o, "192.0.2.7 (address) until 2026-01-01T01:00Z, by console at "
                    "2026-01-01T00:00Z: spam");
    console_says(o, "mallory (name) for ever, by console at *");
    console_says(o, "2 bans");
    time_passes(s, 3600LL * 1000);
    types_at_console(o, "bans");
    console_says(o, "1 ban");
    scene_restart(s);
    types_at_console(o, "bans");
    console_says(o, "1 ban");
    types_at_console(o, "unban mallory");
    types_at_console(o, "unban mallory");
    console_says(o, "! mallory is not in the list");
}

static void a_dry_run_only_counts(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    comes_as_guest(s, &s->carol, "carol", "");
    types_at_console(o, "ban --dry-run bob");
    console_says(o, "bob would meet: 1 connection, 1 account");
    types_at_console(o, "ban 127.0.0.0/8 ?");
    console_says(o, "127.0.0.0/8 would meet: 2 connections, 0 accounts");
    types_at_console(o, "bans");
    console_says(o, "0 bans");
    assert_true(is_connected(&s->bob));
}

static void nobody_shuts_out_everybody_or_oneself(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    alice_operates(o);
    types_at_console(o, "ban *");
    console_says(o, "! * is not banned: that would be everybody");
    types_at_console(o, "ban *!*@*");
    console_says(o, "! *!*@* is not banned: that would be everybody");
    types_at_console(o, "ban 127.0.0.0/8");
    console_says(o, "! 127.0.0.0/8 is not banned: that would be this machine itself");
    types_at_console(o, "ban ::/0");
    console_says(o, "! ::/0 is not banned: that would be this machine itself");
    says(&s->alice, "PRIVMSG Console :ban al*");
    hears(&s->alice, ":Console!* NOTICE alice :al* is not banned: that would be you");
    assert_true(is_connected(&s->alice));
}

static void what_cannot_be_banned_is_explained(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "ban 192.0.2.0/33");
    console_says(o, "! 192.0.2.0/33: it is neither a name nor an address nor a mask");
    console_says(o, "! Say: ban *");
    types_at_console(o, "ban --dry-run");
    console_says(o, "! Ban what?");
}

/* "ban bob 3x": with a reason of "3x" it would be one for ever. */
static void what_should_be_a_duration_is_no_reason(void **state)
{
    static const char *const slips[] = {"30", "3x", "1mo", "1h30", "0m", "5M"};
    struct operators_scene *o = *state;
    for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
        char *line = xasprintf("ban bob %s spam", slips[i]);
        char *answer = xasprintf("! %s is no duration*", slips[i]);
        types_at_console(o, line);
        console_says(o, answer);
        free(line);
        free(answer);
    }
    types_at_console(o, "bans");
    console_says(o, "0 bans");
    types_at_console(o, "ban bob 1d12h 3rd time");
    console_says(o, "bob is banned until 2026-01-02 12:00 UTC: *");
    types_at_console(o, "ban bob forever 3rd time");
    console_says(o, "bob is banned for ever: *");
    types_at_console(o, "bans");
    console_says(o, "bob (name) for ever, *: 3rd time");
}

/* As Ergo and InspIRCd write it. */
static void a_network_of_anybody_is_that_network(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "ban *!*@192.0.2.0/24 1h");
    console_says(o, "192.0.2.0/24 is banned until *");
    types_at_console(o, "unban *@192.0.2.0/24");
    console_says(o, "192.0.2.0/24 is not banned any more");
    types_at_console(o, "ban bob!*@192.0.2.0/24");
    console_says(o, "! bob!*@192.0.2.0/24: a network stands alone*");
    audit_says(o, "verb=\"ban failed\" target=bob!*@192.0.2.0/24");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPERATORS(who_is_here_is_told_why_and_cut_off),
        OPERATORS(a_banned_account_does_not_log_in),
        OPERATORS(that_the_disk_has_not_taken_a_ban_is_said),
        OPERATORS(a_mask_meets_the_host_that_others_see),
        OPERATORS(an_address_a_network_a_mask_are_kept_out),
        OPERATORS(an_address_is_refused_before_anything_is_read),
        OPERATORS(names_like_that_are_refused),
        OPERATORS(a_ban_ends_and_outlives_a_restart),
        OPERATORS(a_dry_run_only_counts),
        OPERATORS(nobody_shuts_out_everybody_or_oneself),
        OPERATORS(what_cannot_be_banned_is_explained),
        OPERATORS(what_should_be_a_duration_is_no_reason),
        OPERATORS(a_network_of_anybody_is_that_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
