#include <string.h>

#include "item.h"
#include "utf8.h"
#include "when.h"

#define COMPACT_BELOW_COLS 36
#define INLINE_BELOW_COLS  46 /* a column of names would leave too little for text */
#define WIDE_FROM_COLS     60
#define NICK_COLS_MAX      12
#define NICK_LINES         100 /* so many of the newest lines decide how wide names are */

/* The widest name among the newest lines, in steps so that it seldom changes. */
static int nick_cols(const struct sheet *sheet)
{
    int widest = 0;
    int most = sheet->w < WIDE_FROM_COLS ? 9 : NICK_COLS_MAX;
    size_t oldest = sheet->n > NICK_LINES ? sheet->n - NICK_LINES : 0;
    for (size_t i = sheet->n; i-- > oldest && widest < most;) {
        struct line line;
        lines_get(sheet->conv->lines, i, &line);
        bool notice = line.kind == LINE_NOTICE && *line.nick; /* "-bob-" */
        bool said = notice || line.kind == LINE_MESSAGE || line.kind == LINE_ACTION;
        int cols = said ? utf8_cols(line.nick, strlen(line.nick)) + notice : 0;
        widest = cols > widest ? cols : widest;
    }
    for (int step = 5; step < most; step += 2)
        if (widest <= step)
            return step;
    return most;
}

/* Where times and names begin, and text below them. */
static void lay_columns(struct sheet *sheet, const struct chat *chat)
{
    bool small = chat->cols <= CHAT_SMALL_COLS;
    int names = nick_cols(sheet) + 1; /* a sign may stand before: "*alice" */
    sheet->inline_names = chat->settings.compact_names || small || sheet->w < INLINE_BELOW_COLS;
    sheet->time_x = small ? 0 : 1;
    sheet->time_cols = when_clock_cols(chat->settings.time_format);
    sheet->nick_cols = names;
    sheet->nick_x = sheet->time_x + sheet->time_cols + (sheet->time_cols > 0 || small);
    sheet->nick_end = sheet->nick_x + names;
    sheet->text_x = (sheet->inline_names ? sheet->nick_x : sheet->nick_end) + 2;
}

void sheet_make(struct sheet *sheet, const struct chat *chat, const struct theme *theme,
                struct rect pane)
{
    const struct conv *conv = chat->current;
    const int w = pane.w;
    *sheet = (struct sheet){.chat = chat, .conv = conv, .theme = theme, .w = w, .h = pane.h};
    sheet->n = lines_count(conv->lines);
    sheet->fresh = conv_first_new(conv);
    sheet->compact = sheet->inline_names = w < COMPACT_BELOW_COLS;
    sheet->text_x = 2;
    sheet->nick_cols = NICK_COLS_MAX < w / 2 ? NICK_COLS_MAX : w / 2;
    if (!sheet->compact)
        lay_columns(sheet, chat);
    sheet->text_cols = w - sheet->text_x - (sheet->compact ? 0 : 1);
    if (chat->settings.text_cols_max > 0 && sheet->text_cols > chat->settings.text_cols_max)
        sheet->text_cols = chat->settings.text_cols_max;
    if (sheet->text_cols < 1)
        sheet->text_cols = 1;
}

static size_t oldest_page(const struct sheet *sheet)
{
    size_t rows = sheet->chat->page_rows > 0 ? (size_t)sheet->chat->page_rows : 1;
    return rows < sheet->n ? rows - 1 : sheet->n - 1;
}

bool sheet_bottom(const struct sheet *sheet, struct bottom *bottom)
{
    size_t index = 0;
    *bottom = (struct bottom){0};
    if (sheet->n == 0)
        return false;
    if (!sheet->conv->anchor) {
        bottom->last = sheet->n - 1;
        return true;
    }
    if (lines_find(sheet->conv->lines, sheet->conv->anchor, &index))
        bottom->below = sheet->conv->anchor_rows;
    else /* it was among the oldest, and is dropped */
        index = oldest_page(sheet);
    bottom->last = item_end(sheet, index);

    struct item item;
    item_make(&item, sheet, bottom->last);
    int on = bottom->below < 0 ? -bottom->below : 0;
    int room = sheet->h > item.rows ? sheet->h - item.rows : 0;
    if (bottom->below >= item.rows)
        bottom->below = item.rows > 0 ? item.rows - 1 : 0;
    item_clear(&item);
    if (on > 0)
        bottom->below = 0;
    sheet_go_down(sheet, bottom, on < room ? on : room);
    sheet_fill(sheet, bottom);
    return true;
}
