/*
 * pointed.h - what is at a place of the screen. The view tells it, as it painted;
 * the mouse acts on it.
 */
#ifndef POINTED_H
#define POINTED_H

#include <stddef.h>
#include <stdint.h>

struct conv;
struct network;

enum point_pane {
    POINT_NOWHERE,
    POINT_ROOMS,
    POINT_USERS,
    POINT_MESSAGES,
    POINT_TITLE,
    POINT_BELOW, /* "3 new ↓" */
    POINT_INPUT,
    POINT_HINT, /* what keys do, above the input */
    POINT_ROOMS_BORDER,
    POINT_USERS_BORDER,
    POINT_DIALOG,
    POINT_BESIDE_DIALOG
};

/* A zeroed one is nowhere. */
struct pointed {
    enum point_pane pane;
    struct conv *conv;       /* of a row of the rooms */
    struct network *network; /* of a server's row there */
    char *nick;              /* of a row of the people; owned */
    uint64_t serial;         /* of a message; 0 for none */
    char *url;               /* of a link in it; owned */
    char *hint; /* "Enter get · Esc": what keys do, of one of them up to here; owned */
    size_t row; /* of a dialog: of those that are shown, or a field; POINT_NO_ROW */
};

/* Between rows. */
#define POINT_NO_ROW SIZE_MAX

/* It is nowhere. */
void pointed_clear(struct pointed *at);

#endif
