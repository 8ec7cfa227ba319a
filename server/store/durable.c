#include "durable.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

static char *complain(const char *path)
{
    return xasprintf("%s: %s", path, strerror(errno));
}

int durable_sync_folder(const char *path, char **cause)
{
    char *copy = xstrdup(path);
    const char *folder = dirname(copy);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = fd < 0 || fsync(fd) < 0 ? -1 : 0;
    if (result < 0)
        *cause = complain(folder);
    if (fd >= 0)
        close(fd);
    free(copy);
    return result;
}

FILE *durable_begin(const char *path, char **cause)
{
    char *fresh = xasprintf("%s.new", path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file)
        *cause = complain(fresh);
    free(fresh);
    return file;
}

int durable_end(FILE *file, const char *path, bool well, char **cause)
{
    char *fresh = xasprintf("%s.new", path);
    bool written = well && fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
    int error = errno;
    fclose(file);
    errno = error;
    int result = written && rename(fresh, path) == 0 ? 0 : -1;
    if (result < 0) {
        *cause = complain(fresh);
        unlink(fresh);
    } else {
        result = durable_sync_folder(path, cause);
    }
    free(fresh);
    return result;
}
