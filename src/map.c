#include "map.h"

#include <sodium/crypto_shorthash.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static unsigned hash_bytes(const void *data, size_t len);

#define HASH_FUNCTION(data, len, hash) (hash) = hash_bytes((data), (len))
#define uthash_malloc(size)            xmalloc(size)
#include <uthash.h>

struct map_entry {
    UT_hash_handle hh;
    void *value;
    char key[];
};

/* Drawn before main(), so that threads need not agree on who draws it. */
static unsigned char hash_key[crypto_shorthash_KEYBYTES];

__attribute__((constructor)) static void draw_hash_key(void)
{
    crypto_shorthash_keygen(hash_key);
}

static unsigned hash_bytes(const void *data, size_t len)
{
    uint32_t hash[crypto_shorthash_BYTES / sizeof(uint32_t)];
    crypto_shorthash((unsigned char *)hash, data, len, hash_key);
    return hash[0];
}

/* NOLINTBEGIN(readability-function-size, readability-function-cognitive-complexity): uthash is
 * macros */
static struct map_entry *find(const struct map *map, const char *key)
{
    struct map_entry *entry = NULL;
    HASH_FIND(hh, map->entries, key, strlen(key), entry);
    return entry;
}

static void add(struct map *map, const char *key, void *value)
{
    size_t len = strlen(key);
    struct map_entry *entry = xcalloc(1, sizeof(*entry) + len + 1);
    memcpy(entry->key, key, len);
    entry->value = value;
    HASH_ADD_KEYPTR(hh, map->entries, entry->key, len, entry);
}

void map_clear(struct map *map)
{
    struct map_entry *entry = map->entries;
    HASH_CLEAR(hh, map->entries);
    while (entry) {
        struct map_entry *next = entry->hh.next;
        free(entry);
        entry = next;
    }
}

void *map_get(const struct map *map, const char *key)
{
    struct map_entry *entry = find(map, key);
    return entry ? entry->value : NULL;
}

void *map_set(struct map *map, const char *key, void *value)
{
    struct map_entry *entry = find(map, key);
    if (!entry) {
        add(map, key, value);
        return NULL;
    }

    void *old = entry->value;
    entry->value = value;
    return old;
}

void *map_remove(struct map *map, const char *key)
{
    struct map_entry *entry = find(map, key);
    if (!entry)
        return NULL;

    void *old = entry->value;
    HASH_DEL(map->entries, entry);
    free(entry);
    return old;
}

/* NOLINTEND(readability-function-size, readability-function-cognitive-complexity) */

size_t map_count(const struct map *map)
{
    return HASH_COUNT(map->entries);
}

struct map_entry *map_next(const struct map *map, struct map_entry *entry)
{
    return entry ? entry->hh.next : map->entries;
}

const char *map_key(const struct map_entry *entry)
{
    return entry->key;
}

void *map_value(const struct map_entry *entry)
{
    return entry->value;
}
