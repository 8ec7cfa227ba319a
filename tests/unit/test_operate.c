/* Operators' commands at the console: how they are found, answered and refused. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "operate.h"
#include "operators_scene.h"

/* ---- the line ---- */

static void any_beginning_that_is_no_others_will_do(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "ro");
    console_says(o, "1 room");
    assert_true(o->well);
    types_at_console(o, "ban");
    console_says(o, "! ban needs to be told more");
    types_at_console(o, "s");
    console_says(o, "! s could be say, sessions, stats, stop, suspend");
    types_at_console(o, "   ");
    assert_true(o->well);
}

static void a_slip_is_understood(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "kcik bob");
    console_says(o, "! There is no command kcik; did you mean kick?");
    types_at_console(o, "foo");
    console_says(o, "! There is no command foo; help lists them");
    types_at_console(o, "brew");
    console_says(o, "! There is no command brew; help lists them");
    assert_false(o->well);
}

static void wrong_use_is_answered_with_what_was_wrong_and_the_usage(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "rename bob");
    console_says(o, "! rename needs more than that");
    console_says(o, "! Say: rename GUEST NEWNAME");
    comes_as_guest(&o->scene, &o->scene.carol, "carol", "");
    types_at_console(o, "rename carol tea pot");
    console_says(o, "! A name is one word");
    types_at_console(o, "motd brew");
    console_says(o, "! motd is shown, set or reloaded");
    types_at_console(o, "say #lobby");
    console_says(o, "! Say what in #lobby?");
    types_at_console(o, "audit many");
    console_says(o, "! many is no number of lines");
    types_at_console(o, "log loud");
    console_says(o, "! There is no level loud");
}

static void help_tells_of_every_command(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "help");
    for (size_t i = 0; i < operate_count(); i++) {
        struct operate_help help = operate_help(i);
        char *pattern = xasprintf("%s*: %s", help.name, help.help);
        console_says(o, pattern);
        assert_true(i == 0 || strcmp(operate_help(i - 1).name, help.name) < 0);
        free(pattern);
    }
    types_at_console(o, "help kick");
    console_says(o, "kick [#room] NAME [WHY]: *");
    types_at_console(o, "help brew");
    console_says(o, "! There is no command brew*");
}

static void help_has_no_more_than_one_may(void **state)
{
    static const char *const verbs[] = {"look", NULL};
    const struct operate_who bob = {.name = "bob", .verbs = verbs};
    struct operators_scene *o = *state;
    types_as(o, &bob, "help");
    console_says(o, "who *");
    console_says_nothing_of(o, "Stops the server");
    types_as(o, &bob, "stop now");
    console_says(o, "! You have no right to stop: *");
    types_as(o, &bob, "wall secretly");
    audit_says(o, "verb=\"wall refused\"");
    assert_false(audit_has(o, "secretly"));
}

/* Whoever asks what stop does wants no server stopped. */
static void a_command_can_be_asked_for_its_help(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "stop --help");
    console_says(o, "stop [WHY]: Stops the server");
    assert_null(o->stopped);
}

static void facts_come_as_names_and_values_where_they_are_wanted(void **state)
{
    struct operators_scene *o = *state;
    o->as_rows = true;
    comes_as_guest(&o->scene, &o->scene.bob, "bob", "");
    types_at_console(o, "who");
    console_says(o, "name=bob;kind=guest;devices=;addresses=127.0.0.1;rooms=#lobby;idle_s=0;*");
    types_at_console(o, "rooms");
    console_says(o, "room=#lobby;here=1;members=1;topic=(null);");
    types_at_console(o, "stats");
    console_says(o, "name=people_here;value=1;");
    console_says(o, "name=listeners;value=1;");
}

