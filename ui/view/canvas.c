#include "canvas.h"

#include <stdlib.h>
#include <string.h>

#include "canvas_links.h"
#include "mem.h"
#include "utf8.h"

bool style_same(struct style a, struct style b)
{
    return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

void canvas_init(struct canvas *canvas)
{
    *canvas = (struct canvas){.cursor_x = -1, .cursor_y = -1};
}

void canvas_clear(struct canvas *canvas)
{
    free(canvas->cells);
    canvas_links_clear(&canvas->links);
    canvas_init(canvas);
}

static void blank(struct cell *cell, struct style style)
{
    *cell = (struct cell){.text = " ", .cols = 1, .style = style};
}

void canvas_resize(struct canvas *canvas, int w, int h, struct style style)
{
    canvas->w = w < 1 ? 1 : w;
    canvas->h = h < 1 ? 1 : h;
    free(canvas->cells);
    canvas->cells = xcalloc((size_t)canvas->w * (size_t)canvas->h, sizeof(*canvas->cells));
    for (size_t i = 0; i < (size_t)canvas->w * (size_t)canvas->h; i++)
        blank(&canvas->cells[i], style);
}

static struct cell *cell_at(const struct canvas *canvas, int x, int y)
{
    return &canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x];
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

static struct rect within(const struct canvas *canvas, struct rect rect)
{
    int x = most(rect.x, 0);
    int y = most(rect.y, 0);
    return (struct rect){x, y, least(rect.x + rect.w, canvas->w) - x,
                         least(rect.y + rect.h, canvas->h) - y};
}

/* The cell at x goes: if it was half of a wide cluster, the other half becomes blank. */
static void release(struct canvas *canvas, int x, int y)
{
    struct cell *cell = cell_at(canvas, x, y);
    if (cell->cols == 0 && x > 0)
        blank(cell_at(canvas, x - 1, y), cell->style);
    if (cell->cols == 2 && x + 1 < canvas->w)
        blank(cell_at(canvas, x + 1, y), cell->style);
}

void canvas_fill(struct canvas *canvas, struct rect rect, struct style style)
{
    struct rect r = within(canvas, rect);
    for (int y = r.y; y < r.y + r.h && r.w > 0; y++) {
        release(canvas, r.x, y);
        release(canvas, r.x + r.w - 1, y);
        for (int x = r.x; x < r.x + r.w; x++)
            blank(cell_at(canvas, x, y), style);
    }
}

static void put(struct canvas *canvas, int x, int y, const struct cell *cell)
{
    release(canvas, x, y);
    if (cell->cols == 2)
        release(canvas, x + 1, y);
    *cell_at(canvas, x, y) = *cell;
    if (cell->cols == 2)
        *cell_at(canvas, x + 1, y) = (struct cell){.link = cell->link, .style = cell->style};
}

/* Bytes of a cluster that a cell takes: of one that is too long, its first character. */
static size_t cell_bytes(const char *text, size_t size)
{
    if (size < CELL_BYTES)
        return size;
    utf8_decode(text, size, &size);
    return size;
}

static struct cell make_cell(const char *text, size_t size, struct style style)
{
    struct cell cell = {.cols = (uint8_t)utf8_cluster_cols(text, size),
                        .doubtful = utf8_cluster_doubtful(text, size),
                        .style = style};
    memcpy(cell.text, text, cell_bytes(text, size));
    return cell;
}

static void put_within(struct canvas *canvas, struct rect clip, int x, int y,
                       const struct cell *cell)
{
    struct rect r = within(canvas, clip);
    bool inside = y >= r.y && y < r.y + r.h && x >= r.x && x + cell->cols <= r.x + r.w;
    if (cell->cols > 0 && inside)
        put(canvas, x, y, cell);
}

int canvas_text(struct canvas *canvas, const struct pen *pen, const char *text, size_t len)
{
    int x = pen->x;
    while (len > 0) {
        size_t size = utf8_cluster(text, len);
        struct cell cell = make_cell(text, size, pen->style);
        cell.link = canvas->link;
        put_within(canvas, pen->clip, x, pen->y, &cell);
        x += cell.cols;
        text += size;
        len -= size;
    }
    return x - pen->x;
}

int canvas_text_cut(struct canvas *canvas, const struct pen *pen, const char *text)
{
    size_t len = strlen(text);
    int room = pen->clip.x + pen->clip.w - pen->x;
    if (utf8_cols(text, len) <= room)
        return canvas_text(canvas, pen, text, len);
    if (room < 1)
        return 0;

    size_t fits = utf8_cut_cols(text, len, room - 1);
    struct pen rest = *pen;
    rest.x += canvas_text(canvas, pen, text, fits);
    return rest.x - pen->x + canvas_text(canvas, &rest, "…", strlen("…"));
}

/* One sign in each cell of a rectangle, which may lie anywhere. */
static void signs(struct canvas *canvas, struct rect rect, const char *text, struct style style)
{
    struct cell cell = make_cell(text, strlen(text), style);
    for (int y = rect.y; y < rect.y + rect.h; y++)
        for (int x = rect.x; x < rect.x + rect.w; x++)
            put_within(canvas, rect, x, y, &cell);
}

static void sign(struct canvas *canvas, int x, int y, const char *text, struct style style)
{
    signs(canvas, (struct rect){x, y, 1, 1}, text, style);
}

void canvas_hline(struct canvas *canvas, int x, int y, int w, struct style style)
{
    signs(canvas, (struct rect){x, y, w, 1}, "─", style);
}

void canvas_vline(struct canvas *canvas, int x, int y, int h, struct style style)
{
    signs(canvas, (struct rect){x, y, 1, h}, "│", style);
}

/* A caption within a border, with a blank on either side. */
static void caption(struct canvas *canvas, struct rect border, const char *text, struct style style)
{
    if (!text || !*text || border.w < 8)
        return;

    char *spaced = xasprintf(" %s ", text);
    struct rect clip = {border.x + 2, border.y, border.w - 4, 1};
    canvas_text_cut(canvas, &(struct pen){clip, clip.x, clip.y, style}, spaced);
    free(spaced);
}

void canvas_box(struct canvas *canvas, struct rect rect, const char *title, const char *bottom,
                struct style style)
{
    int right = rect.x + rect.w - 1;
    int low = rect.y + rect.h - 1;
    canvas_hline(canvas, rect.x, rect.y, rect.w, style);
    canvas_hline(canvas, rect.x, low, rect.w, style);
    canvas_vline(canvas, rect.x, rect.y, rect.h, style);
    canvas_vline(canvas, right, rect.y, rect.h, style);
    sign(canvas, rect.x, rect.y, "┌", style);
    sign(canvas, right, rect.y, "┐", style);
    sign(canvas, rect.x, low, "└", style);
    sign(canvas, right, low, "┘", style);
    caption(canvas, (struct rect){rect.x, rect.y, rect.w, 1}, title, style);
    caption(canvas, (struct rect){rect.x, low, rect.w, 1}, bottom, style);
}
