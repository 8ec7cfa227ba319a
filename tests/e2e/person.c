#include "person.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

struct screen *person_start(const struct rig *rig, const char *name, const char *const *argv)
{
    char *home = person_home(rig, name);
    char *all[ARGUMENTS_MAX + 3] = {xstrdup("env"), xasprintf("HOME=%s", home)};
    for (int i = 0; argv[i]; i++) {
        assert_true(i < ARGUMENTS_MAX);
        all[i + 2] = xstrdup(argv[i]);
    }
    struct screen *screen = screen_start(rig, PERSON_COLS, PERSON_ROWS, all);
    for (int i = 0; all[i]; i++)
        free(all[i]);
    free(home);
    return screen;
}

struct screen *person_arrive(const struct rig *rig, const char *program, const char *name)
{
    char *port = xasprintf("%d", rig->port);
    char *online = xasprintf("%s · (lag|online)", name);
    const char *const argv[] = {program, name, "127.0.0.1", port, NULL};
    struct screen *screen = person_start(rig, name, argv);
    screen_wait(screen, online);
    free(online);
    free(port);
    return screen;
}

void person_write(const struct rig *rig, const char *name, const char *path, const char *text)
{
    char *home = person_home(rig, name);
    char *full = xasprintf("%s/%s", home, path);
    for (char *slash = full + strlen(home) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        assert_true(mkdir(full, 0700) == 0 || errno == EEXIST);
        *slash = '/';
    }
    FILE *file = fopen(full, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    free(full);
    free(home);
}

void person_quit(struct screen *screen)
{
    screen_type(screen, "/quit\r");
    assert_int_equal(screen_end(screen), 0);
    screen_free(screen);
}
