/*
 * map.h - a hash map from strings to pointers.
 *
 * Keys are copied and compared byte by byte: callers fold case first. The hash
 * is SipHash with a key drawn at random, because names come from strangers.
 * Values belong to the caller.
 */
#ifndef MAP_H
#define MAP_H

#include <stddef.h>

struct map_entry; /* private */

/* A zeroed struct map is an empty one. */
struct map {
    struct map_entry *entries;
};

/* Forgets all keys. Values are not freed. */
void map_clear(struct map *map);

/* The value of key, or NULL. */
void *map_get(const struct map *map, const char *key);

/* Sets the value of key (not NULL), returns the one it had or NULL. */
void *map_set(struct map *map, const char *key, void *value);

/* Removes key, returns the value it had or NULL. */
void *map_remove(struct map *map, const char *key);

/* How many keys there are. */
size_t map_count(const struct map *map);

/*
 * Steps in order of insertion: NULL gives the first entry, the last gives NULL.
 * The present entry may be removed only after its successor was taken.
 */
struct map_entry *map_next(const struct map *map, struct map_entry *entry);

/* Key and value of an entry, borrowed. */
const char *map_key(const struct map_entry *entry);
void *map_value(const struct map_entry *entry);

/* for (each entry e of map): nothing may be removed in the loop's body. */
/* NOLINTBEGIN(bugprone-macro-parentheses): e is declared here */
#define MAP_FOREACH(e, map) \
    for (struct map_entry *e = map_next((map), NULL); e; e = map_next((map), e))
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
