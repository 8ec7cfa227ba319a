/*
 * gallery.h - a picture of everything that lies over alice's messages, and of her modes.
 */
#ifndef GALLERY_H
#define GALLERY_H

#include <stdbool.h>

struct rig;
struct shelf;

/* The sizes of terminal in which each picture is made. */
struct gallery_size {
    int cols, rows;
};

/* Draws NAME-COLSxROWS.svg for each overlay into the folder; few: three of them only. What an
 * overlay says of itself is waited for, so one that does not open fails. */
void gallery_draw(struct shelf *shelf, const char *folder, struct gallery_size size, bool few);

/* The question about a server whose certificate is another one (trust-COLSxROWS.svg). */
void gallery_draw_trust(struct rig *rig, const char *folder, struct gallery_size size);

#endif
