#include "tty_paint.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tty_colour.h"
#include "tty_link.h"
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

/* Cells of a row, from the first up to the end. */
struct part {
    int from, end;
};

/* Those that are not as they are shown, with all of a wide cluster. */
static struct part changed_part(const struct paint *paint, const struct cell *shown,
                                const struct cell *row)
{
    struct part part = {0, paint->w};
    /* Most rows are as they were: one comparison tells. */
    if (memcmp(shown, row, (size_t)paint->w * sizeof(*row)) == 0)
        return (struct part){0, 0};
    while (memcmp(shown + part.from, row + part.from, sizeof(*row)) == 0)
        part.from++;
    while (memcmp(shown + part.end - 1, row + part.end - 1, sizeof(*row)) == 0)
        part.end--;
    while (part.from > 0 && (shown[part.from].cols == 0 || row[part.from].cols == 0))
        part.from--;
    while (part.end < paint->w && (shown[part.end].cols == 0 || row[part.end].cols == 0))
        part.end++;
    return part;
}

/* Gives ncurses a part of a row, with blanks for what it cannot draw. */
static void put_part(const struct paint *paint, const struct cell *row, int y, struct part part)
{
    static const struct cell gap = {.text = " ", .cols = 1};
    attr_t attrs = A_NORMAL;
    int pair = 0;
    for (int x = part.from; x < part.end; x++) {
        wchar_t wide[RAW_WIDE_MAX];
        cchar_t drawn;
        const struct cell *cell = &row[x];
        if (x == part.from || !style_same(cell->style, row[x - 1].style))
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

/* One row, if it is not as it is shown. */
static void paint_row(struct paint *paint, const struct canvas *canvas, int y, struct buf *rest)
{
    struct cell *shown = paint->shown + (size_t)y * (size_t)paint->w;
    const struct cell *row = canvas->cells + (size_t)y * (size_t)paint->w;
    struct part part = changed_part(paint, shown, row);
    if (part.from == part.end)
        return;
    bool raw = has_raw(paint, row);
    bool links = paint->links && link_in_row(row, paint->w);
    if (raw || has_raw(paint, shown) || (paint->links && link_in_row(shown, paint->w))) {
        wredrawln(stdscr, y, 1);
        part = (struct part){0, paint->w};
    }
    put_part(paint, row, y, part);
    if (raw) {
        buf_puts(rest, rest->len == 0 ? KEEP : "");
        raw_append(rest, canvas, y, paint->colours);
    }
    if (links) {
        buf_puts(rest, rest->len == 0 ? KEEP : "");
        link_append(rest, canvas, y, paint->colours);
    }
    memcpy(shown, row, (size_t)paint->w * sizeof(*row));
}

void paint_canvas(struct paint *paint, const struct canvas *canvas, struct buf *rest)
{
    if (paint->anew || canvas->w != paint->w || canvas->h != paint->h)
        start_anew(paint, canvas);
    for (int y = 0; y < paint->h; y++)
        paint_row(paint, canvas, y, rest);
    if (rest->len > 0)
        buf_puts(rest, BACK);
    place_cursor(paint, canvas);
    wnoutrefresh(stdscr);
    doupdate();
}
