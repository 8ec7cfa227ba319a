#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "members.h"
#include "secret.h"
#include "spec.h"

static int begin(void **state)
{
    secret_init();
    *state = xnew(struct members);
    return 0;
}

static int end(void **state)
{
    members_clear(*state);
    free(*state);
    return 0;
}

static void shows(struct members *members, const char *names)
{
    char all[256] = "";
    size_t n;
    struct person *const *people = members_sorted(members, "~@+", &n);
    for (size_t i = 0; i < n; i++) {
        strncat(all, i ? " " : "", sizeof(all) - strlen(all) - 1);
        strncat(all, people[i]->prefixes, sizeof(all) - strlen(all) - 1);
        strncat(all, people[i]->nick, sizeof(all) - strlen(all) - 1);
    }
    assert_string_equal(all, names);
}

static void people_stand_by_rank_then_name(void **state)
{
    struct members *members = *state;
    members_put(members, "carol");
    members_put(members, "Bob");
    members_set_prefixes(members, members_put(members, "dave"), "+");
    members_set_prefixes(members, members_put(members, "erin"), "@+");
    members_set_prefixes(members, members_put(members, "alice"), "~");
    shows(members, "~alice @+erin +dave Bob carol");
}

static void who_is_away_stands_behind(void **state)
{
    struct members *members = *state;
    members_set_prefixes(members, members_put(members, "alice"), "@");
    members_put(members, "bob");
    members_set_away(members, members_get(members, "alice"), true);
    shows(members, "bob @alice");
    members_set_away(members, members_get(members, "alice"), false);
    shows(members, "@alice bob");
}

static void names_are_found_in_any_case(void **state)
{
    struct members *members = *state;
    members_put(members, "Bob");
    assert_non_null(members_get(members, "bOB"));
    assert_ptr_equal(members_put(members, "BOB"), members_get(members, "bob"));
    assert_true(members_remove(members, "boB"));
    assert_false(members_remove(members, "bob"));
    assert_int_equal(members->n, 0);
}

static void a_new_name_keeps_the_rank(void **state)
{
    struct members *members = *state;
    members_set_prefixes(members, members_put(members, "bob"), "@");
    members_put(members, "carol");
    assert_true(members_rename(members, "bob", "rob"));
    shows(members, "@rob carol");
    assert_true(members_rename(members, "rob", "ROB"));
    shows(members, "@ROB carol");
    assert_false(members_rename(members, "bob", "x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(people_stand_by_rank_then_name, begin, end),
        cmocka_unit_test_setup_teardown(who_is_away_stands_behind, begin, end),
        cmocka_unit_test_setup_teardown(names_are_found_in_any_case, begin, end),
        cmocka_unit_test_setup_teardown(a_new_name_keeps_the_rank, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
