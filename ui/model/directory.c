#include "directory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bare_text.h"
#include "mem.h"
#include "utf8.h"

/* However much a server tells, no more is kept. */
#define ROOMS_MAX 50000
#define TEXT_MAX  (32u << 20) /* bytes of their names and topics */

void directory_clear(struct directory *directory)
{
    for (size_t i = 0; i < directory->n; i++) {
        free(directory->rooms[i].name);
        free(directory->rooms[i].topic);
    }
    free(directory->rooms);
    *directory = (struct directory){0};
}

void directory_begin(struct directory *directory)
{
    directory_clear(directory);
    directory->asked = true;
}

void directory_add(struct directory *directory, const char *name, long people, const char *topic)
{
    if (directory->n >= ROOMS_MAX || directory->bytes >= TEXT_MAX)
        return;
    if (directory->n == directory->size) {
        directory->size = directory->size ? 2 * directory->size : 64;
        directory->rooms =
            xreallocarray(directory->rooms, directory->size, sizeof(*directory->rooms));
    }
    char *bare = bare_text(topic);
    struct directory_room *room = &directory->rooms[directory->n++];
    room->name = utf8_sanitize(name, strlen(name), false, false);
    room->topic = utf8_sanitize(bare, strlen(bare), false, false);
    room->people = people;
    directory->bytes += strlen(room->name) + strlen(room->topic);
    free(bare);
}

static int by_name(const void *a, const void *b)
{
    return strcasecmp(((const struct directory_room *)a)->name,
                      ((const struct directory_room *)b)->name);
}

static int by_people(const void *a, const void *b)
{
    long x = ((const struct directory_room *)a)->people;
    long y = ((const struct directory_room *)b)->people;
    return x == y ? by_name(a, b) : x < y ? 1 : -1;
}

/* Rooms without one come last. */
static int by_topic(const void *a, const void *b)
{
    const char *x = ((const struct directory_room *)a)->topic;
    const char *y = ((const struct directory_room *)b)->topic;
    if (!*x != !*y)
        return *x ? -1 : 1;
    int order = strcasecmp(x, y);
    return order ? order : by_name(a, b);
}

void directory_sort(struct directory *directory, enum directory_order order)
{
    static int (*const compare[DIRECTORY_ORDERS])(const void *, const void *) = {by_people, by_name,
                                                                                 by_topic};
    if (directory->n > 0)
        qsort(directory->rooms, directory->n, sizeof(*directory->rooms), compare[order]);
}
