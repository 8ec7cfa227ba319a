#include <stdlib.h>
#include <string.h>

#include "item.h"
#include "mem.h"
#include "panes.h"
#include "wrap.h"

static const char *empty_text(const struct conv *conv)
{
    if (conv->cleared)
        return "Cleared; PgUp brings back what was here.";
    if (conv_is_left(conv))
        return "You are not in this room.";
    if (conv->entering)
        return "Entering the room…";
    if (conv->older == HISTORY_ASKED)
        return "Fetching what was said here…";
    if (conv->kind == CONV_CONSOLE)
        return "What the server says will stand here. /join #room enters a room, /list shows all.";
    return "Nothing has been said here yet. Type, and Enter says it.";
}

/* The items that are seen, the lowest first. Returns how many; *rows is how many rows they have
 * above the bottom. */
static size_t collect(const struct sheet *sheet, const struct bottom *bottom, struct item *items,
                      size_t max, int *rows)
{
    size_t n = 0;
    size_t last = bottom->last;
    *rows = -bottom->below;
    while (n < max && *rows < (int)max) {
        item_make(&items[n], sheet, last);
        size_t first = items[n].first;
        *rows += items[n].rows;
        if (items[n].rows > 0)
            n++;
        else
            item_clear(&items[n]);
        if (first == 0)
            break;
        last = first - 1;
    }
    return n;
}

static void draw(const struct painter *painter, const struct sheet *sheet,
                 const struct bottom *bottom)
{
    struct rect pane = painter->layout->messages;
    size_t max = (size_t)pane.h + (size_t)bottom->below;
    struct item *items = xcalloc(max, sizeof(*items));
    int rows = 0;
    size_t n = collect(sheet, bottom, items, max, &rows);

    /* What does not fill the pane begins at its top. */
    int y = (rows < pane.h ? rows : pane.h) + bottom->below;
    for (size_t i = 0; i < n; i++) {
        for (int row = items[i].rows - 1; row >= 0; row--)
            if (--y >= 0 && y < pane.h)
                item_draw(&items[i], sheet, painter->canvas, pane_row(&pane, pane.y + y), row);
        item_clear(&items[i]);
    }
    free(items);
}

static void paint_empty(const struct painter *painter, struct rect pane)
{
    const char *text = empty_text(painter->chat->current);
    int cols = pane.w > 2 ? pane.w - 2 : 1;
    struct wrap wrap = {0};
    wrap_text(&wrap, text, cols, cols);
    for (int i = 0; i < (int)wrap.n && i < pane.h; i++) {
        struct rect row = {pane.x, pane.y + i, pane.w - 1, 1};
        char *piece = xstrndup(text + wrap.rows[i].from, wrap.rows[i].to - wrap.rows[i].from);
        pane_text(painter, row, row.x + 1, piece, pane_style(painter, ROLE_TEXT_DIM));
        free(piece);
    }
    wrap_clear(&wrap);
}

/* What was said. Only what is seen is laid out. */
void view_messages(const struct painter *painter)
{
    const struct rect *pane = &painter->layout->messages;
    struct sheet sheet;
    struct bottom bottom;
    canvas_fill(painter->canvas, *pane, pane_style(painter, ROLE_TEXT));
    canvas_forget_links(painter->canvas);
    if (!painter->chat->current || pane->h <= 0)
        return;

    sheet_make(&sheet, painter->chat, painter->theme, *pane);
    if (sheet_bottom(&sheet, &bottom)) {
        draw(painter, &sheet, &bottom);
        return;
    }
    paint_empty(painter, *pane);
}