static void words_are_completed(void **state)
{
    struct operators_scene *o = *state;
    static const struct {
        const char *line, *words;
    } cases[] = {
        {"ki",                "kick kill "      },
        {"kick ",             "#lobby bob "     },
        {"kick #lobby b",     "bob "            },
        {"kick #lobby bob b", ""                },
        {"whois BO",          "bob "            },
        {"motd ",             "reload set show "},
        {"log d",             "debug "          },
        {"help unb",          "unban "          },
        {"unban ",            "mallory "        },
        {"brew ",             ""                },
        {"who is here ",      ""                },
    };
    comes_as_guest(&o->scene, &o->scene.bob, "bob", "");
    types_at_console(o, "ban mallory");
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        size_t n = 0;
        struct buf text = {0};
        char **words = operate_complete(&o->scene.rig.server, cases[i].line, &n);
        for (size_t k = 0; k < n; k++)
            buf_printf(&text, "%s ", words[k]);
        assert_string_equal(buf_text(&text), cases[i].words);
        operate_words_free(words, n);
        buf_clear(&text);
    }
}

static void who_is_gone_is_told_nothing(void **state)
{
    struct operators_scene *o = *state;
    static const struct operate_events events = {0};
    const struct operate_who who = {.name = "ctl:alice"};
    int asker = 0;
    comes_as_account(&o->scene, &o->scene.alice, "alice", "desk", "");
    operate_run(&o->scene.rig.server, &who, "devices alice", &events, &asker);
    assert_non_null(o->scene.rig.server.operations);
    operate_forget(&o->scene.rig.server, &asker);
    rig_settle(&o->scene.rig);
    assert_null(o->scene.rig.server.operations);
}

/* ---- the server ---- */

static void the_program_does_what_only_it_can(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "log debug");
    console_says(o, "The log level is debug");
    types_at_console(o, "reload");
    console_says(o, "Nothing changed");
    o->broken = true;
    types_at_console(o, "reload");
    console_says(o, "! parlord.conf:3: ping: no number");
    assert_false(o->well);
    types_at_console(o, "exit the kettle is empty");
    assert_string_equal(o->stopped, "the kettle is empty");
}

static void the_message_of_the_day_is_set_and_stays(void **state)
{
    struct operators_scene *o = *state;
    struct scene *s = &o->scene;
    comes_as_account(s, &s->bob, "bob", "desk", "");
    types_at_console(o, "motd");
    console_says(o, "There is no message of the day");
    types_at_console(o, "motd set Tea at five\\nCake at six");
    says(&s->bob, "MOTD");
    hears(&s->bob, "375 bob :*");
    hears(&s->bob, "372 bob :- Tea at five");
    hears(&s->bob, "372 bob :- Cake at six");
    scene_restart(s);
    types_at_console(o, "motd show");
    console_says(o, "Cake at six");
    types_at_console(o, "motd reload");
    console_says(o, "There is no message of the day");
}

static void the_database_is_copied(void **state)
{
    struct operators_scene *o = *state;
    char *line = xasprintf("backup %s/copy.db", o->scene.rig.folder);
    types_at_console(o, line);
    assert_true(o->well);
    types_at_console(o, line);
    console_says(o, "! That file is there already*");
    types_at_console(o, "backup copy.db");
    console_says(o, "! copy.db: say the whole path, from / on");
    const struct operate_who near = {.name = "ctl:alice", .folder = o->scene.rig.folder};
    types_as(o, &near, "backup other.db");
    char *other = xasprintf("%s/other.db: *", o->scene.rig.folder);
    console_says(o, other);
    free(other);
    free(line);
}

static void without_uploads_there_are_none_to_list(void **state)
{
    struct operators_scene *o = *state;
    types_at_console(o, "files ls");
    console_says(o, "! Nothing can be uploaded here*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPERATORS(any_beginning_that_is_no_others_will_do),
        OPERATORS(a_slip_is_understood),
        OPERATORS(wrong_use_is_answered_with_what_was_wrong_and_the_usage),
        OPERATORS(help_tells_of_every_command),
        OPERATORS(help_has_no_more_than_one_may),
        OPERATORS(a_command_can_be_asked_for_its_help),
        OPERATORS(facts_come_as_names_and_values_where_they_are_wanted),
        OPERATORS(words_are_completed),
        OPERATORS(who_is_gone_is_told_nothing),
        OPERATORS(the_program_does_what_only_it_can),
        OPERATORS(the_message_of_the_day_is_set_and_stays),
        OPERATORS(the_database_is_copied),
        OPERATORS(without_uploads_there_are_none_to_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
