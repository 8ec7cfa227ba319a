/*
 * screen.h - what the person sees: the canvas, the theme, the window's title,
 * and when to paint.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "canvas.h"
#include "chat.h"
#include "theme.h"

/* Milliseconds between two paints: 60 a second. */
#define SCREEN_FRAME_MS 16

struct screen {
    struct canvas canvas;
    struct theme theme;
    bool strip;         /* no colours */
    int64_t painted_ms; /* monotonic */
    char *shown_theme;  /* its name; owned */
    char *shown_title;  /* owned */
};

/* A zeroed struct screen is one without a terminal yet; the terminal must be started for the rest.
 */
void screen_clear(struct screen *screen);

/* The terminal has another size: everything is painted anew. */
void screen_resize(struct screen *screen, struct chat *chat);

/* Takes the theme that chat names; one that cannot be read leaves the one that is shown, and is
 * complained of. */
void screen_take_theme(struct screen *screen, struct chat *chat);

/* Paints what changed, if the last paint is a frame ago or only the input changed; gives the ms to
 * wait until it may, 0 when there is nothing to paint. */
int64_t screen_paint_if_due(struct screen *screen, struct chat *chat);

#endif
