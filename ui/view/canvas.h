/*
 * canvas.h - cells to paint on. Views draw here; ui/io/tty puts it on the
 * terminal. A test reads it back as text.
 *
 * A cell holds one grapheme cluster of at most CELL_BYTES; a cluster two
 * columns wide takes two cells, the second empty. Everything outside the
 * canvas or the clip is dropped silently.
 */
#ifndef CANVAS_H
#define CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CELL_BYTES 36 /* with the rest a cell has no padding: rows are compared as bytes */

enum attr {
    ATTR_BOLD = 1 << 0,
    ATTR_ITALIC = 1 << 1,
    ATTR_UNDERLINE = 1 << 2,
    ATTR_REVERSE = 1 << 3,
    ATTR_DIM = 1 << 4,
    ATTR_STRIKE = 1 << 5
};

/* A colour: COLOUR_DEFAULT, 0-255 of the palette, or COLOUR_RGB | 0xrrggbb. */
#define COLOUR_DEFAULT (-1)
#define COLOUR_RGB     0x1000000

struct style {
    int32_t fg, bg;
    unsigned attrs; /* enum attr */
};

struct cell {
    char text[CELL_BYTES]; /* NUL-terminated; "" behind a wide cluster, " " when blank */
    uint8_t cols;          /* 1 or 2; 0 behind a wide cluster */
    bool doubtful;         /* terminals disagree about its width: position anew after it */
    uint16_t link;         /* canvas_link(); 0 for none */
    struct style style;
};

struct rect {
    int x, y, w, h;
};

/* Where links lead. Numbers are not used again soon, so that cells of an older painting differ. */
struct canvas_links {
    char **urls; /* each owned */
    size_t n;
    uint16_t first; /* number of the first one */
};

struct canvas {
    int w, h;
    struct cell *cells; /* w * h, row by row; owned */
    struct canvas_links links;
    uint16_t link;          /* of what is drawn from now on: canvas_link(); 0 for none */
    int cursor_x, cursor_y; /* where the terminal's cursor goes; -1: hidden */
};

/* True if both look the same. */
bool style_same(struct style a, struct style b);

/* A canvas without cells; frees them. */
void canvas_init(struct canvas *canvas);
void canvas_clear(struct canvas *canvas);

/* Makes it w by h (at least 1) and blank. */
void canvas_resize(struct canvas *canvas, int w, int h, struct style style);

/* Blanks a rectangle. */
void canvas_fill(struct canvas *canvas, struct rect rect, struct style style);

/* Where text goes, and how it looks. */
struct pen {
    struct rect clip;
    int x, y;
    struct style style;
};

/* The number of a link, the same for the same url until canvas_forget_links(); 0 if there are too
 * many. */
uint16_t canvas_link(struct canvas *canvas, const char *url);

/* Where it leads; NULL if it is not known (any more). */
const char *canvas_link_url(const struct canvas *canvas, uint16_t link);

/* Before all that holds links is painted anew: forgets them if there are many. */
void canvas_forget_links(struct canvas *canvas);

/*
 * Draws text from the pen's (x, y) on, within its clip, one row; returns the
 * columns it took (also those that were clipped away on the right). Control
 * characters are not drawn: text was sanitised before.
 */
int canvas_text(struct canvas *canvas, const struct pen *pen, const char *text, size_t len);

/* The same, cut with an ellipsis at the clip's right edge. */
int canvas_text_cut(struct canvas *canvas, const struct pen *pen, const char *text);

/* Lines and a box with a title in its top and keys in its bottom border (NULL for none). */
void canvas_hline(struct canvas *canvas, int x, int y, int w, struct style style);
void canvas_vline(struct canvas *canvas, int x, int y, int h, struct style style);
void canvas_box(struct canvas *canvas, struct rect rect, const char *title, const char *bottom,
                struct style style);

#endif
