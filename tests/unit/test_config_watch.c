/* The file of settings is read anew when it changes, even if its folder was not there at first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config_watch.h"
#include "loop.h"
#include "mem.h"
#include "settings.h"
#include "spec.h"

#define FOLDER "/tmp/parlor-watch-XXXXXX"

static void stop_when_news(void *arg)
{
    struct loop **loop = arg;
    loop_stop(*loop);
}

struct waiting {
    struct loop *loop;
    struct chat *chat;
};

static void look(void *arg)
{
    struct waiting *waiting = arg;
    if (!waiting->chat->settings.bell)
        loop_stop(waiting->loop);
}

static void write_settings(const char *path)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs("[ui]\nbell = no\n", file);
    fclose(file);
}

static void a_folder_that_comes_later_is_watched(void **state)
{
    (void)state;
    char folder[] = FOLDER;
    assert_non_null(mkdtemp(folder));
    char *above = xasprintf("%s/config", folder);
    char *own = xasprintf("%s/parlor", above);
    char *path = xasprintf("%s/parlor.conf", own);
    struct waiting waiting = {loop_new(), chat_new()};
    settings_lend(waiting.chat);
    struct config_watch *watch = config_watch_new(waiting.loop, waiting.chat, path);
    struct loop_timer *late = loop_timer_new(waiting.loop, stop_when_news, &waiting.loop);
    assert_int_equal(mkdir(above, 0700), 0);
    assert_int_equal(mkdir(own, 0700), 0);
    write_settings(path);
    loop_hook(waiting.loop, look, &waiting);
    loop_timer_set(late, 20000);
    loop_run(waiting.loop);
    assert_false(waiting.chat->settings.bell);

    loop_timer_free(late);
    config_watch_free(watch);
    loop_free(waiting.loop);
    chat_free(waiting.chat);
    unlink(path);
    rmdir(own);
    rmdir(above);
    rmdir(folder);
    free(above);
    free(own);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_that_comes_later_is_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
