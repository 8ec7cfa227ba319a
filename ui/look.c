#include "look.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "settings.h"

#define SUFFIX  ".theme"
#define FOLDERS 3

/* A theme, what it inherits, and so on. */
#define FAMILY_MAX 4

/* Where to look, the user's own first: then beside the program as installed, and as built. */
static void find_folders(char **folders)
{
    char program[PATH_MAX] = "";
    ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
    program[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash)
        *slash = '\0';
    folders[0] = settings_config_path("themes");
    folders[1] = xasprintf("%s/../share/parlor/themes", program);
    folders[2] = xasprintf("%s/../../themes", program);
}

static void free_folders(char **folders)
{
    for (int i = 0; i < FOLDERS; i++)
        free(folders[i]);
}

static int is_theme(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > strlen(SUFFIX) && strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX) == 0 &&
           !strchr(entry->d_name, ' ');
}

static bool has_word(const char *words, const char *word, size_t len)
{
    for (const char *at = words; (at = strstr(at, word)); at++) {
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    }
    return false;
}

static void add_names(struct buf *names, const char *folder)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, is_theme, alphasort);
    for (int i = 0; i < n; i++) {
        size_t len = strlen(entries[i]->d_name) - strlen(SUFFIX);
        entries[i]->d_name[len] = '\0';
        if (!has_word(buf_text(names), entries[i]->d_name, len))
            buf_printf(names, "%s%s", names->len > 0 ? " " : "", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

char *look_names(void)
{
    char *folders[FOLDERS];
    struct buf names = {0};
    find_folders(folders);
    for (int i = 0; i < FOLDERS; i++)
        add_names(&names, folders[i]);
    free_folders(folders);
    return buf_detach(&names);
}

char *look_path(const char *name)
{
    char *folders[FOLDERS];
    char *path = NULL;
    find_folders(folders);
    for (int i = 0; i < FOLDERS && !path && !strchr(name, '/'); i++) {
        path = xasprintf("%s/%s%s", folders[i], name, SUFFIX);
        if (access(path, R_OK) != 0) {
            free(path);
            path = NULL;
        }
    }
    free_folders(folders);
    return path;
}

/* Reads a file (taken over) and those that it inherits. */
static int read_family(struct theme *theme, char *path, char **cause)
{
    char *paths[FAMILY_MAX] = {path};
    size_t n = 1;
    int result = 0;
    for (char *parent = NULL; result == 0 && (parent = theme_inherits(paths[n - 1]));
         free(parent)) {
        char *next = n < FAMILY_MAX ? look_path(parent) : NULL;
        if (next)
            paths[n++] = next;
        else
            result = -1;
        if (result != 0 && n < FAMILY_MAX)
            *cause = xasprintf("%s: inherits %s, which there is not", paths[n - 1], parent);
        else if (result != 0)
            *cause = xasprintf("%s: inherits itself, or too many others", path);
    }
    if (result == 0)
        result = theme_read(theme, paths, n, cause);
    for (size_t i = 0; i < n; i++)
        free(paths[i]);
    return result;
}

int look_read(struct theme *theme, const char *name, char **cause)
{
    char *path = look_path(name);
    if (path)
        return read_family(theme, path, cause);
    *cause = xasprintf("there is no theme %s", name);
    return -1;
}

int look_read_file(struct theme *theme, const char *path, char **cause)
{
    return read_family(theme, xstrdup(path), cause);
}
