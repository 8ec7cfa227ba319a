#include "visitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "person.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"

/* So many digits of a hash are said. */
#define SAID_DIGITS 8

static void write_settings(const struct rig *rig, const char *name, const char *speed)
{
    char *home = person_home(rig, name);
    char *config = xasprintf("%s/.config", home);
    char *folder = xasprintf("%s/parlor", config);
    char *file = xasprintf("%s/.config/parlor/parlor.conf", name);
    char *text = xasprintf("[files]\nspeed_limit = %s\n", speed);
    (void)mkdir(config, 0700);
    (void)mkdir(folder, 0700);
    free(rig_write(rig, file, text));
    free(home);
    free(config);
    free(folder);
    free(file);
    free(text);
}

struct screen *visitor_arrive(const struct shelf *shelf, const char *name, const char *speed)
{
    write_settings(shelf->rig, name, speed);
    return person_arrive(shelf->rig, PARLOR, name);
}

/* ---- what is shown ---- */

/* "([2-9][0-9])%" for 20: full tens are enough. */
void visitor_wait_percent(struct screen *screen, const char *file, int least)
{
    assert_true(least % 10 == 0 && least >= 10 && least < 100);
    char *pattern = xasprintf("↓ %s +[%d-9][0-9]%%", file, least / 10);
    screen_wait(screen, pattern);
    free(pattern);
}

void visitor_wait_here(struct screen *screen, const char *file, const char *hash)
{
    char *here = xasprintf("↓ %s is here", file);
    char *begins = xasprintf("%.*s…", SAID_DIGITS, hash);
    screen_wait(screen, here);
    screen_wait(screen, begins);
    free(here);
    free(begins);
}

/* ---- what is there ---- */

char *visitor_path(const struct rig *rig, const char *name, const char *file)
{
    return xasprintf("%s/%s/Downloads/parlor/%s", rig->folder, name, file);
}

int64_t visitor_size(const struct rig *rig, const char *name, const char *file)
{
    struct stat info;
    char *path = visitor_path(rig, name, file);
    int64_t size = stat(path, &info) == 0 ? info.st_size : -1;
    free(path);
    return size;
}

bool visitor_has(const struct rig *rig, const char *name, const char *file, const char *hash)
{
    char *path = visitor_path(rig, name, file);
    char *found = shelf_hash(path);
    bool same = strcmp(found, hash) == 0;
    free(path);
    free(found);
    return same;
}
