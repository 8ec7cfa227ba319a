/*
 * stamps.h - times by name: when each of many was last read, told, or typed to.
 */
#ifndef STAMPS_H
#define STAMPS_H

#include <stdint.h>

#include "map.h"

/* A zeroed one is empty. */
struct stamps {
    struct map by_name; /* name -> int64_t of its own */
};

/* The time that stands under a name, -1 if there is none. */
int64_t stamps_get(const struct stamps *stamps, const char *name);

void stamps_set(struct stamps *stamps, const char *name, int64_t ms);

void stamps_clear(struct stamps *stamps);

#endif
