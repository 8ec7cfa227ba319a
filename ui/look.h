/*
 * look.h - themes by name: where their files are, and which there are.
 */
#ifndef LOOK_H
#define LOOK_H

#include <stdbool.h>

#include "theme.h"

/* Names of all themes, in order, with spaces; to free. The user's own come from the configuration
 * folder. */
char *look_names(void);

/* The file of a theme; NULL if there is none of that name; to free. */
char *look_path(const char *name);

/* Reads a theme by its name, with what it inherits. Returns 0, or -1 with *cause. */
int look_read(struct theme *theme, const char *name, char **cause);

/* The same for a file wherever it is. */
int look_read_file(struct theme *theme, const char *path, char **cause);

#endif
