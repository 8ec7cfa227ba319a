/* Which of the hints about keys is pointed at, as it is painted: "Enter get · Esc close". */
#include <string.h>

#include "buf.h"
#include "panes.h"

static const struct cell *cell_at(const struct canvas *canvas, int x, int y)
{
    return x >= 0 && x < canvas->w ? &canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x]
                                   : NULL;
}

static bool is_text(const struct cell *cell, const char *text)
{
    return cell && strcmp(cell->text, text) == 0;
}

/* What sets hints off: a dot between them, two blanks, the line of a border. */
static bool is_gap(const struct canvas *canvas, int x, int y)
{
    const struct cell *cell = cell_at(canvas, x, y);
    bool blank = is_text(cell, " ");
    return !cell || is_text(cell, "·") || is_text(cell, "─") || is_text(cell, "│") ||
           (blank &&
            (is_text(cell_at(canvas, x - 1, y), " ") || is_text(cell_at(canvas, x + 1, y), " ")));
}

char *pane_hint_at(const struct canvas *canvas, int x, int y)
{
    struct buf text = {0};
    int from = x;
    int to = x;
    if (is_gap(canvas, x, y))
        return NULL;
    while (!is_gap(canvas, from - 1, y))
        from--;
    while (!is_gap(canvas, to, y) && !(to > x && is_text(cell_at(canvas, to, y), " ")))
        to++;
    for (int i = from; i < to; i++)
        buf_puts(&text, cell_at(canvas, i, y)->text);
    return buf_detach(&text);
}
