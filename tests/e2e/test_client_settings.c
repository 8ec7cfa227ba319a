/* What somebody sets from within holds at once and stands in their file; what they write there
 * holds too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define ESC    "\033"
#define CTRL_G "\007"

static char *config_text(const struct rig *rig)
{
    char *home = person_home(rig, "alice");
    char *path = xasprintf("%s/.config/parlor/parlor.conf", home);
    char text[2048] = "";
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    free(path);
    free(home);
    return xstrdup(text);
}

static void write_config(const struct rig *rig, const char *text)
{
    char *home = person_home(rig, "alice");
    char *folder = xasprintf("mkdir -p %s/.config/parlor", home);
    char *path = xasprintf("%s/.config/parlor/parlor.conf", home);
    assert_int_equal(system(folder), 0);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    free(path);
    free(folder);
    free(home);
}

static void has(const struct rig *rig, const char *part)
{
    char *text = config_text(rig);
    if (!strstr(text, part))
        fail_msg("the file does not have %s:\n%s", part, text);
    free(text);
}

static void settings_keys_and_commands_live_in_one_file(void **state)
{
    struct rig *rig = *state;
    rig_start_server(rig);
    write_config(rig, "# how I like it\n[ui]\n; short days\ntime_format = 24h\n");
    struct screen *alice = person_arrive(rig, PARLOR, "alice");
    screen_type(alice, "/join #tea\r");
    screen_wait(alice, "▸2 #tea .*alice joined");
    screen_type(alice, "kettle on\r");
    screen_wait(alice, "alice  kettle on");

    /* In the browser: the effect is there behind it, the comments are there after it. */
    screen_type(alice, "/set\r");
    screen_wait(alice, "─ Settings ─");
    screen_type(alice, "time_format");
    screen_wait(alice, "Times before what was said");
    screen_type(alice, "\r");
    screen_wait(alice, "\\* seconds");
    screen_type(alice, ESC);
    screen_wait(alice, "ui.bell");
    screen_type(alice, ESC);
    screen_wait(alice, "[0-9]:[0-9][0-9]:[0-9][0-9] .*(joined|kettle)");
    has(rig, "# how I like it\n[ui]\n; short days\ntime_format = seconds\n");

    /* By hand, with a mistake and without. */
    write_config(rig, "# how I like it\n[ui]\ntime_format = sundial\n");
    screen_wait(alice, "parlor.conf:3: time_format: .sundial. is not one of");
    write_config(rig, "# how I like it\n[ui]\ntime_format = off\n");
    screen_wait(alice, "Settings were read anew");
    screen_wait_gone(alice, "[0-9]:[0-9][0-9]:[0-9][0-9] .*(joined|kettle)");

    /* A key, and a command. */
    screen_type(alice, "/bind C-g help\r");
    screen_wait(alice, "C-g is help now");
    screen_type(alice, CTRL_G);
    screen_wait(alice, "─ Help ─");
    screen_type(alice, ESC);
    screen_wait_gone(alice, "─ Help ─");
    screen_type(alice, "/alias hi /say Hello, $1!\r");
    screen_wait(alice, "/hi is /say Hello");
    screen_type(alice, "/hi bob\r");
    screen_wait(alice, "Hello, bob!");
    has(rig, "# how I like it\n");
    has(rig, "[keys]\nC-g = help\n");
    has(rig, "[aliases]\nhi = /say Hello, $1!\n");
    person_quit(alice);

    alice = person_arrive(rig, PARLOR, "alice");
    screen_type(alice, CTRL_G);
    screen_wait(alice, "─ Help ─");
    screen_type(alice, ESC);
    screen_wait_gone(alice, "─ Help ─");
    person_quit(alice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(settings_keys_and_commands_live_in_one_file, rig_setup,
                                        rig_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
