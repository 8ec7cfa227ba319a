#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "own_file.h"

/* Where to make folders; to free. */
static char *base_folder(void)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (runtime && *runtime == '/' && access(runtime, W_OK) == 0)
        return xstrdup(runtime);
    if (data && *data == '/')
        return xasprintf("%s/parlor", data);
    return xasprintf("%s/.local/share/parlor", home ? home : "");
}

static int write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int result = fd < 0 ? -1 : own_file_write(fd, text, strlen(text));
    return fd >= 0 && close(fd) != 0 ? -1 : result;
}

char *scratch_write(const char *name, const char *text, char **cause)
{
    char *base = base_folder();
    char *folder = xasprintf("%s/parlor-XXXXXX", base);
    char *path = mkdtemp(folder) ? xasprintf("%s/%s", folder, name) : NULL;
    if (!path || write_file(path, text) != 0) {
        *cause = xasprintf("%s: cannot be written: %s", path ? path : base, strerror(errno));
        if (path)
            scratch_remove(path);
        free(path);
        path = NULL;
    }
    free(folder);
    free(base);
    return path;
}

char *scratch_read(const char *path, long max, char **cause)
{
    struct buf text = {0};
    char piece[4096];
    size_t n = 0;
    FILE *file = fopen(path, "re");
    if (!file) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        return NULL;
    }
    while ((n = fread(piece, 1, sizeof(piece), file)) > 0 && (long)text.len <= max)
        buf_append(&text, piece, n);
    bool whole = !ferror(file) && (long)text.len <= max;
    fclose(file);
    if (!whole) {
        *cause = xasprintf("%s: cannot be read, or is too long", path);
        buf_clear(&text);
        return NULL;
    }
    return buf_detach(&text);
}

void scratch_remove(const char *path)
{
    char *folder = xstrdup(path);
    char *slash = strrchr(folder, '/');
    unlink(path);
    if (slash) {
        *slash = '\0';
        rmdir(folder);
    }
    free(folder);
}
