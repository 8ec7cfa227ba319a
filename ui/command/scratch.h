/*
 * scratch.h - a text in a file of its own that only we read (0600), for another program or an
 * upload; whoever made it removes it.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

/* Writes text to a new file of that name, in a new folder within $XDG_RUNTIME_DIR, or in our data
 * folder where there is none. Its path, to free; NULL with *cause. */
char *scratch_write(const char *name, const char *text, char **cause);

/* All of a file of at most max bytes, to free; NULL with *cause. */
char *scratch_read(const char *path, long max, char **cause);

/* Removes the file and its folder. */
void scratch_remove(const char *path);

#endif
