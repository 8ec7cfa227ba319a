/* What operators do with people, rooms and accounts. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "operators_scene.h"

static void somebody_is_kicked_off_the_server_and_told_why(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    comes_as_guest(s, &s->carol, "carol", "");
    ignores(&s->bob);
    types_at_console(o, "kick bob too loud");
    console_says(o, "bob is off the server (1 connection)");
    hears(&s->bob, "NOTICE bob :You were kicked off the server: too loud");
    hears(&s->bob, "ERROR :Closing link (Kicked: too loud)");
    assert_false(is_connected(&s->bob));
    hears(&s->carol, ":bob!* QUIT :Kicked: too loud");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    types_at_console(o, "kick carol");
    hears_at_last(&s->carol, "ERROR :Closing link (Kicked: by an operator)");
    types_at_console(o, "kick carol");
    console_says(o, "! There is nobody called carol");
}

static void all_devices_of_an_account_go(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    loses_connection(&s->bob);
    types_at_console(o, "kill alice");
    console_says(o, "alice is off the server (2 connections)");
    assert_false(is_connected(&s->alice));
    assert_false(is_connected(&s->alice_phone));
    types_at_console(o, "kick bob");
    console_says(o, "bob is off the server (0 connections)");
    types_at_console(o, "kick bob");
    console_says(o, "! bob is not here");
}

static void somebody_is_kicked_out_of_a_room(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_guest(s, &s->bob, "bob", "");
    types_at_console(o, "kick #lobby bob cool down");
    console_says(o, "bob is out of #lobby");
    hears(&s->bob, "KICK #lobby bob :cool down");
    assert_true(is_connected(&s->bob));
    types_at_console(o, "kick #lobby bob");
    console_says(o, "! bob is not in #lobby");
    types_at_console(o, "kick #tea bob");
    console_says(o, "! There is no room called #tea");
    audit_says(o, "who=console verb=kick target=\"#lobby bob\" note=\"cool down\"");
}

static void a_guest_is_renamed(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_guest(s, &s->bob, "bob", "");
    ignores(&s->alice);
    types_at_console(o, "rename bob robert");
    hears(&s->bob, ":bob!* NICK robert");
    hears(&s->alice, ":bob!* NICK robert");
    types_at_console(o, "rename robert alice");
    console_says(o, "! alice is taken*");
    types_at_console(o, "rename robert 9x");
    console_says(o, "! 9x is no name*");
    types_at_console(o, "rename alice ann");
    console_says(o, "! alice is an account*");
}

static void operators_are_shown_who_is_here(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "AWAY :tea");
    types_at_console(o, "who");
    console_says(o, "alice (account) on desk phone from 127.0.0.1, here since 2026-01-01T*");
    console_says(o, "bob (guest) from 127.0.0.1, * in #lobby, away: tea");
    console_says(o, "2 are here");
    types_at_console(o, "who a*");
    console_says(o, "1 is here");
    types_at_console(o, "sessions alice");
    console_says(o, "2 connections");
    loses_connection(&s->alice);
    loses_connection(&s->alice_phone);
    time_passes(s, 60000);
    types_at_console(o, "whois alice");
    console_says(o, "alice is not here; last seen 2026-01-01T00:00Z");
    types_at_console(o, "accounts");
    console_says(o, "alice: away, claimed 2026-01-01T00:00Z, * an operator");
    types_at_console(o, "account alice");
    console_says(o, "desk, last here *");
    console_says(o, "2 devices");
}

static void a_topic_is_set_by_the_server(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_guest(s, &s->bob, "bob", "");
    types_at_console(o, "topic #lobby");
    console_says(o, "#lobby has no topic");
    types_at_console(o, "topic #lobby the kettle is on");
    hears(&s->bob, "TOPIC #lobby :the kettle is on");
    types_at_console(o, "topic #lobby");
    console_says(o, "#lobby: the kettle is on");
    types_at_console(o, "topic #lobby -");
    hears(&s->bob, "TOPIC #lobby :");
}

static void what_operators_say_reaches_everybody(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_guest(s, &s->bob, "bob", "");
    types_at_console(o, "say tea is served");
    console_says(o, "Said to everybody: 1 here now, the others when they come");
    hears(&s->bob, "NOTICE * :tea is served");
    types_at_console(o, "say #lobby in here, too");
    hears(&s->bob, "* #lobby :in here, too");
    audit_says(o, "verb=say target=#lobby note=\"bytes 12\"");
    assert_false(audit_has(o, "tea"));
}

/* ---- accounts ---- */

static void a_reset_lets_its_owner_in_once_within_a_day(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    types_at_console(o, "reset bob");
    assert_int_equal(o->said.data[4], '-');
    char *line = xasprintf("PASS :bob:%.19s", o->said.data);
    for (int i = 0; i < 2; i++) {
        connects(s, &s->carol);
        says(&s->carol, line);
        says(&s->carol, "NICK bob");
        says(&s->carol, "USER bob 0 * :Bob");
        if (i == 0)
            hears_at_last(&s->carol, "001 bob :*");
        else
            hears_no_such(&s->carol, "001 bob :*");
    }
    assert_false(audit_has(o, strrchr(line, ':') + 1));
    free(line);
    types_at_console(o, "reset nobody");
    console_says(o, "! There is no account called nobody");
}

static void a_reset_is_void_after_a_day(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    types_at_console(o, "reset bob");
    char *line = xasprintf("PASS :bob:%.19s", o->said.data);
    s->rig.server.now_ms += (int64_t)24 * 3600 * 1000 + 1;
    connects(s, &s->carol);
    says(&s->carol, line);
    says(&s->carol, "NICK bob");
    says(&s->carol, "USER bob 0 * :Bob");
    hears_no_such(&s->carol, "001 bob :*");
    free(line);
}

static void erasing_asks_to_repeat_the_name(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    types_at_console(o, "erase bob");
    console_says(o, "! This erases bob and all it said, for ever. To do it, say: erase bob bob");
    types_at_console(o, "erase bob bop");
    console_says(o, "! bop is not bob: nothing is erased");
    assert_true(is_connected(&s->bob));
    types_at_console(o, "erase bob bob");
    console_says(o, "Erased: *");
    assert_false(is_connected(&s->bob));
    types_at_console(o, "account bob");
    console_says(o, "! There is no account called bob");
}

static void a_suspended_account_logs_in_no_more(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    ignores(&s->bob);
    types_at_console(o, "suspend bob 1h calm down");
    hears_at_last(&s->bob, "465 bob :You are banned from this server until 2026-01-01 01:00 UTC: "
                           "calm down");
    assert_false(is_connected(&s->bob));
    types_at_console(o, "accounts bob");
    console_says(o, "bob: suspended,*");
    types_at_console(o, "unsuspend bob");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    types_at_console(o, "suspend carol");
    console_says(o, "! There is no account called carol");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPERATORS(somebody_is_kicked_off_the_server_and_told_why),
        OPERATORS(all_devices_of_an_account_go),
        OPERATORS(somebody_is_kicked_out_of_a_room),
        OPERATORS(a_guest_is_renamed),
        OPERATORS(operators_are_shown_who_is_here),
        OPERATORS(a_topic_is_set_by_the_server),
        OPERATORS(what_operators_say_reaches_everybody),
        OPERATORS(a_reset_lets_its_owner_in_once_within_a_day),
        OPERATORS(a_reset_is_void_after_a_day),
        OPERATORS(erasing_asks_to_repeat_the_name),
        OPERATORS(a_suspended_account_logs_in_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
