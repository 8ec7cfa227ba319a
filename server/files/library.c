#include "library.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "file_name.h"
#include "mem.h"

/* A folder above was moved just then: the kernel asks for another try. */
#define TRIES_MAX 8

struct library {
    int fd;
    bool walks; /* this kernel has no openat2() (before 5.6), or a sandbox hides it */
};

static int open_by_kernel(int root, const char *path, int flags)
{
    struct open_how how = {
        .flags = (uint64_t)(unsigned)flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    long fd = -1;
    for (int i = 0; i < TRIES_MAX && fd < 0 && (i == 0 || errno == EAGAIN); i++)
        fd = syscall(SYS_openat2, root, path, &how, sizeof(how));
    return (int)fd;
}

/* Component by component; none of them may be a link. */
static int open_by_steps(int root, const char *path, int flags)
{
    int at = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (at >= 0 && *path) {
        char name[FILE_NAME_MAX + 1];
        size_t len = strcspn(path, "/");
        memcpy(name, path, len);
        name[len] = '\0';
        path += len + (path[len] == '/');
        int step = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
        int next = openat(at, name, *path ? step : flags);
        int error = errno;
        close(at);
        errno = error;
        at = next;
    }
    return at;
}

/* -1 with errno for what cannot be opened. */
static int open_below(const struct library *library, const char *path, int flags)
{
    if (!file_path_fits(path)) {
        errno = ENOENT;
        return -1;
    }
    /* Nobody waits for who writes into a pipe. */
    flags |= O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    if (library->walks)
        return open_by_steps(library->fd, path, flags);
    return open_by_kernel(library->fd, *path ? path : ".", flags);
}

/* What may not be seen is not there. */
static int shown_error(int error)
{
    switch (error) {
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case EIO:
    case EISDIR: return error;
    default: return ENOENT;
    }
}

struct library *library_open(const char *root, char **cause)
{
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        *cause = xasprintf("%s: %s", root, strerror(errno));
        return NULL;
    }
    struct library *library = xnew(struct library);
    library->fd = fd;
    int probe = open_by_kernel(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    library->walks = probe < 0;
    if (probe >= 0)
        close(probe);
    return library;
}

void library_free(struct library *library)
{
    if (!library)
        return;
    close(library->fd);
    free(library);
}

/* ---- folders ---- */

static int64_t mtime_of(const struct stat *info)
{
    return (int64_t)info->st_mtim.tv_sec * 1000 + info->st_mtim.tv_nsec / 1000000;
}

static void add_entry(struct library_list *list, size_t *room, const char *name,
                      const struct stat *info)
{
    if (list->n == *room) {
        *room = *room ? 2 * *room : 64;
        list->entries = xreallocarray(list->entries, *room, sizeof(list->entries[0]));
    }
    bool is_folder = S_ISDIR(info->st_mode);
    list->entries[list->n++] = (struct library_entry){
        .name = xstrdup(name),
        .is_folder = is_folder,
        .size = is_folder ? 0 : info->st_size,
        .mtime_ms = mtime_of(info),
        .dev = info->st_dev,
        .ino = info->st_ino,
    };
    list->bytes += is_folder ? 0 : info->st_size;
}

static void read_folder(DIR *folder, struct library_list *list)
{
    size_t room = 0;
    struct dirent *found = NULL;
    while ((found = readdir(folder))) {
        struct stat info;
        if (!file_name_fits(found->d_name) ||
            fstatat(dirfd(folder), found->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0 ||
            (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode)))
            continue;
        list->is_cut = list->n == LIBRARY_ENTRIES_MAX;
        if (list->is_cut)
            return;
        add_entry(list, &room, found->d_name, &info);
    }
}

int library_list(const struct library *library, const char *path, struct library_list *out)
{
    *out = (struct library_list){0};
    int fd = open_below(library, path, O_DIRECTORY);
    if (fd < 0)
        return shown_error(errno);
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return ENOMEM;
    }
    read_folder(folder, out);
    closedir(folder);
    library_list_sort(out, LIBRARY_BY_NAME, false);
    return 0;
}

static int by_name(const void *a, const void *b)
{
    const struct library_entry *left = a;
    const struct library_entry *right = b;
    if (left->is_folder != right->is_folder)
        return left->is_folder ? -1 : 1;
    int order = strcasecmp(left->name, right->name);
    return order ? order : strcmp(left->name, right->name);
}

static int by_size(const void *a, const void *b)
{
    const struct library_entry *left = a;
    const struct library_entry *right = b;
    if (left->is_folder != right->is_folder || left->size == right->size)
        return by_name(a, b);
    return left->size > right->size ? -1 : 1;
}

static int by_time(const void *a, const void *b)
{
    const struct library_entry *left = a;
    const struct library_entry *right = b;
    if (left->is_folder != right->is_folder || left->mtime_ms == right->mtime_ms)
        return by_name(a, b);
    return left->mtime_ms > right->mtime_ms ? -1 : 1;
}

static void turn_round(struct library_entry *entries, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct library_entry entry = entries[i];
        entries[i] = entries[n - 1 - i];
        entries[n - 1 - i] = entry;
    }
}

void library_list_sort(struct library_list *list, enum library_order order, bool reverse)
{
    static int (*const compare[])(const void *, const void *) = {
        [LIBRARY_BY_NAME] = by_name,
        [LIBRARY_BY_SIZE] = by_size,
        [LIBRARY_BY_TIME] = by_time,
    };
    if (list->n == 0)
        return;
    qsort(list->entries, list->n, sizeof(list->entries[0]), compare[order]);
    size_t folders = 0;
    while (folders < list->n && list->entries[folders].is_folder)
        folders++;
    if (!reverse)
        return;
    turn_round(list->entries, folders);
    turn_round(list->entries + folders, list->n - folders);
}

void library_list_clear(struct library_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->entries[i].name);
    free(list->entries);
    *list = (struct library_list){0};
}

/* ---- files ---- */

int library_file(const struct library *library, const char *path, struct library_file *out)
{
    *out = (struct library_file){.fd = -1};
    int fd = open_below(library, path, 0);
    if (fd < 0)
        return shown_error(errno);
    struct stat info = {0};
    if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        return S_ISDIR(info.st_mode) ? EISDIR : ENOENT;
    }
    *out = (struct library_file){
        .fd = fd,
        .size = info.st_size,
        .mtime_ms = mtime_of(&info),
        .dev = info.st_dev,
        .ino = info.st_ino,
    };
    return 0;
}

bool library_file_is_same(const struct library_file *file)
{
    struct stat info;
    return fstat(file->fd, &info) == 0 && info.st_size == file->size &&
           mtime_of(&info) == file->mtime_ms;
}
