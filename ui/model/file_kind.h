/*
 * file_kind.h - what a file holds, by the ending of its name.
 */
#ifndef FILE_KIND_H
#define FILE_KIND_H

/* A media type, static: "application/octet-stream" if it is not known. */
const char *file_kind(const char *name);

#endif
