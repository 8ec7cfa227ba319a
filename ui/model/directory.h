/*
 * directory.h - the rooms of a server, as it lists them: one after the other,
 * while they are looked at already.
 */
#ifndef DIRECTORY_H
#define DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

struct directory_room {
    char *name, *topic; /* owned */
    long people;
};

enum directory_order {
    DIRECTORY_BY_PEOPLE,
    DIRECTORY_BY_NAME,
    DIRECTORY_BY_TOPIC,
    DIRECTORY_ORDERS
};

struct directory {
    struct directory_room *rooms; /* owned */
    size_t n, size;               /* so many are there; there is room for */
    size_t bytes;                 /* of names and topics */
    bool asked; /* to be looked at: rooms that come belong here, and are no lines */
    bool done;  /* all are there */
};

/* Forgets all of it. */
void directory_clear(struct directory *directory);

/* It is asked for anew: forgets what there was. */
void directory_begin(struct directory *directory);

/* Adds one (texts are copied and cleaned); there is an end to how many. */
void directory_add(struct directory *directory, const char *name, long people, const char *topic);

/* Sorts what there is; what is added later stands at the end. */
void directory_sort(struct directory *directory, enum directory_order order);

#endif
