/*
 * file_name.h - names and paths of shared files, as strangers write them and
 * as we write them to strangers.
 *
 * A path is relative, its components joined by '/', "" for the root. None of
 * them is empty, begins with a dot (so neither ".", ".." nor a hidden file can
 * be named), is longer than 255 bytes, or holds NUL, control characters or a
 * backslash; all is valid UTF-8.
 */
#ifndef FILE_NAME_H
#define FILE_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

#define FILE_NAME_MAX 255  /* bytes of a component */
#define FILE_PATH_MAX 4000 /* bytes of a path */

/* Longest name that an upload keeps. */
#define FILE_SAFE_MAX 150

/*
 * Decodes percent signs, once. One '/' at the end (a folder is meant) is
 * dropped. NULL if anything in it is not allowed; else to free.
 */
char *file_path_decode(const char *encoded);

/* The same of a text of any kind without controls, as in a query; NULL if it is none. To free. */
char *file_text_decode(const char *encoded);

/* True if a path keeps the rules. */
bool file_path_fits(const char *path);

/* The same of a single name. */
bool file_name_fits(const char *name);

/* Appends the path as it stands in an address: all but letters, digits, "-._~" and '/' by percent
 * signs. */
void file_path_encode(struct buf *out, const char *path);

/*
 * The name of an upload, made fit to be shown and to be a file's name
 * anywhere: what comes before the last slash or backslash is dropped, as are
 * controls, dots in front and what some systems cannot have in names; never
 * empty ("file"), at most FILE_SAFE_MAX bytes with its extension kept. To free.
 */
char *file_name_safe(const char *name);

/* Appends the value of Content-Disposition (RFC 6266, RFC 8187). shown: "inline", not to be saved.
 */
void file_name_disposition(struct buf *out, bool shown, const char *name);

#endif
