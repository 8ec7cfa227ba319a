#include <stdio.h>
#include <string.h>

#include "screen.h"
#include "screen_private.h"
#include "spec.h"

/* Pixels of a cell, and where in it the letters stand. */
#define CELL_W   9
#define CELL_H   18
#define BASELINE 14

/* Cells in a row that look alike are drawn as one. */
struct run {
    int x, y, cols;
    VTermScreenCell style;
    struct buf text;
};

static unsigned rgb(const VTermColor *colour)
{
    return (unsigned)colour->rgb.red << 16 | (unsigned)colour->rgb.green << 8 | colour->rgb.blue;
}

static bool looks_like(const VTermScreenCell *a, const VTermScreenCell *b)
{
    return rgb(&a->fg) == rgb(&b->fg) && rgb(&a->bg) == rgb(&b->bg) &&
           a->attrs.bold == b->attrs.bold && a->attrs.italic == b->attrs.italic &&
           a->attrs.underline == b->attrs.underline;
}

static void put_utf8(struct buf *text, uint32_t c)
{
    if (c == '<' || c == '>' || c == '&')
        buf_printf(text, "&#%u;", c);
    else if (c < 0x80)
        buf_putc(text, (char)c);
    else if (c < 0x800)
        buf_printf(text, "%c%c", (int)(0xc0 | c >> 6), (int)(0x80 | (c & 0x3f)));
    else if (c < 0x10000)
        buf_printf(text, "%c%c%c", (int)(0xe0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3f)),
                   (int)(0x80 | (c & 0x3f)));
    else
        buf_printf(text, "%c%c%c%c", (int)(0xf0 | c >> 18), (int)(0x80 | (c >> 12 & 0x3f)),
                   (int)(0x80 | (c >> 6 & 0x3f)), (int)(0x80 | (c & 0x3f)));
}

static void put_cell(struct buf *text, const VTermScreenCell *cell)
{
    if (cell->chars[0] == 0)
        buf_putc(text, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        put_utf8(text, cell->chars[i]);
}

static void draw_run(FILE *file, struct run *run)
{
    const VTermScreenCell *style = &run->style;
    int x = run->x * CELL_W, y = run->y * CELL_H, w = run->cols * CELL_W;
    fprintf(file, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>", x, y, w,
            CELL_H, rgb(&style->bg));
    if (strspn(buf_text(&run->text), " ") < run->text.len)
        fprintf(
            file, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s%s>%s</text>\n", x,
            y + BASELINE, w, rgb(&style->fg), style->attrs.bold ? " font-weight=\"bold\"" : "",
            style->attrs.italic ? " font-style=\"italic\"" : "",
            style->attrs.underline ? " text-decoration=\"underline\"" : "", buf_text(&run->text));
    buf_reset(&run->text);
    run->cols = 0;
}

/* The cell at a place, with the colours that are seen. */
static VTermScreenCell cell_at(const struct screen *screen, int x, int y)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(screen->cells, (VTermPos){.row = y, .col = x}, &cell);
    if (cell.attrs.reverse) {
        VTermColor fg = cell.fg;
        cell.fg = cell.bg;
        cell.bg = fg;
    }
    vterm_screen_convert_color_to_rgb(screen->cells, &cell.fg);
    vterm_screen_convert_color_to_rgb(screen->cells, &cell.bg);
    return cell;
}

static void draw_row(FILE *file, const struct screen *screen, int y)
{
    struct run run = {.y = y};
    for (int x = 0; x < screen->cols;) {
        VTermScreenCell cell = cell_at(screen, x, y);
        /* A wide character stands alone: fonts disagree about its width. */
        if (run.cols > 0 && (cell.width != 1 || !looks_like(&cell, &run.style)))
            draw_run(file, &run);
        if (run.cols == 0) {
            run.x = x;
            run.style = cell;
        }
        put_cell(&run.text, &cell);
        run.cols += cell.width;
        x += cell.width;
        if (cell.width != 1)
            draw_run(file, &run);
    }
    if (run.cols > 0)
        draw_run(file, &run);
    buf_clear(&run.text);
}

void screen_draw(const struct screen *screen, const char *path)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\" "
            "xml:space=\"preserve\">\n",
            screen->cols * CELL_W, screen->rows * CELL_H);
    for (int y = 0; y < screen->rows; y++)
        draw_row(file, screen, y);
    fputs("</svg>\n", file);
    assert_int_equal(fclose(file), 0);
}
