/*
 * power_disk.h - what a disk knows of files: what is safe, and what is only on its way.
 *
 * The half of power_vfs that knows nothing of SQLite. Under its lock.
 */
#ifndef POWER_DISK_H
#define POWER_DISK_H

#include <stddef.h>
#include <stdint.h>

#include "power_vfs.h"

/* A file as the disk knows it. */
struct disk_file;

void disk_begin(uint64_t seed);
void disk_end(void);

/* NULL if it was never added. */
struct disk_file *disk_find(const char *path);

/* exists: it does, with this content, and a cut does not change that. */
struct disk_file *disk_add(const char *path, bool exists, const void *data, size_t len);
void disk_delete(const char *path);

/* A change that is not safe yet; order counts up over all files. data NULL: cut off at offset. */
void disk_write(struct disk_file *file, uint64_t order, const void *data, size_t len,
                int64_t offset);

/* All changes of the file are safe. */
void disk_sync(struct disk_file *file);

/* Writes every file as it is after a cut at the change of this order. */
void disk_restore(enum power_loss loss, uint64_t count);

#endif
