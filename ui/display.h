/*
 * display.h - what the person sees: the screen, the theme, the window's title,
 * and when to paint; or what they are told, line by line.
 */
#ifndef DISPLAY_H
#define DISPLAY_H

#include <stdint.h>

#include "chat.h"
#include "keymap.h"
#include "linear.h"
#include "theme.h"
#include "tty_row.h"
#include "view.h"

/* Milliseconds between two paints: 60 a second. */
#define DISPLAY_FRAME_MS 16

/* Where the copy view stood when it was written: it stays as long as it may be selected in. */
struct bare {
    const struct conv *conv; /* NULL: it is not shown */
    uint64_t anchor;
    int anchor_rows, rows, cols;
};

struct display {
    struct screen screen;
    struct theme theme;
    int64_t painted_ms; /* monotonic */
    struct bare bare;   /* what of the copy view is shown */
    char *shown_theme;  /* as chat names it; NULL: to be read anew; owned */
    bool shown_light;   /* what was known of the terminal's ground then */
    char *shown_title;  /* owned */
    bool lines;         /* there is no screen: what happens is told line by line */
    struct linear linear;
    struct tty_row row;
};

/* The terminal is started: takes its size and the theme that chat names. */
void display_init(struct display *display, struct chat *chat);

/* A zeroed one, or one after display_init(). */
void display_clear(struct display *display);

/* The terminal may have another size: everything is painted anew. */
void display_resize(struct chat *chat);

/* Takes the theme that chat names; one that cannot be read leaves the one that is shown, and is
 * complained of. */
void display_take_theme(struct display *display, struct chat *chat);

/* The theme is to be read anew, though its name is the same. */
void display_forget_theme(struct display *display);

/* The mouse did something on what was painted. */
void display_point(struct display *display, struct chat *chat, const struct mouse *mouse);

/* The terminal may have told of its ground: a theme that goes by that is chosen anew. */
void display_note_ground(const struct display *display, struct chat *chat);

/* Paints what changed, if the last paint is a frame ago; otherwise of the change only the input.
 * Gives the ms to wait until the rest may be painted, 0 when there is nothing to paint. */
int64_t display_paint_if_due(struct display *display, struct chat *chat);

/* The picked line moved: the message pane follows. */
void display_reveal(struct display *display, struct chat *chat);

/* Moves what is shown of chat->current by chat->scroll_rows; *at_top: there is nothing above. */
void display_scroll(const struct display *display, struct chat *chat, bool *at_top);

/* Is there room for more lines of chat->current than there are? */
bool display_has_room(const struct display *display, const struct chat *chat);

/* Is there something that is told only after a while? */
bool display_waits(const struct display *display);

/* Gives the terminal back. */
void display_end(struct display *display);

#endif
