/*
 * canvas_links.h - frees what a canvas knows of links.
 */
#ifndef CANVAS_LINKS_H
#define CANVAS_LINKS_H

#include "canvas.h"

void canvas_links_clear(struct canvas_links *links);

#endif
