/*
 * durable.h - files that are whole or not there, also after a power cut.
 */
#ifndef DURABLE_H
#define DURABLE_H

#include <stdbool.h>
#include <stdio.h>

/* Writes the names in the file's folder to the disk. Returns 0, or -1 with *cause. */
int durable_sync_folder(const char *path, char **cause);

/*
 * A new file PATH.new for its owner only, which durable_end() gives its name
 * when the content is on the disk, or deletes if well is false or that failed.
 * Both return NULL or -1 with *cause on failure.
 */
FILE *durable_begin(const char *path, char **cause);
int durable_end(FILE *file, const char *path, bool well, char **cause);

#endif
