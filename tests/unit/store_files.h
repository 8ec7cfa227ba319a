/*
 * store_files.h - the files of a store in memory, to be harmed and put back.
 */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include "store_scene.h"

struct blob {
    unsigned char *data; /* NULL: there is no such file */
    size_t len;
};

struct files {
    struct blob db;
    struct blob wal;
    struct blob mark;
};

struct blob blob_copy(const struct blob *blob);
void blob_write(const struct blob *blob, const char *path, const char *suffix);
void blob_drop(struct blob *blob);

struct files files_read(const char *path);
struct files files_copy(const struct files *files);

/* Puts them there, in the place of all that was. */
void files_write(const struct files *files, const char *path);
void files_drop(struct files *files);

/* Where alice speaks, and what: her nth word goes to conversation n % LIFE_CONVS. */
#define LIFE_CONVS 3
extern const char *const life_convs[LIFE_CONVS];
void life_body(int n, char body[64]);

/* The files of a store with so many words, as it was stopped or as a kill left it. */
struct files life_files(int entries, bool kill);

#endif
