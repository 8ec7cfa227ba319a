#include "conf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "conf_edit.h"
#include "mem.h"

/* All of a file; a missing one is empty. Returns 0, or -1 with errno. */
static int read_all(const char *path, struct buf *text, mode_t *mode)
{
    struct stat status;
    char piece[4096];
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : -1;

    if (fstat(fd, &status) == 0)
        *mode = status.st_mode & 07777;
    while ((n = read(fd, piece, sizeof(piece))) > 0)
        buf_append(text, piece, (size_t)n);
    int why = errno;
    close(fd);
    errno = why;
    return n < 0 ? -1 : 0;
}

static bool write_all(int fd, const struct buf *text)
{
    size_t written = 0;
    while (written < text->len) {
        ssize_t n = write(fd, text->data + written, text->len - written);
        if (n < 0)
            return false;
        written += (size_t)n;
    }
    return true;
}

static int replace(const char *path, const struct buf *text, mode_t mode)
{
    char *fresh = xasprintf("%s.new", path);
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = fd >= 0 && write_all(fd, text) && fchmod(fd, mode) == 0 && fsync(fd) == 0 &&
                rename(fresh, path) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (fd >= 0 && !done)
        unlink(fresh);
    free(fresh);
    errno = why;
    return done ? 0 : -1;
}

int conf_file_change(const char *path, const struct conf_changes *changes, char **cause)
{
    struct buf text = {0};
    mode_t mode = 0600;
    char real[PATH_MAX];
    const char *target = realpath(path, real) ? real : path;

    int result = read_all(target, &text, &mode);
    if (result == 0) {
        conf_edit(&text, changes);
        result = replace(target, &text, mode);
    }
    if (result != 0)
        *cause = xasprintf("%s: cannot be changed: %s", path, strerror(errno));
    buf_clear(&text);
    return result;
}
