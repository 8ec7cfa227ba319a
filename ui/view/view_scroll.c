#include "item.h"
#include "unfold.h"

/* So many are looked at before rows are laid out to be counted. */
#define LOOK_LINES 200

static int rows_of(const struct sheet *sheet, size_t last, size_t *first)
{
    struct item item;
    item_make(&item, sheet, last);
    int rows = item.rows;
    *first = item.first;
    item_clear(&item);
    return rows;
}

/* Up by rows, or to the oldest one. */
static void go_up(const struct sheet *sheet, struct bottom *bottom, int by)
{
    for (;;) {
        size_t first = 0;
        int seen = rows_of(sheet, bottom->last, &first) - bottom->below;
        if (by < seen) {
            bottom->below += by;
            return;
        }
        if (first == 0) {
            bottom->below += seen > 0 ? seen - 1 : 0;
            return;
        }
        by -= seen;
        *bottom = (struct bottom){first - 1, 0};
    }
}

void sheet_go_down(const struct sheet *sheet, struct bottom *bottom, int by)
{
    for (;;) {
        size_t first = 0;
        if (by <= bottom->below) {
            bottom->below -= by;
            return;
        }
        by -= bottom->below;
        bottom->below = 0;
        if (bottom->last + 1 >= sheet->n)
            return;
        bottom->last = item_end(sheet, bottom->last + 1);
        bottom->below = rows_of(sheet, bottom->last, &first);
    }
}

/* Rows from the bottom up, at most h; *all if there are no more. */
static int rows_above(const struct sheet *sheet, const struct bottom *bottom, int h, bool *all)
{
    int rows = -bottom->below;
    size_t last = bottom->last;
    size_t first = 0;
    for (*all = false; rows <= h; last = first - 1) {
        rows += rows_of(sheet, last, &first);
        if (first == 0) {
            *all = rows <= h;
            break;
        }
    }
    return rows < h ? rows : h;
}

void sheet_fill(const struct sheet *sheet, struct bottom *bottom)
{
    bool all = false;
    int above = rows_above(sheet, bottom, sheet->h, &all);
    if (above < sheet->h)
        sheet_go_down(sheet, bottom, sheet->h - above);
}

/* Where the bottom is afterwards; false if there are no lines. */
static bool scroll(const struct sheet *sheet, int rows, int h, struct bottom *bottom, bool *at_top)
{
    if (!sheet_bottom(sheet, bottom))
        return false;
    if (rows < 0)
        go_up(sheet, bottom, -rows);
    else
        sheet_go_down(sheet, bottom, rows);
    int above = rows_above(sheet, bottom, h, at_top);
    if (*at_top && above < h)
        sheet_go_down(sheet, bottom, h - above);
    return true;
}

/* Puts the item that ends with the line at index where it is seen; false if it is. */
static bool reveal(const struct sheet *sheet, struct bottom *bottom, size_t last, int h)
{
    int above = -bottom->below;
    size_t first = 0;
    size_t at = bottom->last;
    if (last > at || (last == at && bottom->below > 0)) {
        *bottom = (struct bottom){last, 0};
        return true;
    }
    for (; at > last && above < h; at = first - 1)
        above += rows_of(sheet, at, &first);
    int rows = rows_of(sheet, last, &first);
    if (at == last && above + rows <= h)
        return false;
    *bottom = (struct bottom){last, 0};
    if (rows < h)
        sheet_go_down(sheet, bottom, h - rows);
    return true;
}

bool view_messages_reveal(const struct chat *chat, uint64_t *anchor, int *anchor_rows)
{
    static const struct theme none = {.name = NULL};
    struct layout layout;
    struct sheet sheet;
    struct bottom bottom = {0};
    struct line line = {.serial = 0};
    size_t index = 0;
    const struct conv *conv = chat->current;
    if (!conv || !lines_find(conv->lines, conv->picked, &index))
        return false;

    layout_make(&layout, chat, chat->cols, chat->rows);
    sheet_make(&sheet, chat, &none, layout.messages);
    if (layout.messages.h <= 0 || !sheet_bottom(&sheet, &bottom) ||
        !reveal(&sheet, &bottom, item_end(&sheet, index), layout.messages.h))
        return false;
    if (bottom.last + 1 < sheet.n || bottom.below > 0)
        lines_get(conv->lines, bottom.last, &line);
    *anchor = line.serial;
    *anchor_rows = bottom.below;
    return true;
}

/* Do the lines alone fill h rows, even if each takes one only? What is folded may take none. */
static bool surely_full(const struct sheet *sheet, const struct bottom *bottom, int h)
{
    int rows = -bottom->below;
    size_t looked = 0;
    for (size_t i = bottom->last + 1; i-- > 0 && rows < h && looked < LOOK_LINES; looked++) {
        struct line line;
        lines_get(sheet->conv->lines, i, &line);
        rows += !unfold_is_folded(&line);
    }
    return rows >= h;
}

bool view_messages_have_room(const struct chat *chat)
{
    static const struct theme none = {.name = NULL};
    struct layout layout;
    struct sheet sheet;
    struct bottom bottom = {0};
    bool all = true;
    if (!chat->current)
        return false;

    layout_make(&layout, chat, chat->cols, chat->rows);
    sheet_make(&sheet, chat, &none, layout.messages);
    int h = layout.messages.h;
    if (h <= 0 || !sheet_bottom(&sheet, &bottom))
        return h > 0;
    return !surely_full(&sheet, &bottom, h) && rows_above(&sheet, &bottom, h, &all) < h;
}

void view_messages_scroll(const struct chat *chat, int rows, uint64_t *anchor, int *anchor_rows,
                          bool *at_top)
{
    static const struct theme none = {.name = NULL};
    struct layout layout;
    struct sheet sheet;
    struct bottom bottom = {0};
    struct line line = {.serial = 0};
    *at_top = true;
    if (chat->current) {
        layout_make(&layout, chat, chat->cols, chat->rows);
        sheet_make(&sheet, chat, &none, layout.messages);
        bool newest = !scroll(&sheet, rows, layout.messages.h, &bottom, at_top) ||
                      (bottom.last + 1 >= sheet.n && bottom.below == 0);
        if (!newest)
            lines_get(chat->current->lines, bottom.last, &line);
    }
    *anchor = line.serial;
    *anchor_rows = bottom.below;
}
