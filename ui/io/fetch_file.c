#include "fetch_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "mem.h"
#include "own_file.h"
#include "safe_name.h"
#include "transfer_text.h"

/* So many of a name are enough. */
#define NAMES_MAX 1000

/* Written back while it comes, so that the disk never has all to do at once. */
#define WRITE_BACK_BYTES (8 << 20)

void fetch_file_init(struct fetch_file *file)
{
    *file = (struct fetch_file){.folder = -1, .fd = -1};
}

void fetch_file_clear(struct fetch_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    if (file->folder >= 0)
        close(file->folder);
    free(file->path);
    fetch_file_init(file);
}

/* A failure with what to do about it. */
static char *sentence(const char *path, int error)
{
    if (error == ENOSPC || error == EDQUOT)
        return xasprintf("the disk is full: make room in %s", path);
    if (error == EACCES || error == EPERM || error == EROFS)
        return xasprintf("%s cannot be used (%s): allow it, or name another folder by `downloads` "
                         "in parlor.conf",
                         path, strerror(error));
    return xasprintf("%s: %s", path, strerror(error));
}

/* ---- downloads ---- */

static int open_folder(struct fetch_file *file, const char *folder, char **cause)
{
    char *inside = xasprintf("%s/", folder);
    file->path = xstrdup(folder);
    if (own_file_make_folders(inside) == 0)
        file->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(inside);
    if (file->folder < 0)
        *cause = sentence(folder, errno);
    return file->folder < 0 ? -1 : 0;
}

/* A regular file with one name, that nobody else writes at. */
static bool is_ours(int fd, int64_t *size)
{
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_nlink != 1)
        return false;
    *size = about.st_size;
    return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

static bool open_old(struct fetch_file *file, const char *part)
{
    int fd = openat(file->folder, part, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && is_ours(fd, &file->size)) {
        file->fd = fd;
        return true;
    }
    if (fd >= 0)
        close(fd);
    return false;
}

static int open_new(struct fetch_file *file, const char *name, char **part, char **cause)
{
    for (int n = 1; n < NAMES_MAX && file->fd < 0; n++) {
        char *numbered = safe_name_numbered(name, n);
        free(*part);
        *part = xasprintf("%s.part", numbered);
        free(numbered);
        file->fd =
            openat(file->folder, *part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (file->fd < 0 && errno != EEXIST)
            break;
    }
    file->size = 0;
    if (file->fd >= 0 && flock(file->fd, LOCK_EX | LOCK_NB) == 0)
        return 0;
    *cause = sentence(file->path, errno);
    xreplace(part, NULL);
    return -1;
}

int fetch_file_part(struct fetch_file *file, const char *folder, const char *name, char **part,
                    char **cause)
{
    if (open_folder(file, folder, cause) != 0)
        return -1;
    if (*part && open_old(file, *part))
        return 0;
    return open_new(file, name, part, cause);
}

int fetch_file_write(const struct fetch_file *file, const void *data, size_t len, int64_t at,
                     char **cause)
{
    const char *from = data;
    int64_t end = at + (int64_t)len;
    while (len > 0) {
        ssize_t n = pwrite(file->fd, from, len, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            *cause = sentence(file->path, n < 0 ? errno : ENOSPC);
            return -1;
        }
        from += n;
        at += n;
        len -= (size_t)n;
    }
    if (end / WRITE_BACK_BYTES != (end - (from - (const char *)data)) / WRITE_BACK_BYTES)
        sync_file_range(file->fd, end - WRITE_BACK_BYTES, WRITE_BACK_BYTES, SYNC_FILE_RANGE_WRITE);
    return 0;
}

int fetch_file_room(const struct fetch_file *file, int64_t bytes, char **cause)
{
    struct statvfs about;
    if (fstatvfs(file->fd, &about) != 0 ||
        (double)about.f_bavail * (double)about.f_frsize >= (double)bytes)
        return 0;
    char *wanted = transfer_size_text(bytes);
    char *there = transfer_size_text((int64_t)(about.f_bavail * about.f_frsize));
    *cause = xasprintf("the disk has not enough room: %s more are needed, %s are free; make room "
                       "in %s",
                       wanted, there, file->path);
    free(wanted);
    free(there);
    return -1;
}

int fetch_file_empty(const struct fetch_file *file, char **cause)
{
    if (ftruncate(file->fd, 0) == 0)
        return 0;
    *cause = sentence(file->path, errno);
    return -1;
}

/* Where the file system cannot rename without overwriting, a second name comes first. */
static int rename_to(int folder, const char *part, const char *name)
{
    if (renameat2(folder, part, folder, name, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (linkat(folder, part, folder, name, 0) != 0)
        return -1;
    return unlinkat(folder, part, 0);
}

char *fetch_file_place(const struct fetch_file *file, const char *part, const char *name,
                       char **cause)
{
    for (int n = 1; n < NAMES_MAX; n++) {
        char *numbered = safe_name_numbered(name, n);
        int result = rename_to(file->folder, part, numbered);
        char *path = result == 0 ? xasprintf("%s/%s", file->path, numbered) : NULL;
        free(numbered);
        if (path)
            return path;
        if (errno != EEXIST)
            break;
    }
    *cause = sentence(file->path, errno);
    return NULL;
}

void fetch_file_remove(const char *folder, const char *part)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    unlinkat(fd, part, 0);
    close(fd);
}

/* ---- uploads ---- */

static int64_t mtime_of(const struct stat *about)
{
    return (int64_t)about->st_mtim.tv_sec * 1000000000 + about->st_mtim.tv_nsec;
}

int fetch_file_source(struct fetch_file *file, const char *path, char **cause)
{
    struct stat about;
    file->path = xstrdup(path);
    file->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file->fd < 0 || fstat(file->fd, &about) != 0) {
        *cause = xasprintf("%s cannot be read: %s", path, strerror(errno));
        return -1;
    }
    if (!S_ISREG(about.st_mode)) {
        *cause = xasprintf("%s is no file", path);
        return -1;
    }
    file->size = about.st_size;
    file->mtime_ns = mtime_of(&about);
    return 0;
}

bool fetch_file_changed(const struct fetch_file *file)
{
    struct stat about;
    return fstat(file->fd, &about) != 0 || about.st_size != file->size ||
           mtime_of(&about) != file->mtime_ns;
}

int64_t fetch_file_read(const struct fetch_file *file, void *out, size_t len, int64_t at,
                        char **cause)
{
    ssize_t n = 0;
    do
        n = pread(file->fd, out, len, at);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        *cause = xasprintf("%s cannot be read: %s", file->path, strerror(errno));
    return n;
}
