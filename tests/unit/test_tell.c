/* News by the user's own program. */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "keyboard.h"
#include "mem.h"
#include "spec.h"
#include "tell.h"
#include "tty_osc.h"

#define PATIENCE_MS 20000

static char folder[] = "/tmp/parlor-tell-XXXXXX";

/* alice at the console, and bob in #tea; a program is told of news and writes down its words. */
static int begin(void **state)
{
    scene_modern(state);
    struct scene *s = *state;
    char *hook = xasprintf("%s/hook", mkdtemp(folder));
    FILE *file = fopen(hook, "we");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\nprintf '%%s|' \"$@\" \"$PARLOR_NICK\" >%s/new\nmv %s/new %s/told\n",
            folder, folder, folder);
    fclose(file);
    chmod(hook, 0700);
    xreplace(&s->chat->settings.news_command, hook);
    s->chat->settings.news_terminal = TTY_NEWS_OFF;
    server_says(s, ":alice!a@h JOIN #tea");
    chat_open(s->chat, scene_conv(s, ""));
    free(hook);
    return 0;
}

static void drop(const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    unlink(path);
    free(path);
}

static int end(void **state)
{
    drop("hook");
    drop("told");
    rmdir(folder);
    xreplace(&((struct scene *)*state)->chat->settings.news_command, NULL);
    return scene_end(state);
}

static void program_is_told(const char *wanted)
{
    char text[1000] = "";
    char *path = xasprintf("%s/told", folder);
    int64_t deadline_ms = clock_mono_ms() + PATIENCE_MS;
    while (access(path, R_OK) != 0 && clock_mono_ms() < deadline_ms)
        sched_yield();
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    free(path);
    assert_string_equal(text, wanted);
}

static void what_somebody_said_is_no_option_of_the_program(void **state)
{
    struct scene *s = *state;
    server_says(s, ":-o!b@h PRIVMSG #tea :\002--help\002 alice; $(date)");
    assert_false(tell_news(s->chat));
    program_is_told(" -o in #tea| --help alice; $(date)|-o|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_somebody_said_is_no_option_of_the_program, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
