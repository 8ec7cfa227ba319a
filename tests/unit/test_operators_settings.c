/* Operators as the settings list them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "operators.h"
#include "settings.h"
#include "spec.h"

/* Reads these lines of [operators]; the cause to free, or NULL. */
static char *reads(struct settings *settings, const char *lines)
{
    char path[] = "/tmp/parlor-operators-XXXXXX";
    char *cause = NULL;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    fprintf(file, "[operators]\n%s", lines);
    fclose(file);
    settings_init(settings);
    if (settings_read(settings, path, &cause) == 0)
        settings_check(settings, &cause);
    unlink(path);
    return cause;
}

static void each_has_all_rights_or_those_that_are_named(void **state)
{
    struct settings settings;
    (void)state;
    assert_null(reads(&settings, "operator = Alice\noperator = bob: kick look\n"
                                 "password = alice the kettle is on\n"));
    struct world_config config = settings_world(&settings, NULL);
    assert_true(operators_are(&config, "alice"));
    assert_true(operators_are(&config, "bob"));
    assert_false(operators_are(&config, "carol"));
    assert_false(operators_are(&config, NULL));
    assert_null(operators_verbs(&config, "alice"));
    char **verbs = operators_verbs(&config, "BOB");
    assert_string_equal(verbs[0], "kick");
    assert_string_equal(verbs[1], "look");
    assert_null(verbs[2]);
    operators_verbs_free(verbs);
    assert_string_equal(operators_password(&config, "alice"), "the kettle is on");
    assert_null(operators_password(&config, "bob"));
    settings_clear(&settings);
}

static void without_settings_there_is_none(void **state)
{
    struct settings settings;
    (void)state;
    assert_null(reads(&settings, ""));
    struct world_config config = settings_world(&settings, NULL);
    assert_false(operators_are(&config, "alice"));
    settings_clear(&settings);
}

static void a_wrong_line_is_refused_with_what_is_allowed(void **state)
{
    static const struct {
        const char *lines, *says;
    } cases[] = {
        {"operator = alice: brew\n",                    "brew: no such right; there are accounts, audit, backup"},
        {"operator = #lobby\n",                         "must be an account's name"                             },
        {"operator = alice kick\n",                     "must be an account's name"                             },
        {"password = alice\n",                          "must be NAME PASSWORD"                                 },
        {"password = alice: secret\n",                  "must be NAME PASSWORD"                                 },
        {"operator = alice\noperator = Alice: say\n",   "Alice: say: is listed twice"                           },
        {"operator = alice\npassword = alcie secret\n", "alcie is no operator"                                  },
        {"[log]\nfile = /nowhere/log\n",                "file in [log]: /nowhere/log: No such file"             },
    };
    struct settings settings;
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *cause = reads(&settings, cases[i].lines);
        assert_non_null(cause);
        assert_non_null(strstr(cause, cases[i].says));
        free(cause);
        settings_clear(&settings);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_all_rights_or_those_that_are_named),
        cmocka_unit_test(without_settings_there_is_none),
        cmocka_unit_test(a_wrong_line_is_refused_with_what_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
