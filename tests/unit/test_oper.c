/* OPER, and what operators may say from a client. */
#include <stdlib.h>

#include "operate.h"
#include "operators.h"
#include "operators_scene.h"

static void bob_operates(struct operators_scene *o)
{
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    says(&s->bob, "OPER bob");
    hears_at_last(&s->bob, "381 bob :*");
    ignores(&s->bob);
}

static void who_is_listed_and_says_oper_is_an_operator(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    comes_as_account(s, &s->alice_phone, "alice", "phone", "");
    ignores(&s->alice);
    says(&s->alice, "KILL bob");
    hears(&s->alice, "481 alice :*");
    says(&s->alice, "OPER alice");
    hears(&s->alice, "381 alice :You are now an IRC operator");
    hears(&s->alice, ":alice!* MODE alice +o");
    says(&s->alice_phone, "REHASH");
    hears_at_last(&s->alice_phone, "481 alice :*");
    says(&s->alice_phone, "WHOIS alice");
    hears_at_last(&s->alice_phone, "313 alice alice :is an IRC operator");
    loses_connection(&s->alice);
    says(&s->alice_phone, "WHOIS alice");
    hears_no_such(&s->alice_phone, "313 *");
}

static void nobody_else_is_one(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->carol, "carol", "desk", "");
    says(&s->carol, "OPER alice");
    hears_at_last(&s->carol, "491 carol :*");
    says(&s->carol, "OPER carol");
    hears(&s->carol, "491 carol :*");
    says(&s->carol, "MODE carol +o");
    says(&s->carol, "MODE carol");
    hears_at_last(&s->carol, "221 carol +");
    comes_as_guest(s, &s->bob, "alice", "");
    says(&s->bob, "OPER alice");
    hears_at_last(&s->bob, "491 alice :Log in to your account first");
    says(&s->bob, "OPER");
    hears(&s->bob, "461 alice OPER :*");
    audit_says(o, "who=carol verb=\"oper refused\" target=alice note=127.0.0.1");
}

static void a_password_is_asked_for_where_one_is_set(void **state)
{
    static char alices[] = "alice the kettle is on";
    static char *const passwords[] = {alices};
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    s->rig.config.operator_passwords = passwords;
    s->rig.config.noperator_passwords = 1;
    comes_as_account(s, &s->alice, "alice", "desk", "");
    ignores(&s->alice);
    says(&s->alice, "OPER alice :the kettle is on");
    hears(&s->alice, "381 alice :*");
    says(&s->alice, "MODE alice -o");
    hears_at_last(&s->alice, ":alice!* MODE alice -o");
    says(&s->alice, "KILL bob");
    hears(&s->alice, "481 alice :*");
    says(&s->alice, "OPER alice");
    hears(&s->alice, "464 alice :Password incorrect");
    says(&s->alice, "OPER alice tea");
    says(&s->alice, "OPER alice cake");
    says(&s->alice, "OPER alice :the kettle is on");
    time_passes(s, 3000);
    hears_no_such(&s->alice, "381 *");
    assert_false(audit_has(o, "kettle"));
}

static void console_answers_operators_only(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    alice_operates(o);
    says(&s->alice, "PRIVMSG Console :rooms");
    hears(&s->alice, ":Console!Console@parlor.local NOTICE alice :#lobby: 1 here of 1");
    hears(&s->alice, ":Console!* NOTICE alice :1 room");
    says(&s->alice, "PRIVMSG console :devices alice");
    hears(&s->alice, ":Console!* NOTICE alice :desk, last here *");
    hears(&s->alice, ":Console!* NOTICE alice :1 device");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "PRIVMSG Console :rooms");
    hears(&s->carol, ":Console!* NOTICE carol :Only operators may speak to me: say OPER first");
}

