#include "conf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "conf_edit.h"
#include "mem.h"
#include "own_file.h"

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

int conf_file_change(const char *path, const struct conf_changes *changes, char **cause)
{
    struct buf text = {0};
    mode_t mode = 0600;
    int result = read_all(path, &text, &mode);
    if (result == 0) {
        conf_edit(&text, changes);
        result = own_file_replace(path, &text, mode);
    }
    if (result != 0)
        *cause = xasprintf("%s: cannot be changed: %s", path, strerror(errno));
    buf_clear(&text);
    return result;
}
