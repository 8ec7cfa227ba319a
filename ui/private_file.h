/*
 * private_file.h - a file that only its owner reads (0600), written whole.
 */
#ifndef PRIVATE_FILE_H
#define PRIVATE_FILE_H

#include "buf.h"

/* Written anew, synced and renamed into place: a crash loses nothing. Returns 0, or -1 with
 * *cause. */
int private_file_write(const char *path, const struct buf *text, char **cause);

#endif
