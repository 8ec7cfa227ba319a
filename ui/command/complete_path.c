#include "complete_path.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "mem.h"
#include "utf8.h"

/* However many there are, a key is answered at once. */
#define LOOKED_AT_MAX 5000
#define OFFERED_MAX   200

/* Without its backslashes; to free. */
static char *plain(const char *start, size_t len)
{
    struct buf text = {0};
    for (size_t i = 0; i < len; i++) {
        i += start[i] == '\\' && i + 1 < len;
        buf_putc(&text, start[i]);
    }
    return buf_detach(&text);
}

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr(" \\\"'", *text))
            buf_putc(out, '\\');
        buf_putc(out, *text);
    }
}

/* The folder to look into, as the system names it; to free. */
static char *folder_of(const char *typed, size_t len)
{
    const char *home = getenv("HOME");
    if (home && len >= 2 && strncmp(typed, "~/", 2) == 0)
        return xasprintf("%s/%.*s", home, (int)(len - 2), typed + 2);
    return len > 0 ? xstrndup(typed, len) : xstrdup(".");
}

static bool is_folder(const char *folder, const char *name)
{
    struct stat about;
    char *path = xasprintf("%s/%s", folder, name);
    bool found = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    free(path);
    return found;
}

/* Hidden ones are offered to who typed the dot; what cannot be typed, to nobody. */
static bool fits(const char *name, const char *begun)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || (*name == '.' && *begun != '.') ||
        strncmp(name, begun, strlen(begun)) != 0)
        return false;
    char *clean = utf8_sanitize(name, strlen(name), false, false);
    bool plain_name = strcmp(clean, name) == 0;
    free(clean);
    return plain_name;
}

void complete_path(struct choices *choices, const char *start, size_t len)
{
    char *typed = plain(start, len);
    const char *slash = strrchr(typed, '/');
    const char *begun = slash ? slash + 1 : typed;
    char *folder = folder_of(typed, (size_t)(begun - typed));
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    size_t first = choices->n;
    for (int i = 0; dir && i < LOOKED_AT_MAX && (entry = readdir(dir)); i++) {
        if (!fits(entry->d_name, begun) || choices->n >= OFFERED_MAX)
            continue;
        struct buf item = {0};
        char *before = xstrndup(typed, (size_t)(begun - typed));
        add_escaped(&item, before);
        add_escaped(&item, entry->d_name);
        buf_putc(&item, is_folder(folder, entry->d_name) ? '/' : ' ');
        choices_take(choices, (struct choice){.item = buf_detach(&item)});
        free(before);
    }
    choices_sort(choices, first);
    if (dir)
        closedir(dir);
    free(folder);
    free(typed);
}
