#include "person.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "mem.h"
#include "rig.h"
#include "screen.h"
#include "spec.h"

#define ARGUMENTS_MAX 16

char *person_home(const struct rig *rig, const char *name)
{
    char *home = rig_path(rig, name);
    assert_true(mkdir(home, 0700) == 0 || errno == EEXIST);
    return home;
}

struct screen *person_start(const struct rig *rig, const char *name, char *const *argv)
{
    char env[] = "env";
    char *home = person_home(rig, name);
    char *setting = xasprintf("HOME=%s", home);
    char *all[ARGUMENTS_MAX + 3] = {env, setting};
    for (int i = 0; argv[i]; i++) {
        assert_true(i < ARGUMENTS_MAX);
        all[i + 2] = argv[i];
    }
    struct screen *screen = screen_start(rig, PERSON_COLS, PERSON_ROWS, all);
    free(setting);
    free(home);
    return screen;
}

struct screen *person_arrive(const struct rig *rig, const char *program, const char *name)
{
    char host[] = "127.0.0.1";
    char *path = xstrdup(program), *nick = xstrdup(name), *port = xasprintf("%d", rig->port);
    char *argv[] = {path, nick, host, port, NULL};
    char *online = xasprintf("%s · (lag|online)", name);
    struct screen *screen = person_start(rig, name, argv);
    screen_wait(screen, online);
    free(online);
    free(port);
    free(nick);
    free(path);
    return screen;
}

void person_quit(struct screen *screen)
{
    screen_type(screen, "/quit\r");
    assert_int_equal(screen_end(screen), 0);
    screen_free(screen);
}
