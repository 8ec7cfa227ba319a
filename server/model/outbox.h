/*
 * outbox.h - bytes waiting for one session, shared between sessions.
 *
 * A message is written once per rendering into that rendering's arena of
 * counted 64 KiB chunks. A session's outbox is a ring of extents (chunk,
 * offset, length); a message that begins where the last extent ends makes that
 * extent longer, so a turn's flush is typically one extent and one system call
 * (PERFORMANCE.md, "How the way out should be built").
 *
 * What a slow reader leaves is moved into chunks of its own at the end of the
 * turn: a shared chunk is never held for longer, and what waits costs what it
 * is long.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#define ARENA_CHUNK_BYTES 65536

struct chunk; /* private: counted by extents and by its arena */

/* Where the messages of one rendering go. A zeroed struct arena is an empty one. */
struct arena {
    struct chunk *current;
};

/* Bytes in a chunk; valid while an outbox holds it, or until the arena writes again. */
struct extent {
    struct chunk *chunk;
    uint32_t offset;
    uint32_t len;
};

struct outbox {
    struct extent *ring; /* owned; grows */
    uint32_t first, n, cap;
    uint32_t nkept; /* of the n, the first: in chunks of its own */
    bool moved;     /* bytes left since the owner last looked */
    size_t bytes;   /* waiting */
};

/* Copies len bytes (at most ARENA_CHUNK_BYTES) into the arena. */
struct extent arena_write(struct arena *arena, const void *data, size_t len);

/* Rewinds the current chunk if no outbox waits on it: it stays warm in cache. Once a turn. */
void arena_rewind(struct arena *arena);

/* Lets go of all chunks; those that somebody waits for live on. */
void arena_clear(struct arena *arena);

/* Adds an extent and holds its chunk. */
void outbox_add(struct outbox *outbox, struct extent extent);

/* The first bytes waiting, in at most max pieces; returns how many pieces. */
int outbox_iov(const struct outbox *outbox, struct iovec *iov, int max);

/* Drops the first bytes (they were sent). */
void outbox_drain(struct outbox *outbox, size_t bytes);

/* Moves what waits into chunks of its own. */
void outbox_keep(struct outbox *outbox);

/* Bytes that it costs to keep what waits; as of outbox_keep(). */
size_t outbox_memory(const struct outbox *outbox);

/* Forgets all that waits. */
void outbox_clear(struct outbox *outbox);

#endif
