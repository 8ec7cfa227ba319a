/* The tables of keys and actions fit one another. */
#include <string.h>

#include "action.h"
#include "keymap.h"
#include "keymap_user.h"
#include "spec.h"

static void each_key_is_bound_once_and_to_an_action(void **state)
{
    (void)state;
    size_t n = 0;
    const struct binding *bindings = keymap_bindings(&n);
    for (size_t i = 0; i < n; i++) {
        if (!action_find(bindings[i].action))
            fail_msg("%s: there is no action %s", bindings[i].key, bindings[i].action);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(bindings[i].key, bindings[j].key) == 0 &&
                strcmp(bindings[i].context, bindings[j].context) == 0)
                fail_msg("%s is bound twice", bindings[i].key);
        }
    }
}

static bool use(const struct binding *rows, size_t n, const char *name)
{
    while (n > 0 && strcmp(rows[n - 1].action, name) != 0)
        n--;
    return n > 0;
}

static bool is_used(const char *name)
{
    size_t n = 0;
    const struct binding *bindings = keymap_bindings(&n);
    bool used = use(bindings, n, name);
    const struct keymap_preset *presets = keymap_presets(&n);
    for (size_t i = 0; i < n; i++)
        used = used || use(presets[i].rows, presets[i].n, name);
    const struct action *actions = action_table(&n);
    for (size_t i = 0; i < n; i++)
        used = used || (actions[i].otherwise && strcmp(actions[i].otherwise, name) == 0);
    return used;
}

static void each_action_can_be_reached_and_says_what_it_does(void **state)
{
    (void)state;
    size_t n = 0;
    const struct action *actions = action_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (!is_used(actions[i].name))
            fail_msg("no key does %s", actions[i].name);
        assert_true(strlen(actions[i].help) > 3);
        assert_true((actions[i].run != NULL) != (actions[i].edit != NULL));
        if (actions[i].otherwise && !action_find(actions[i].otherwise))
            fail_msg("there is no action %s", actions[i].otherwise);
        assert_ptr_equal(action_find(actions[i].name), &actions[i]);
    }
}

/* The terminal takes these, or they are others: C-i is Tab, C-m is Enter (client.md 3.2, 5). */
static void nothing_is_bound_that_never_arrives(void **state)
{
    (void)state;
    static const char *const never[] = {"C-i", "C-m", "C-[", "F11", "F12", "C-q"};
    size_t n = 0;
    const struct binding *bindings = keymap_bindings(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < sizeof(never) / sizeof(*never); j++)
            assert_string_not_equal(bindings[i].key, never[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_is_bound_once_and_to_an_action),
        cmocka_unit_test(each_action_can_be_reached_and_says_what_it_does),
        cmocka_unit_test(nothing_is_bound_that_never_arrives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
