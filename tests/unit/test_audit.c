/* The audit log: who did what, in a file that only grows and only its owner reads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audit.h"
#include "operate.h"
#include "operators_scene.h"

static void the_file_is_for_its_owner_only(void **state)
{
    const struct operators_scene *o = *state;
    struct stat st;
    assert_int_equal(stat(o->audit, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_line_says_when_who_what_whom(void **state)
{
    struct operators_scene *o = *state;
    const struct operate_who who = {.name = "ctl:alice"};
    types_as(o, &who, "ban mallory 1h \"spam\"=");
    audit_says(o, "2026-01-01T00:00:00.000Z who=ctl:alice verb=ban target=mallory "
                  "note=\"until 2026-01-01 01:00 UTC: ?spam?=\"\n");
    types_at_console(o, "unban nobody");
    audit_says(o, "who=console verb=\"unban failed\" target=nobody");
}

static void nothing_that_is_said_makes_a_line_of_its_own(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "ban mallory spam\n2026-01-01T00:00:00.000Z who=alice verb=stop");
    audit_says(o, "note=\"for ever: spam 2026-01-01T00:00:00.000Z who=alice verb=stop\"");
    assert_false(audit_has(o, "\n2026-01-01T00:00:00.000Z who=alice"));
}

static void the_last_lines_are_shown(void **state)
{
    struct operators_scene *o = *state;
    char line[32];
    for (int i = 0; i < 30; i++) {
        snprintf(line, sizeof(line), "mute guest%d", i);
        types_at_console(o, line);
    }
    types_at_console(o, "audit 2");
    console_says(o, "*target=guest28*");
    console_says(o, "*target=guest29*");
    console_says_nothing_of(o, "guest27");
    types_at_console(o, "audit");
    console_says_nothing_of(o, "guest9 ");
}

static void it_goes_on_where_it_ended(void **state)
{
    struct operators_scene *o = *state;
    struct server *server = &o->scene.rig.server;
    char *cause = NULL;
    audit(server, "console", "first", NULL, NULL);
    audit_close(server);
    assert_int_equal(audit_open(server, o->audit, &cause), 0);
    audit(server, "console", "second", NULL, NULL);
    audit_says(o, "verb=first");
    audit_says(o, "verb=second");
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct server server = {0};
    char *cause = NULL;
    (void)state;
    assert_int_equal(audit_open(&server, "/nowhere/audit.log", &cause), -1);
    assert_non_null(strstr(cause, "/nowhere/audit.log: "));
    free(cause);
    audit(&server, "console", "nothing", NULL, NULL);
    audit_close(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPERATORS(the_file_is_for_its_owner_only),
        OPERATORS(a_line_says_when_who_what_whom),
        OPERATORS(nothing_that_is_said_makes_a_line_of_its_own),
        OPERATORS(the_last_lines_are_shown),
        OPERATORS(it_goes_on_where_it_ended),
        OPERATORS(a_folder_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
