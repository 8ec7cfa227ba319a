/*
 * lines_ids.h - which message ids are there: a set of references to the
 * records that carry them, 4 bytes each.
 */
#ifndef LINES_IDS_H
#define LINES_IDS_H

#include "lines_text.h"

/* A zeroed one is empty. */
struct lines_ids {
    uint32_t *slots; /* 0: empty; owned */
    size_t cap;      /* a power of two, or 0 */
    size_t n;
    uint64_t seed; /* ids come from strangers */
};

void lines_ids_clear(struct lines_ids *ids);
bool lines_ids_has(const struct lines_ids *ids, const struct lines_text *text, const char *msgid);

/* The reference of the record with this id, 0 if there is none. */
uint32_t lines_ids_find(const struct lines_ids *ids, const struct lines_text *text,
                        const char *msgid);

/* A record without an id is none to them. */
void lines_ids_add(struct lines_ids *ids, const struct lines_text *text, uint32_t ref);
void lines_ids_remove(struct lines_ids *ids, const struct lines_text *text, uint32_t ref);

size_t lines_ids_bytes(const struct lines_ids *ids);

#endif
