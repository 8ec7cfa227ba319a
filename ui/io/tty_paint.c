#include "tty_paint.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tty_colour.h"
#include "tty_raw.h"

/* ncurses knows nothing of what is written behind it: cursor and style are as before. */
#define KEEP "\0337"
#define BACK "\0338"

void paint_clear(struct paint *paint)
{
    free(paint->shown);
    *paint = (struct paint){.anew = true};
}

/* Attributes and colours as ncurses says them. */
static attr_t attrs_of(const struct paint *paint, struct style style, int *pair)
{
    static const struct {
        unsigned attr;
        attr_t curses;
    } known[] = {
        {ATTR_BOLD,      A_BOLD     },
        {ATTR_DIM,       A_DIM      },
        {ATTR_ITALIC,    A_ITALIC   },
        {ATTR_REVERSE,   A_REVERSE  },
        {ATTR_UNDERLINE, A_UNDERLINE},
    };
    attr_t attrs = A_NORMAL;
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (style.attrs & known[i].attr)
            attrs |= known[i].curses;
    int32_t fg = colour_fg(style, paint->colours);
    int32_t bg = colour_bg(style, paint->colours);
    *pair = fg < 0 && bg < 0 ? 0 : alloc_pair(fg, bg);
    if (*pair < 0)
        *pair = 0;
    return attrs;
}

/* Gives ncurses a row, with blanks for what it cannot draw. */
static void put_row(const struct paint *paint, const struct cell *row, int y)
{
    static const struct cell gap = {.text = " ", .cols = 1};
    attr_t attrs = A_NORMAL;
    int pair = 0;
    for (int x = 0; x < paint->w; x++) {
        wchar_t wide[RAW_WIDE_MAX];
        cchar_t drawn;
        const struct cell *cell = &row[x];
        if (x == 0 || !style_same(cell->style, row[x - 1].style))
            attrs = attrs_of(paint, cell->style, &pair);
        if (cell->cols == 0 && raw_to_wide(&row[x - 1], wide))
            continue;
        if (cell->cols == 0 || !raw_to_wide(cell, wide))
            raw_to_wide(&gap, wide);
        setcchar(&drawn, wide, attrs, 0, &pair);
        mvadd_wch(y, x, &drawn);
    }
}

static bool has_raw(const struct paint *paint, const struct cell *row)
{
    wchar_t wide[RAW_WIDE_MAX];
    for (int x = 0; x < paint->w; x++)
        if (row[x].cols > 0 && !raw_to_wide(&row[x], wide))
            return true;
    return false;
}

/* Takes over the size of the canvas; nothing is known of what is shown then. */
static void start_anew(struct paint *paint, const struct canvas *canvas)
{
    if (canvas->w != COLS || canvas->h != LINES)
        resizeterm(canvas->h, canvas->w);
    free(paint->shown);
    paint->shown = xcalloc((size_t)canvas->w * (size_t)canvas->h, sizeof(*paint->shown));
    paint->w = canvas->w;
    paint->h = canvas->h;
    paint->anew = false;
    clearok(curscr, TRUE);
}

static void place_cursor(struct paint *paint, const struct canvas *canvas)
{
    bool hidden = canvas->cursor_x < 0 || canvas->cursor_y < 0;
    if (!hidden)
        move(canvas->cursor_y, canvas->cursor_x);
    if (hidden != paint->cursor_hidden)
        curs_set(!hidden);
    paint->cursor_hidden = hidden;
}

void paint_canvas(struct paint *paint, const struct canvas *canvas, struct buf *rest)
{
    if (paint->anew || canvas->w != paint->w || canvas->h != paint->h)
        start_anew(paint, canvas);
    for (int y = 0; y < paint->h; y++) {
        size_t at = (size_t)y * (size_t)paint->w;
        size_t size = (size_t)paint->w * sizeof(struct cell);
        if (memcmp(paint->shown + at, canvas->cells + at, size) == 0)
            continue;
        if (has_raw(paint, paint->shown + at) || has_raw(paint, canvas->cells + at))
            wredrawln(stdscr, y, 1);
        put_row(paint, canvas->cells + at, y);
        if (has_raw(paint, canvas->cells + at)) {
            buf_puts(rest, rest->len == 0 ? KEEP : "");
            raw_append(rest, canvas, y, paint->colours);
        }
        memcpy(paint->shown + at, canvas->cells + at, size);
    }
    if (rest->len > 0)
        buf_puts(rest, BACK);
    place_cursor(paint, canvas);
    wnoutrefresh(stdscr);
    doupdate();
}
