#include "tty_link.h"

#include "tty_colour.h"

#define LINK_END "\x1b]8;;\x1b\\"

bool link_in_row(const struct cell *row, int n)
{
    for (int x = 0; x < n; x++)
        if (row[x].link)
            return true;
    return false;
}

/* The cells from x on that lead to the same; returns the column behind them. */
static int append_run(struct buf *out, const struct canvas *canvas, int x, int y,
                      enum tty_colours colours)
{
    const struct cell *row = &canvas->cells[(size_t)y * (size_t)canvas->w];
    uint16_t link = row[x].link;
    const struct style *style = NULL;
    bool place = true;
    const char *url = canvas_link_url(canvas, link);
    buf_printf(out, "\x1b]8;id=%u;%s\x1b\\", (unsigned)link, url ? url : "");
    for (; x < canvas->w && row[x].link == link; x++) {
        const struct cell *cell = &row[x];
        if (cell->cols == 0)
            continue;
        if (place)
            buf_printf(out, "\x1b[%d;%dH", y + 1, x + 1);
        if (!style || !style_same(*style, cell->style))
            colour_append(out, cell->style, colours);
        buf_puts(out, cell->text);
        style = &cell->style;
        place = cell->doubtful;
    }
    buf_puts(out, LINK_END);
    return x;
}

void link_append(struct buf *out, const struct canvas *canvas, int y, enum tty_colours colours)
{
    const struct cell *row = &canvas->cells[(size_t)y * (size_t)canvas->w];
    for (int x = 0; x < canvas->w;)
        x = row[x].link ? append_run(out, canvas, x, y, colours) : x + 1;
}
