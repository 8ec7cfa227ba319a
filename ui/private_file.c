#include "private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

/* A disk that gets full takes a part, and says why at the next try. */
static int write_all(int fd, const struct buf *text)
{
    size_t written = 0;
    while (written < text->len) {
        ssize_t n = write(fd, text->data + written, text->len - written);
        if (n < 0)
            return -1;
        written += (size_t)n;
    }
    return 0;
}

int private_file_write(const char *path, const struct buf *text, char **cause)
{
    char *fresh = xasprintf("%s.new", path);
    /* What a crash left there may have another owner or mode. */
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = fd >= 0 && write_all(fd, text) == 0 && fsync(fd) == 0 && rename(fresh, path) == 0;
    if (!done)
        *cause = xasprintf("%s: cannot be written: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    if (!done)
        unlink(fresh);
    free(fresh);
    return done ? 0 : -1;
}
