/*
 * fetch_file.h - the files of transfers: unfinished ones, and where they go
 * when they are whole.
 *
 * All names are single components, opened below the folder by openat() and
 * never through a link; nothing that is there is ever overwritten.
 */
#ifndef FETCH_FILE_H
#define FETCH_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fetch_file {
    char *path; /* of the folder, or of a file to send; owned */
    int folder; /* descriptor; -1 of a file to send */
    int fd;     /* -1: none is open */
    int64_t size;
    int64_t mtime_ns;
};

/* Not open. */
void fetch_file_init(struct fetch_file *file);
void fetch_file_clear(struct fetch_file *file);

/*
 * Opens the unfinished file *part in a folder, which is made; where there is
 * none (or *part is NULL) a new one, for a file that is to be called name:
 * *part is replaced. size: what it has already. Returns 0; or -1 with *cause.
 */
int fetch_file_part(struct fetch_file *file, const char *folder, const char *name, char **part,
                    char **cause);

/* Opens a file to send. Returns 0, or -1 with *cause. */
int fetch_file_source(struct fetch_file *file, const char *path, char **cause);

/* Has it changed since it was opened? */
bool fetch_file_changed(const struct fetch_file *file);

/* All of it there, at an offset. Returns 0, or -1 with *cause. */
int fetch_file_write(const struct fetch_file *file, const void *data, size_t len, int64_t at,
                     char **cause);

/* At most len bytes from an offset; 0 at the end; -1 with *cause. */
int64_t fetch_file_read(const struct fetch_file *file, void *out, size_t len, int64_t at,
                        char **cause);

/* Is there room for so many bytes more? Returns 0, or -1 with *cause. */
int fetch_file_room(const struct fetch_file *file, int64_t bytes, char **cause);

/* Forgets what is in it. Returns 0, or -1 with *cause. */
int fetch_file_empty(const struct fetch_file *file, char **cause);

/* It is whole: part gets a name of its own, the wanted one or the next that is free. Its path, to
 * free; NULL with *cause. */
char *fetch_file_place(const struct fetch_file *file, const char *part, const char *name,
                       char **cause);

/* Removes an unfinished file from a folder. */
void fetch_file_remove(const char *folder, const char *part);

#endif
