#include "outbox.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct chunk {
    uint32_t refs; /* extents in outboxes, and the arena that writes to it */
    uint32_t used;
    char data[ARENA_CHUNK_BYTES];
};

/* Room in an emptied ring that is worth keeping for an idle session. */
#define RING_KEPT 8

static void chunk_unref(struct chunk *chunk)
{
    if (chunk && --chunk->refs == 0)
        free(chunk);
}

static struct chunk *chunk_new(void)
{
    struct chunk *chunk = xmalloc(sizeof(*chunk));
    chunk->refs = 1;
    chunk->used = 0;
    return chunk;
}

struct extent arena_write(struct arena *arena, const void *data, size_t len)
{
    assert(len <= ARENA_CHUNK_BYTES);
    if (!arena->current || arena->current->used + len > ARENA_CHUNK_BYTES) {
        chunk_unref(arena->current);
        arena->current = chunk_new();
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

static void ring_grow(struct outbox *outbox)
{
    uint32_t cap = outbox->cap ? outbox->cap * 2 : 2;
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
        ring_grow(outbox);
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
}

void outbox_drain(struct outbox *outbox, size_t bytes)
{
    assert(bytes <= outbox->bytes);
    outbox->bytes -= bytes;
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
    if (outbox->n == 0 && outbox->cap > RING_KEPT)
        outbox_clear(outbox);
}

void outbox_clear(struct outbox *outbox)
{
    while (outbox->n > 0)
        ring_shift(outbox);
    free(outbox->ring);
    *outbox = (struct outbox){0};
}
