/*
 * blobs.h - a folder of uploaded files, named by what is in them.
 *
 * FOLDER/tmp/<id> is a part: what has come of an upload so far. FOLDER/blobs/ab/abcd… is a
 * file that is whole, named by its SHA-256 (lower-case hex). Names that people
 * gave never come here. All functions but those that say otherwise wait for
 * the disk, so they belong on the worker; they may run on any thread.
 */
#ifndef BLOBS_H
#define BLOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes for the name of an upload, or of its part, with NUL: 128 random bits. */
#define BLOBS_ID_SIZE 23

struct blobs;

/* Makes what is missing of the folder, for its owner only. Returns NULL with *cause. */
struct blobs *blobs_open(const char *folder, char **cause);
void blobs_free(struct blobs *blobs);

/* Whether so many more bytes leave a tenth of the disk free; does not wait. */
bool blobs_has_room(const struct blobs *blobs, int64_t bytes);

/* ---- parts ---- */

/* A descriptor for reading and writing, -1 with errno. A new part must not be there yet. */
int blobs_part_new(const struct blobs *blobs, const char *id);
int blobs_part_open(const struct blobs *blobs, const char *id);

/* Writes all of it there. Returns 0, or -1 with errno. */
int blobs_part_write(int fd, int64_t at, const void *data, size_t len);

/* What was written will be there after a power cut. Returns 0, or -1 with errno. */
int blobs_part_sync(const struct blobs *blobs, int fd);

/* Deletes a part; one that is not there is fine. */
void blobs_part_remove(const struct blobs *blobs, const char *id);

/*
 * The part becomes the file of that hash (which may be there already), and
 * will be there after a power cut too; it stays a part until it is removed.
 * Returns 0, or -1 with errno.
 */
int blobs_keep(const struct blobs *blobs, const char *id, int fd, const char *sha256);

/* ---- whole files ---- */

/* A descriptor for reading, -1 with errno. */
int blobs_file_open(const struct blobs *blobs, const char *sha256);

/* Deletes a file; one that is not there is fine. */
void blobs_file_remove(const struct blobs *blobs, const char *sha256);

/* ---- looking for what nobody needs ---- */

/* Folders of whole files: "00" to "ff". */
#define BLOBS_FOLDERS 256

/* The names in one folder of whole files, or (folder -1) of the parts, each behind the other with
 * '\n' between; to free. NULL if there are none. */
char *blobs_names(const struct blobs *blobs, int folder);

#endif
