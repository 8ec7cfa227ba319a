#include "blobs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

/* So much of the disk stays free: a tenth. */
#define FREE_PART 10

/* "ab/abcd…" with NUL. */
#define NAME_SIZE 68

struct blobs {
    int tmp_fd;   /* folder of the parts */
    int files_fd; /* folder of the whole files' folders */
};

/* ---- folders ---- */

static int open_folder(int at_fd, const char *name, char **cause)
{
    if (mkdirat(at_fd, name, 0700) == 0 || errno == EEXIST) {
        int fd = openat(at_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd >= 0)
            return fd;
    }
    *cause = xasprintf("%s: %s", name, strerror(errno));
    return -1;
}

struct blobs *blobs_open(const char *folder, char **cause)
{
    struct blobs *blobs = xnew(struct blobs);
    blobs->tmp_fd = -1;
    blobs->files_fd = -1;
    int fd = open_folder(AT_FDCWD, folder, cause);
    if (fd >= 0)
        blobs->tmp_fd = open_folder(fd, "tmp", cause);
    if (blobs->tmp_fd >= 0)
        blobs->files_fd = open_folder(fd, "blobs", cause);
    /* The new names must be there after a power cut, as what will lie below them. */
    if (blobs->files_fd >= 0 && fsync(fd) < 0) {
        *cause = xasprintf("%s: %s", folder, strerror(errno));
        close(blobs->files_fd);
        blobs->files_fd = -1;
    }
    if (fd >= 0)
        close(fd);
    if (blobs->files_fd >= 0)
        return blobs;
    blobs_free(blobs);
    return NULL;
}

void blobs_free(struct blobs *blobs)
{
    if (!blobs)
        return;
    if (blobs->tmp_fd >= 0)
        close(blobs->tmp_fd);
    if (blobs->files_fd >= 0)
        close(blobs->files_fd);
    free(blobs);
}

bool blobs_has_room(const struct blobs *blobs, int64_t bytes)
{
    struct statvfs disk;
    if (fstatvfs(blobs->tmp_fd, &disk) < 0)
        return false;
    double unit = (double)disk.f_frsize;
    double free_bytes = (double)disk.f_bavail * unit;
    return free_bytes - (double)bytes >= (double)disk.f_blocks * unit / FREE_PART;
}

/* ---- parts ---- */

int blobs_part_new(const struct blobs *blobs, const char *id)
{
    int fd = openat(blobs->tmp_fd, id, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return fd;
}

int blobs_part_open(const struct blobs *blobs, const char *id)
{
    return openat(blobs->tmp_fd, id, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
}

int blobs_part_write(int fd, int64_t at, const void *data, size_t len)
{
    const char *from = data;
    while (len > 0) {
        ssize_t n = pwrite(fd, from, len, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        from += n;
        at += n;
        len -= (size_t)n;
    }
    return 0;
}

int blobs_part_sync(const struct blobs *blobs, int fd)
{
    return fdatasync(fd) < 0 || fsync(blobs->tmp_fd) < 0 ? -1 : 0;
}

void blobs_part_remove(const struct blobs *blobs, const char *id)
{
    unlinkat(blobs->tmp_fd, id, 0);
}

/* ---- whole files ---- */

/* "ab/abcd…"; out holds NAME_SIZE bytes. */
static const char *file_name(const char *sha256, char *out)
{
    size_t len = strlen(sha256);
    memcpy(out, sha256, 2);
    out[2] = '/';
    memcpy(out + 3, sha256, len + 1);
    return out;
}

/* The folder "ab", made if it is missing. */
static int file_folder(const struct blobs *blobs, const char *sha256)
{
    char name[3] = {sha256[0], sha256[1], '\0'};
    if (mkdirat(blobs->files_fd, name, 0700) == 0) {
        if (fsync(blobs->files_fd) < 0)
            return -1;
    } else if (errno != EEXIST) {
        return -1;
    }
    return openat(blobs->files_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* A second name, so that the part is still there if what follows fails. Some disks know no second
 * names: there it is moved. */
static int give_name(const struct blobs *blobs, const char *id, int folder, const char *sha256)
{
    if (linkat(blobs->tmp_fd, id, folder, sha256, 0) == 0 || errno == EEXIST)
        return 0;
    return errno == EPERM || errno == EOPNOTSUPP ? renameat(blobs->tmp_fd, id, folder, sha256) : -1;
}

int blobs_keep(const struct blobs *blobs, const char *id, int fd, const char *sha256)
{
    int folder = file_folder(blobs, sha256);
    if (folder < 0)
        return -1;
    bool well = fsync(fd) == 0 && give_name(blobs, id, folder, sha256) == 0 && fsync(folder) == 0;
    int error = errno;
    close(folder);
    errno = error;
    return well ? 0 : -1;
}

int blobs_file_open(const struct blobs *blobs, const char *sha256)
{
    char name[NAME_SIZE];
    return openat(blobs->files_fd, file_name(sha256, name), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

void blobs_file_remove(const struct blobs *blobs, const char *sha256)
{
    char name[NAME_SIZE];
    unlinkat(blobs->files_fd, file_name(sha256, name), 0);
}

/* ---- looking ---- */

char *blobs_names(const struct blobs *blobs, int folder)
{
    char name[3] = ".";
    static const char digits[] = "0123456789abcdef";
    if (folder >= 0) {
        name[0] = digits[folder >> 4];
        name[1] = digits[folder & 15];
    }
    int fd = openat(folder < 0 ? blobs->tmp_fd : blobs->files_fd, name,
                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    struct buf names = {0};
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (entry->d_name[0] != '.')
            buf_printf(&names, "%s%s", names.len > 0 ? "\n" : "", entry->d_name);
    }
    closedir(dir);
    return names.len > 0 ? buf_detach(&names) : NULL;
}
