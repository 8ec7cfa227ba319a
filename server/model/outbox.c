#include "outbox.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct chunk {
    uint32_t refs; /* extents in outboxes, and the arena that writes to it */
    uint32_t used;
    uint32_t size;
    char data[];
};

/* The least chunk of an outbox's own. */
#define KEPT_BYTES_MIN 2048

/* Room in an emptied ring that is worth keeping for an idle session. */
#define RING_KEPT 8

static void chunk_unref(struct chunk *chunk)
{
    if (chunk && --chunk->refs == 0)
        free(chunk);
}

static struct chunk *chunk_new(uint32_t size)
{
    struct chunk *chunk = xmalloc(sizeof(*chunk) + size);
    chunk->refs = 1;
    chunk->used = 0;
    chunk->size = size;
    return chunk;
}

struct extent arena_write(struct arena *arena, const void *data, size_t len)
{
    assert(len <= ARENA_CHUNK_BYTES);
    if (!arena->current || arena->current->used + len > ARENA_CHUNK_BYTES) {
        chunk_unref(arena->current);
        arena->current = chunk_new(ARENA_CHUNK_BYTES);
    }
    struct chunk *chunk = arena->current;
    struct extent extent = {.chunk = chunk, .offset = chunk->used, .len = (uint32_t)len};
    memcpy(chunk->data + chunk->used, data, len);
    chunk->used += (uint32_t)len;
    return extent;
}

void arena_rewind(struct arena *arena)
{
    if (arena->current && arena->current->refs == 1)
        arena->current->used = 0;
}

void arena_clear(struct arena *arena)
{
    chunk_unref(arena->current);
    arena->current = NULL;
}

/* The ring's size is a power of two. */
static struct extent *ring_at(const struct outbox *outbox, uint32_t i)
{
    return &outbox->ring[(outbox->first + i) & (outbox->cap - 1)];
}

/* cap: a power of two, not less than what is there. */
static void ring_resize(struct outbox *outbox, uint32_t cap)
{
    struct extent *ring = xreallocarray(NULL, cap, sizeof(*ring));
    for (uint32_t i = 0; i < outbox->n; i++)
        ring[i] = *ring_at(outbox, i);
    free(outbox->ring);
    outbox->ring = ring;
    outbox->first = 0;
    outbox->cap = cap;
}

void outbox_add(struct outbox *outbox, struct extent extent)
{
    if (extent.len == 0)
        return;

    outbox->bytes += extent.len;
    struct extent *last = outbox->n > 0 ? ring_at(outbox, outbox->n - 1) : NULL;
    if (last && last->chunk == extent.chunk && last->offset + last->len == extent.offset) {
        last->len += extent.len;
        return;
    }
    if (outbox->n == outbox->cap)
        ring_resize(outbox, outbox->cap ? outbox->cap * 2 : 2);
    extent.chunk->refs++;
    outbox->n++;
    *ring_at(outbox, outbox->n - 1) = extent;
}

int outbox_iov(const struct outbox *outbox, struct iovec *iov, int max)
{
    int n = 0;
    for (; n < max && (uint32_t)n < outbox->n; n++) {
        const struct extent *extent = ring_at(outbox, (uint32_t)n);
        iov[n].iov_base = extent->chunk->data + extent->offset;
        iov[n].iov_len = extent->len;
    }
    return n;
}

static void ring_shift(struct outbox *outbox)
{
    chunk_unref(ring_at(outbox, 0)->chunk);
    outbox->first = (outbox->first + 1) & (outbox->cap - 1);
    outbox->n--;
    if (outbox->nkept > 0)
        outbox->nkept--;
}

void outbox_drain(struct outbox *outbox, size_t bytes)
{
    assert(bytes <= outbox->bytes);
    outbox->bytes -= bytes;
    outbox->moved |= bytes > 0;
    while (bytes > 0) {
        struct extent *first = ring_at(outbox, 0);
        if (bytes < first->len) {
            first->offset += (uint32_t)bytes;
            first->len -= (uint32_t)bytes;
            return;
        }
        bytes -= first->len;
        ring_shift(outbox);
    }
    if (outbox->n == 0 && outbox->cap > RING_KEPT) {
        outbox_clear(outbox);
        outbox->moved = true;
    }
}

/* ---- what is left at the end of a turn ---- */

/* Copies what fits behind the last bytes kept; returns how much that was. */
static uint32_t keep_behind(struct outbox *outbox, const char *data, uint32_t len)
{
    struct extent *last = outbox->nkept > 0 ? ring_at(outbox, outbox->nkept - 1) : NULL;
    uint32_t space = last ? last->chunk->size - last->chunk->used : 0;
    uint32_t n = len < space ? len : space;
    if (n > 0) {
        memcpy(last->chunk->data + last->chunk->used, data, n);
        last->chunk->used += n;
        last->len += n;
    }
    return n;
}

/* The more waits, the larger: few pieces for who is slow for long, little memory for the others. */
static uint32_t kept_size(const struct outbox *outbox)
{
    uint32_t size = KEPT_BYTES_MIN;
    while (size < outbox->bytes && size < ARENA_CHUNK_BYTES)
        size *= 2;
    return size;
}

/* A chunk of its own in the place of the first extent that has none; len is at most a chunk's. */
static void keep_apart(struct outbox *outbox, const char *data, uint32_t len)
{
    struct chunk *chunk = chunk_new(kept_size(outbox));
    memcpy(chunk->data, data, len);
    chunk->used = len;
    *ring_at(outbox, outbox->nkept++) = (struct extent){.chunk = chunk, .len = len};
}

void outbox_keep(struct outbox *outbox)
{
    const uint32_t n = outbox->n;
    for (uint32_t i = outbox->nkept; i < n; i++) {
        /* No extent makes more than one new chunk: places that are written to were read. */
        const struct extent extent = *ring_at(outbox, i);
        const char *data = extent.chunk->data + extent.offset;
        uint32_t done = keep_behind(outbox, data, extent.len);
        if (done < extent.len)
            keep_apart(outbox, data + done, extent.len - done);
        chunk_unref(extent.chunk);
    }
    outbox->n = outbox->nkept;
    if (outbox->cap > RING_KEPT && outbox->n <= RING_KEPT)
        ring_resize(outbox, RING_KEPT);
}

size_t outbox_memory(const struct outbox *outbox)
{
    size_t bytes = outbox->n > 0 ? outbox->cap * sizeof(*outbox->ring) : 0;
    for (uint32_t i = 0; i < outbox->nkept; i++)
        bytes += sizeof(struct chunk) + ring_at(outbox, i)->chunk->size;
    return bytes;
}

void outbox_clear(struct outbox *outbox)
{
    while (outbox->n > 0)
        ring_shift(outbox);
    free(outbox->ring);
    *outbox = (struct outbox){0};
}
