#include "own_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

int own_file_make_folders(const char *path)
{
    char *folder = xstrdup(path);
    bool made = true;
    for (char *slash = strchr(folder + 1, '/'); slash && made; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        made = mkdir(folder, 0700) == 0 || errno == EEXIST;
        *slash = '/';
    }
    int why = errno;
    free(folder);
    errno = why;
    return made ? 0 : -1;
}

int own_file_write(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0)
            return -1;
        bytes += n;
        len -= (size_t)n;
    }
    return 0;
}

int own_file_replace(const char *path, const struct buf *text, mode_t mode)
{
    char real[PATH_MAX];
    const char *target = realpath(path, real) ? real : path;
    char *fresh = xasprintf("%s.new", target);
    /* What a crash left there may have another owner or mode. */
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = fd >= 0 && own_file_write(fd, text->data, text->len) == 0 &&
                fchmod(fd, mode) == 0 && fsync(fd) == 0 && rename(fresh, target) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (fd >= 0 && !done)
        unlink(fresh);
    free(fresh);
    errno = why;
    return done ? 0 : -1;
}
