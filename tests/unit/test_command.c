/* The table, and what stands before every handler. */
#include <strings.h>

#include "command.h"
#include "server_scene.h"

static void the_table_is_sorted(void **state)
{
    (void)state;
    size_t n = 0;
    const struct command *table = command_table(&n);
    for (size_t i = 1; i < n; i++)
        assert_true(strcasecmp(table[i - 1].name, table[i].name) < 0);
}

static void a_command_is_found_in_any_case(void **state)
{
    (void)state;
    assert_ptr_equal(command_find("join"), command_find("JOIN"));
    assert_null(command_find("JOINT"));
}

static void only_some_commands_may_come_before_registration(void **state)
{
    struct scene *s = *state;
    connects(s, &s->alice);
    says(&s->alice, "JOIN #tea");
    hears(&s->alice, "451 * :You have not registered");
    says(&s->alice, "PING x");
    hears(&s->alice, "PONG parlor.local :x");
}

static void some_may_come_only_before(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "USER a 0 * :b");
    hears(&s->alice, "462 alice :You may not reregister");
    says(&s->alice, "PASS x");
    hears(&s->alice, "462 alice :You may not reregister");
}

static void too_few_words_are_too_few(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, "KICK #tea");
    hears(&s->alice, "461 alice KICK :Not enough parameters");
}

static void empty_lines_say_nothing(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    says(&s->alice, " ");
    says(&s->alice, ":alice");
    says(&s->alice, "@a=b");
    hears_nothing(&s->alice);
}

static void nobody_speaks_in_the_name_of_another(void **state)
{
    struct scene *s = *state;
    comes_as_guest(s, &s->alice, "alice", "");
    comes_as_guest(s, &s->bob, "bob", "");
    ignores(&s->alice);
    says(&s->bob, "@account=alice;time=2000-01-01T00:00:00.000Z :alice!a@h PART #lobby :bye");
    hears(&s->alice, ":bob!bob@127.0.0.1 PART #lobby :bye");
}

static void who_is_too_quick_has_to_wait(void **state)
{
    struct scene *s = *state;
    s->rig.config.flood = (struct throttle_rate){.burst = 5, .per_second = 2};
    comes_as_guest(s, &s->alice, "alice", "");
    for (int i = 0; i < 10; i++)
        says(&s->alice, "PING x");
    assert_true(has_to_wait_ms(s, &s->alice) >= 2500);
    assert_true(is_connected(&s->alice));
}

static void lines_that_are_refused_unread_cost_as_much(void **state)
{
    struct scene *s = *state;
    s->rig.config.flood = (struct throttle_rate){.burst = 5, .per_second = 2};
    comes_as_guest(s, &s->alice, "alice", "");
    for (int i = 0; i < 10; i++)
        says(&s->alice, "PRIVMSG bob :\xff");
    assert_true(has_to_wait_ms(s, &s->alice) >= 2500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted),
        cmocka_unit_test(a_command_is_found_in_any_case),
        SCENE(only_some_commands_may_come_before_registration),
        SCENE(some_may_come_only_before),
        SCENE(too_few_words_are_too_few),
        SCENE(empty_lines_say_nothing),
        SCENE(nobody_speaks_in_the_name_of_another),
        SCENE(who_is_too_quick_has_to_wait),
        SCENE(lines_that_are_refused_unread_cost_as_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
