#include "lines_ids.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secret.h"

void lines_ids_clear(struct lines_ids *ids)
{
    free(ids->slots);
    *ids = (struct lines_ids){0};
}

size_t lines_ids_bytes(const struct lines_ids *ids)
{
    return ids->cap * sizeof(*ids->slots);
}

static size_t home_of(const struct lines_ids *ids, const char *msgid)
{
    uint64_t hash = ids->seed;
    for (const unsigned char *p = (const unsigned char *)msgid; *p; p++) {
        hash = (hash ^ *p) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return (size_t)hash & (ids->cap - 1);
}

uint32_t lines_ids_find(const struct lines_ids *ids, const struct lines_text *text,
                        const char *msgid)
{
    if (!*msgid || ids->cap == 0)
        return 0;
    for (size_t i = home_of(ids, msgid); ids->slots[i]; i = (i + 1) & (ids->cap - 1))
        if (strcmp(lines_text_msgid(text, ids->slots[i]), msgid) == 0)
            return ids->slots[i];
    return 0;
}

bool lines_ids_has(const struct lines_ids *ids, const struct lines_text *text, const char *msgid)
{
    return lines_ids_find(ids, text, msgid) != 0;
}

static void put(struct lines_ids *ids, const struct lines_text *text, uint32_t ref)
{
    size_t i = home_of(ids, lines_text_msgid(text, ref));
    while (ids->slots[i])
        i = (i + 1) & (ids->cap - 1);
    ids->slots[i] = ref;
}

static void grow(struct lines_ids *ids, const struct lines_text *text)
{
    uint32_t *old = ids->slots;
    size_t old_cap = ids->cap;
    if (old_cap == 0)
        secret_random(&ids->seed, sizeof(ids->seed));
    ids->cap = old_cap ? old_cap * 2 : 16;
    ids->slots = xcalloc(ids->cap, sizeof(*ids->slots));
    for (size_t i = 0; i < old_cap; i++)
        if (old[i])
            put(ids, text, old[i]);
    free(old);
}

void lines_ids_add(struct lines_ids *ids, const struct lines_text *text, uint32_t ref)
{
    if (!*lines_text_msgid(text, ref))
        return;
    /* Filled to 13/16 at most: probes stay short, and a line costs 5 to 10 bytes here. */
    if (ids->n + 1 > ids->cap / 16 * 13)
        grow(ids, text);
    put(ids, text, ref);
    ids->n++;
}

void lines_ids_remove(struct lines_ids *ids, const struct lines_text *text, uint32_t ref)
{
    if (ids->cap == 0 || !*lines_text_msgid(text, ref))
        return;
    size_t mask = ids->cap - 1;
    size_t hole = home_of(ids, lines_text_msgid(text, ref));
    while (ids->slots[hole] && ids->slots[hole] != ref)
        hole = (hole + 1) & mask;
    if (!ids->slots[hole])
        return;

    /* Whoever was pushed behind the hole moves up (Knuth, volume 3, 6.4, algorithm R). */
    for (size_t i = (hole + 1) & mask; ids->slots[i]; i = (i + 1) & mask) {
        size_t home = home_of(ids, lines_text_msgid(text, ids->slots[i]));
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            ids->slots[hole] = ids->slots[i];
            hole = i;
        }
    }
    ids->slots[hole] = 0;
    ids->n--;
}
