/*
 * digests.h - the SHA-256 of the operator's files: found on the worker, a slice
 * at a time with others' work in between, and kept.
 *
 * A sum belongs to a file as it was: another size or time, and it is another
 * file (dev, ino, size, mtime).
 */
#ifndef DIGESTS_H
#define DIGESTS_H

#include "command.h"
#include "library.h"

struct digests;

/* Bytes of one slice. */
#define DIGESTS_SLICE ((int64_t)4 * 1024 * 1024)

/* Makes server->digests, before the store is loaded. */
void digests_begin(struct server *server);

/* When the worker has ended; NULL is fine. */
void digests_free(struct digests *digests);

/* What the store kept; at start. */
void digests_restore(struct server *server, const char *key, const char *value);

/*
 * The sum of an open file, 64 lower-case hexadecimal digits, borrowed until the
 * next turn; NULL while it is not known: it is then sought, and known later.
 */
const char *digests_of(struct server *server, const struct library_file *file);

/* The same of an entry of a list; seeks nothing. */
const char *digests_known(const struct server *server, const struct library_entry *entry);

#endif
