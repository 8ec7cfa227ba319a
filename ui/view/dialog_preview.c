#include "dialog_preview.h"

#include <stdlib.h>
#include <string.h>

#include "dialog_rows.h"
#include "mem.h"
#include "wrap.h"

/* Rows of text, and what the list keeps whatever is below it. */
#define PREVIEW_ROWS 4
#define LIST_ROWS    5

int dialog_preview_height(const struct dialog *dialog, int rows)
{
    return dialog->has_preview && rows >= LIST_ROWS + 1 + PREVIEW_ROWS ? 1 + PREVIEW_ROWS : 0;
}

/* The chosen line in whole, as far as there is room for it: `after` is kept for what follows. */
static int paint_chosen(const struct painter *painter, struct rect at, const char *text, int after)
{
    struct wrap wrap = {0};
    struct style style = dialog_style(painter, ROLE_POPUP);
    int y = 0;
    style.attrs |= ATTR_BOLD;
    wrap_text(&wrap, text, at.w, at.w);
    for (; y < (int)wrap.n && y < at.h - after; y++) {
        struct rect row = {at.x, at.y + y, at.w, 1};
        bool last = y == at.h - after - 1;
        size_t len = (last ? strlen(text) : wrap.rows[y].to) - wrap.rows[y].from;
        char *piece = xstrndup(text + wrap.rows[y].from, len);
        pane_text(painter, row, row.x, piece, style);
        free(piece);
    }
    wrap_clear(&wrap);
    return y;
}

void dialog_preview_paint(const struct painter *painter, struct rect at)
{
    const struct dialog_preview *preview = &painter->chat->dialog->preview;
    struct style dim = dialog_style(painter, ROLE_TEXT_DIM);
    if (!preview->chosen)
        return;
    canvas_hline(painter->canvas, at.x, at.y, at.w, dim);
    at.y++;
    at.h--;
    if (preview->before) {
        pane_text(painter, (struct rect){at.x, at.y, at.w, 1}, at.x, preview->before, dim);
        at.y++;
        at.h--;
    }
    if (at.w > 0)
        at.y += paint_chosen(painter, at, preview->chosen, preview->after ? 1 : 0);
    if (preview->after)
        pane_text(painter, (struct rect){at.x, at.y, at.w, 1}, at.x, preview->after, dim);
}
