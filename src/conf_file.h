/*
 * conf_file.h - a user's INI file is changed as a whole or not at all.
 */
#ifndef CONF_FILE_H
#define CONF_FILE_H

struct conf_changes;

/*
 * Makes the changes (conf_edit.h) in a file, by a new one beside it that takes
 * its place: who may read it stays as it was, and a link stays a link. A file
 * that was not there is its owner's alone (0600). Returns 0, or -1 with *cause.
 */
int conf_file_change(const char *path, const struct conf_changes *changes, char **cause);

#endif
