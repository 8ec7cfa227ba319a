#include <string.h>

#include "panes.h"
#include "utf8.h"

#define PROMPT      " > "
#define PROMPT_COLS 3
#define HINT        "type to find"

struct rect pane_list(const struct rect *pane, const struct chat *chat, enum focus focus)
{
    struct rect rows = *pane;
    if (chat->focus == focus && rows.h > 1) {
        rows.y++;
        rows.h--;
    }
    return rows;
}

void pane_filter(const struct painter *painter, const struct rect *pane, enum focus focus,
                 struct style style)
{
    const struct chat *chat = painter->chat;
    struct rect row = pane_row(pane, pane->y);
    if (chat->focus != focus)
        return;
    int x = row.x + pane_text(painter, row, row.x, PROMPT, pane_style(painter, ROLE_STATUS_KEY));
    bool empty = edit_is_empty(chat->side.filter);
    if (empty)
        style = pane_style(painter, ROLE_TEXT_DIM);
    const char *hint = row.x + row.w - x < (int)strlen(HINT) ? "find" : HINT;
    pane_text(painter, row, x, empty ? hint : edit_text(chat->side.filter), style);
}

void pane_cursor(const struct painter *painter)
{
    const struct chat *chat = painter->chat;
    const struct rect *pane = NULL;
    if (chat->focus == FOCUS_ROOMS)
        pane = &painter->layout->rooms;
    else if (chat->focus == FOCUS_USERS)
        pane = &painter->layout->users;
    if (!pane || pane->w == 0)
        return;
    int x = PROMPT_COLS + utf8_cols(edit_text(chat->side.filter), edit_cursor(chat->side.filter));
    painter->canvas->cursor_x = pane->x + (x < pane->w ? x : pane->w - 1);
    painter->canvas->cursor_y = pane->y;
}
