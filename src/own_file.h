/*
 * own_file.h - files and folders that are their owner's alone (0600, 0700).
 *
 * What fails returns -1 with errno.
 */
#ifndef OWN_FILE_H
#define OWN_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "buf.h"

/* Makes all folders on the way to the last slash of a path; those that are there stay as they
 * are. */
int own_file_make_folders(const char *path);

/* Writes all of the bytes: a disk that gets full takes a part, and says why at the next try. */
int own_file_write(int fd, const char *bytes, size_t len);

/*
 * Writes a file anew beside it, synced, that takes its place: a crash leaves the one or the other.
 * A link stays a link. mode: who may read it, 0600 for nobody else.
 */
int own_file_replace(const char *path, const struct buf *text, mode_t mode);

#endif
