#include "tty_raw.h"

#include <string.h>

#include "tty_colour.h"
#include "utf8.h"

bool raw_to_wide(const struct cell *cell, wchar_t *wide)
{
    if (cell->text[0] && !cell->text[1]) {
        wide[0] = (wchar_t)cell->text[0];
        wide[1] = L'\0';
        return true;
    }
    size_t len = strlen(cell->text);
    size_t n = 0;
    size_t size = 0;
    if (cell->doubtful)
        return false;
    for (size_t i = 0; i < len; i += size) {
        if (n == RAW_WIDE_MAX - 1)
            return false;
        wide[n] = (wchar_t)utf8_decode(cell->text + i, len - i, &size);
        if (wcwidth(wide[n]) != (n == 0 ? cell->cols : 0))
            return false;
        n++;
    }
    wide[n] = L'\0';
    return true;
}

void raw_append(struct buf *out, const struct canvas *canvas, int y, enum tty_colours colours)
{
    const struct cell *row = &canvas->cells[(size_t)y * (size_t)canvas->w];
    wchar_t wide[RAW_WIDE_MAX];
    const struct style *style = NULL;
    bool begun = false, place = true;
    for (int x = 0; x < canvas->w; x++) {
        const struct cell *cell = &row[x];
        bool raw = cell->cols > 0 && !raw_to_wide(cell, wide);
        begun |= raw;
        if (!begun || cell->cols == 0)
            continue;
        if (place)
            buf_printf(out, "\x1b[%d;%dH", y + 1, x + 1);
        if (!style || !style_same(*style, cell->style))
            colour_append(out, cell->style, colours);
        buf_puts(out, cell->text);
        style = &cell->style;
        place = raw;
    }
}
