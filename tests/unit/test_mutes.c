/* Mutes: who may read, but say nothing. */
#include "operators_scene.h"

static void who_is_muted_is_told_and_told_again_when_it_speaks(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->bob, "bob", "desk", "");
    ignores(&s->alice);
    ignores(&s->bob);
    types_at_console(o, "mute bob 30m too loud");
    console_says(o, "bob is muted until 2026-01-01 00:30 UTC: 1 connection, 1 account");
    hears(&s->bob,
          "NOTICE bob :You may not speak on this server until 2026-01-01 00:30 UTC: too loud");
    says(&s->bob, "PRIVMSG #lobby :tea?");
    hears(&s->bob, "404 bob #lobby :You may not speak on this server until 2026-01-01 00:30 UTC: "
                   "too loud");
    says(&s->bob, "PRIVMSG alice :tea?");
    hears(&s->bob, "531 bob alice :You may not speak on this server until *");
    says(&s->bob, "NOTICE alice :tea?");
    hears_nothing(&s->bob);
    hears_nothing(&s->alice);
    says(&s->bob, "NS INFO");
    hears(&s->bob, ":NickServ!* NOTICE bob :*");
}

static void who_asked_for_standard_replies_gets_one(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_guest(s, &s->bob, "bob", "standard-replies message-tags");
    types_at_console(o, "mute bob");
    ignores(&s->bob);
    says(&s->bob, "PRIVMSG #lobby :tea?");
    hears(&s->bob, "FAIL PRIVMSG MUTED #lobby :You may not speak on this server for ever");
    says(&s->bob, "@+typing=active TAGMSG #lobby");
    hears_nothing(&s->bob);
}

static void who_is_muted_has_no_other_way_to_say_it(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_guest(s, &s->alice, "alice", "away-notify setname");
    comes_as_guest(s, &s->bob, "bob", "");
    says(&s->bob, "JOIN #tea");
    says(&s->alice, "JOIN #tea");
    types_at_console(o, "mute bob");
    ignores(&s->alice);
    static const char *const said[][2] = {
        {"TOPIC #tea :spam", "FAIL TOPIC MUTED :You may not speak *"  },
        {"AWAY :spam",       "FAIL AWAY MUTED :You may not speak *"   },
        {"SETNAME :spam",    "FAIL SETNAME MUTED :You may not speak *"},
        {"NICK spam",        "FAIL NICK MUTED :You may not speak *"   },
        {"INVITE alice #b",  "FAIL INVITE MUTED :You may not speak *" },
    };
    for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
        ignores(&s->bob);
        says(&s->bob, said[i][0]);
        hears(&s->bob, said[i][1]);
    }
    hears_nothing(&s->alice);
    says(&s->bob, "AWAY :");
    hears(&s->bob, "305 bob :*");
    says(&s->bob, "TOPIC #tea");
    hears(&s->bob, "331 bob #tea :*");
    ignores(&s->alice);
    says(&s->bob, "PART #tea :spam");
    hears(&s->alice, ":bob!* PART #tea");
    says(&s->bob, "QUIT :spam");
    hears(&s->alice, ":bob!* QUIT Quit");
}

static void an_address_is_muted(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    connects_from(s, &s->bob, "192.0.2.7");
    says(&s->bob, "NICK bob");
    says(&s->bob, "USER bob 0 * :Bob");
    ignores(&s->bob);
    types_at_console(o, "mute 192.0.2.0/24 1h");
    hears(&s->bob, "NOTICE bob :You may not speak *");
    says(&s->bob, "PRIVMSG #lobby :tea?");
    hears(&s->bob, "404 bob #lobby :*");
    types_at_console(o, "mute *!bad@192.0.2.7");
    console_says(o, "! *: only a name or an address can be muted");
}

static void a_mute_ends_by_itself_or_by_an_operator(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    types_at_console(o, "mute alice 30m");
    scene_restart(s);
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    says(&s->alice, "PRIVMSG #lobby :tea?");
    hears(&s->alice, "404 alice #lobby :*");
    s->rig.server.now_ms += 30LL * 60 * 1000;
    time_passes(s, 1000);
    hears(&s->alice, "NOTICE alice :You may speak again");
    types_at_console(o, "mute alice");
    ignores(&s->alice);
    types_at_console(o, "mutes");
    console_says(o, "alice (name) for ever, by console*");
    types_at_console(o, "unmute alice");
    hears(&s->alice, "NOTICE alice :You may speak again");
    types_at_console(o, "unmute alice");
    console_says(o, "! alice is not in the list");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPERATORS(who_is_muted_is_told_and_told_again_when_it_speaks),
        OPERATORS(who_asked_for_standard_replies_gets_one),
        OPERATORS(who_is_muted_has_no_other_way_to_say_it),
        OPERATORS(an_address_is_muted),
        OPERATORS(a_mute_ends_by_itself_or_by_an_operator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
