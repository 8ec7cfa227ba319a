/*
 * library.h - one tree of files that its operator shares: read, never written.
 *
 * Whatever is asked for, nothing outside the tree is opened: no "..", no
 * symbolic link, no hidden file, nothing but folders and regular files. The
 * functions that read may be called from any thread; disks are slow, so they
 * belong on the worker (server->hash), never on the loop.
 */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct library;

/* Opens the folder. NULL with *cause (to free). */
struct library *library_open(const char *root, char **cause);
void library_free(struct library *library);

struct library_entry {
    char *name; /* owned by the list */
    bool is_folder;
    int64_t size; /* bytes; 0 for a folder */
    int64_t mtime_ms;
    uint64_t dev, ino;
};

/* One folder's content: folders first, by name. What no path can name is left out. */
struct library_list {
    struct library_entry *entries;
    size_t n;
    int64_t bytes; /* of all its files */
    bool is_cut;   /* there was more than LIBRARY_ENTRIES_MAX */
};

#define LIBRARY_ENTRIES_MAX 50000

enum library_order { LIBRARY_BY_NAME, LIBRARY_BY_SIZE, LIBRARY_BY_TIME };

/*
 * Lists a folder by its path ("" for the root). Returns 0 and fills *out; else
 * an errno, ENOENT for all that is not there, may not be seen or is no folder,
 * and *out is empty.
 */
int library_list(const struct library *library, const char *path, struct library_list *out);

/* Folders first in any order; the largest and the newest stand first. */
void library_list_sort(struct library_list *list, enum library_order order, bool reverse);
void library_list_clear(struct library_list *list);

struct library_file {
    int fd; /* the caller's to close; -1 if there is none */
    int64_t size;
    int64_t mtime_ms;
    uint64_t dev, ino;
};

/* Opens a file by its path. Returns 0; or an errno as above, ENOENT also for what is no regular
 * file, EISDIR for a folder; then out->fd is -1. */
int library_file(const struct library *library, const char *path, struct library_file *out);

/* True if an open file is still what it was when it was opened. */
bool library_file_is_same(const struct library_file *file);

#endif