static void a_right_is_needed_for_what_is_not_listed(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    bob_operates(o);
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->bob, "PRIVMSG Console :ban carol");
    hears_at_last(&s->bob,
                  ":Console!* NOTICE bob :You have no right to ban: it takes the verb ban");
    says(&s->bob, "DIE");
    hears(&s->bob, "NOTICE bob :You have no right to stop: it takes the verb stop");
    assert_null(o->stopped);
    says(&s->bob, "KILL carol :too loud");
    hears_at_last(&s->bob, "NOTICE bob :carol is off the server (1 connection)");
    hears_at_last(&s->carol, "ERROR :Closing link (Kicked: too loud)");
    audit_says(o, "who=bob verb=\"ban refused\" target=carol");
    audit_says(o, "who=bob verb=\"stop refused\"");
    audit_says(o, "who=bob verb=kill target=carol note=\"too loud\"");
}

static void operators_hear_of_each_others_acts(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    alice_operates(o);
    bob_operates(o);
    hears_at_last(&s->alice, "NOTICE alice :bob is an operator now");
    types_at_console(o, "mute carol");
    hears(&s->alice, "NOTICE alice :console: mute carol, for ever");
    hears(&s->bob, "NOTICE bob :console: mute carol, for ever");
    types_at_console(o, "who");
    hears_nothing(&s->alice);
}

static void wallops_reaches_operators_and_who_listens(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    alice_operates(o);
    comes_as_guest(s, &s->bob, "bob", "");
    comes_as_guest(s, &s->carol, "carol", "");
    says(&s->carol, "MODE carol +w");
    ignores(&s->alice);
    ignores(&s->bob);
    ignores(&s->carol);
    says(&s->alice, "WALLOPS :tea at five");
    hears_at_last(&s->alice, ":alice!* WALLOPS :tea at five");
    hears(&s->carol, ":alice!* WALLOPS :tea at five");
    hears_nothing(&s->bob);
    types_at_console(o, "wall cake at six");
    hears(&s->carol, ":parlor.local WALLOPS :cake at six");
}

static void rehash_and_die_reach_the_program(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    alice_operates(o);
    says(&s->alice, "REHASH");
    hears(&s->alice, "382 alice parlor.local :Rehashing");
    hears(&s->alice, "NOTICE alice :Nothing changed");
    says(&s->alice, "DIE :tea");
    assert_string_equal(o->stopped, "tea");
}

static void who_is_listed_no_more_is_no_operator(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    alice_operates(o);
    s->rig.config.noperators = 0;
    says(&s->alice, "PRIVMSG Console :who");
    hears(&s->alice, ":alice!* MODE alice -o");
    hears(&s->alice, "481 alice :*");
    s->rig.config.noperators = 2;
    says(&s->alice, "OPER alice");
    ignores(&s->alice);
    operators_apply(&s->rig.server);
    hears_nothing(&s->alice);
    s->rig.config.noperators = 0;
    operators_apply(&s->rig.server);
    rig_settle(&s->rig);
    hears(&s->alice, ":alice!* MODE alice -o");
    audit_says(o, "who=alice verb=\"oper ended\"");
}

static void a_wrong_line_of_the_settings_is_explained(void **state)
{
    static const struct {
        const char *line, *cause;
    } wrong[] = {
        {"alice: kick brew", "operator: brew: no such right; *"                                },
        {"9x",               "operator: 9x: must be an account's name, or NAME: and its rights"},
        {"alice kick",       "operator: alice kick: must be *"                                 },
        {"",                 "operator: : must be *"                                           },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        char *cause = operators_check(wrong[i].line);
        assert_non_null(cause);
        free(cause);
    }
    assert_null(operators_check("alice"));
    assert_null(operators_check("alice: kick ban look"));
    assert_null(operators_check_password("alice tea for two"));
    char *cause = operators_check_password("alice");
    assert_non_null(cause);
    free(cause);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPERATORS(who_is_listed_and_says_oper_is_an_operator),
        OPERATORS(nobody_else_is_one),
        OPERATORS(a_password_is_asked_for_where_one_is_set),
        OPERATORS(console_answers_operators_only),
        OPERATORS(a_right_is_needed_for_what_is_not_listed),
        OPERATORS(operators_hear_of_each_others_acts),
        OPERATORS(wallops_reaches_operators_and_who_listens),
        OPERATORS(rehash_and_die_reach_the_program),
        OPERATORS(who_is_listed_no_more_is_no_operator),
        OPERATORS(a_wrong_line_of_the_settings_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
