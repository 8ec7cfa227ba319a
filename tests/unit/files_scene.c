#include "files_scene.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library.h"
#include "mem.h"
#include "uploads.h"

/* One scene at a time lives in a process. */
static char folder[32];

static void write_file(const char *share, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s/%s", folder, share, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    free(path);
}

void shares_file(const char *name, const char *text)
{
    write_file("all", name, text);
}

static void make_folder(const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
}

static void share(struct sharing *sharing, const char *name, const char *place)
{
    char *cause = NULL;
    char *path = xasprintf("%s/%s", folder, place);
    struct library *library = library_open(path, &cause);
    assert_non_null(library);
    sharing_add(sharing, name, path, library);
    free(path);
}

static void open_uploads(struct scene *s)
{
    static const struct upload_limits limits = {.file_max = 1 << 20,
                                                .account_bytes = 1 << 30,
                                                .account_daily = 200 << 20,
                                                .account_files = 2000,
                                                .per_address = 8};
    char *cause = NULL;
    char *path = xasprintf("%s/uploads", folder);
    assert_int_equal(uploads_open(&s->rig.server, path, &limits, &cause), 0);
    free(path);
}

int files_scene_setup(void **state)
{
    snprintf(folder, sizeof(folder), "/dev/shm/parlor-files-XXXXXX");
    if (scene_setup(state) != 0 || !mkdtemp(folder))
        return -1;
    struct scene *s = *state;
    make_folder("all");
    make_folder("all/docs");
    make_folder("tea");
    shares_file("tea.txt", "first boil the water");
    shares_file("two words.txt", "x");
    shares_file("docs/a.txt", "abc");
    write_file("tea", "in_room.txt", "secret");
    struct sharing *sharing = sharing_new();
    share(sharing, "#tea", "tea");
    share(sharing, "", "all");
    sharing_add_place(sharing, false, "127.0.0.1", 6680);
    sharing_add_place(sharing, true, "127.0.0.1", 6681);
    s->rig.server.sharing = sharing;
    open_uploads(s);
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

int files_scene_teardown(void **state)
{
    struct scene *s = *state;
    struct sharing *sharing = s->rig.server.sharing;
    struct uploads *uploads = s->rig.server.uploads;
    int result = scene_teardown(state);
    sharing_free(sharing);
    uploads_free(uploads);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return result;
}

void files_are_for_accounts(struct scene *s)
{
    s->rig.server.sharing->accounts_only = true;
}

void enters_tea(struct person *person)
{
    says(person, "JOIN #tea");
    ignores(person);
}

struct session *session_of(const struct scene *s, const struct person *person)
{
    return world_session(s->rig.server.world, person->serial);
}
