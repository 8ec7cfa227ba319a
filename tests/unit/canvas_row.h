/*
 * canvas_row.h - what is painted, as text.
 */
#ifndef CANVAS_ROW_H
#define CANVAS_ROW_H

#include "buf.h"
#include "canvas.h"

/* Row y, trailing blanks cut; to free. */
static inline char *canvas_row(const struct canvas *canvas, int y)
{
    struct buf row = {0};
    buf_puts(&row, "");
    for (int x = 0; x < canvas->w; x++)
        buf_puts(&row, canvas->cells[y * canvas->w + x].text);
    while (row.len > 0 && row.data[row.len - 1] == ' ')
        buf_truncate(&row, row.len - 1);
    return buf_detach(&row);
}

#endif
