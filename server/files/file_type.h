/*
 * file_type.h - what kind of file a name stands for: our own table, never what
 * somebody says of it.
 */
#ifndef FILE_TYPE_H
#define FILE_TYPE_H

#include <stdbool.h>

/* The media type by the name's extension, "application/octet-stream" for one that is not known.
 * Static. */
const char *file_type(const char *name);

/* True if a browser may show it where it is; everything else it is to save. */
bool file_type_inline(const char *type);

#endif
