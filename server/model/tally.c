#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct tally_entry {
    int64_t *times; /* oldest first; owned */
    size_t n;
};

static void free_entry(struct tally_entry *entry)
{
    free(entry->times);
    free(entry);
}

static void forget(struct tally *tally, struct map_entry *place)
{
    char *name = xstrdup(map_key(place));
    free_entry(map_remove(&tally->by_name, name));
    free(name);
}

int tally_count(const struct tally *tally, const char *name, int64_t window_ms, int64_t mono_ms)
{
    const struct tally_entry *entry = map_get(&tally->by_name, name);
    int n = 0;
    for (size_t i = entry ? entry->n : 0; i > 0 && entry->times[i - 1] > mono_ms - window_ms; i--)
        n++;
    return n;
}

void tally_add(struct tally *tally, const char *name, int64_t mono_ms)
{
    struct tally_entry *entry = map_remove(&tally->by_name, name);
    if (!entry)
        entry = xnew(struct tally_entry);
    if (map_count(&tally->by_name) >= TALLY_NAMES_MAX)
        forget(tally, map_next(&tally->by_name, NULL));

    if (entry->n == TALLY_TIMES_MAX)
        memmove(entry->times, entry->times + 1, --entry->n * sizeof(*entry->times));
    entry->times = xreallocarray(entry->times, entry->n + 1, sizeof(*entry->times));
    entry->times[entry->n++] = mono_ms;
    map_set(&tally->by_name, name, entry); /* the last one */
}

void tally_expire(struct tally *tally, int64_t window_ms, int64_t mono_ms)
{
    struct map_entry *first = NULL;
    while ((first = map_next(&tally->by_name, NULL))) {
        const struct tally_entry *entry = map_value(first);
        if (entry->times[entry->n - 1] > mono_ms - window_ms)
            return;
        forget(tally, first);
    }
}

void tally_clear(struct tally *tally)
{
    MAP_FOREACH(e, &tally->by_name) {
        free_entry(map_value(e));
    }
    map_clear(&tally->by_name);
}
