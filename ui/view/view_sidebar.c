#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panes.h"
#include "room_list.h"
#include "transfer_text.h"

static struct style style_of(const struct painter *painter, const struct conv *conv)
{
    bool person = conv->kind == CONV_PERSON;
    if (conv == painter->chat->current)
        return pane_style(painter, ROLE_ROOM_ACTIVE);
    if (conv->muted)
        return pane_style(painter, ROLE_ROOM_MUTED);
    if (conv->mentions || (person && conv->unread))
        return pane_style(painter, ROLE_ROOM_MENTION);
    if (conv->unread)
        return pane_style(painter, ROLE_ROOM_UNREAD);
    bool gone =
        conv->kind == CONV_ROOM ? conv_is_left(conv) : person && (conv->offline || conv->away);
    return pane_style(painter, gone ? ROLE_ROOM_GONE : ROLE_ROOM);
}

static void number_text(unsigned unread, unsigned mentions, char *out, size_t size)
{
    if (mentions)
        snprintf(out, size, "@ %u", mentions > 999 ? 999 : mentions);
    else if (unread > 9999)
        snprintf(out, size, "9999+");
    else if (unread)
        snprintf(out, size, "%u", unread);
}

/* What stands at the right: "@ 3" when spoken to, else how many are unread, how many of ours wait
 * for somebody, that something was begun there, else a word. */
static void count_text(const struct chat *chat, const struct conv *conv, char *out, size_t size)
{
    const char *word = "";
    if (conv_is_left(conv))
        word = "left";
    else if (conv->kind == CONV_PERSON && (conv->offline || conv->away))
        word = conv->offline ? "off" : "away";

    if (conv->unread)
        number_text(conv->unread, conv->kind == CONV_PERSON ? 0 : conv->mentions, out, size);
    else if (conv->held && conv->offline)
        snprintf(out, size, "✉ %u", conv->held > 999 ? 999 : conv->held);
    else if (conv->draft && conv != chat->current)
        snprintf(out, size, "✎");
    else
        snprintf(out, size, "%s", word);
}

/* Its ground; the row that the keyboard is at is marked by a sign and as a choice. */
static struct style begin_row(const struct painter *painter, const struct room_row *row,
                              struct style style, int y, bool picked)
{
    const struct rect *pane = &painter->layout->rooms;
    bool open = row->conv && row->conv == painter->chat->current;
    if (picked)
        style = pane_style(painter, ROLE_POPUP_SEL);
    struct style ground = style;
    ground.attrs &= ATTR_REVERSE;
    canvas_fill(painter->canvas, (struct rect){pane->x, y, pane->w, 1}, ground);
    if (picked || open)
        pane_text(painter, pane_row(pane, y), pane->x, picked ? ">" : "▸", style);
    return style;
}

/* Pinned, muted: signs of one column. */
static const char *sign_of(const struct conv *conv)
{
    if (conv->muted)
        return "×";
    return conv->pinned ? "^" : " ";
}

static void paint_conv(const struct painter *painter, const struct room_row *entry, int y,
                       bool picked)
{
    const struct conv *conv = entry->conv;
    const struct rect *pane = &painter->layout->rooms;
    struct rect row = {pane->x, y, pane->w - 1, 1};
    struct style style = begin_row(painter, entry, style_of(painter, conv), y, picked);
    char number[4] = "";
    char count[24] = "";
    if (entry->number <= 10)
        snprintf(number, sizeof(number), "%d", entry->number % 10);
    pane_text(painter, row, row.x + 1, number, style);
    bool pin = conv->pinned && !conv->muted && !picked && conv != painter->chat->current;
    pane_text(painter, row, row.x + 2, sign_of(conv),
              pin ? pane_style(painter, ROLE_ROOM_PIN) : style);

    count_text(painter->chat, conv, count, sizeof(count));
    int right = pane_text_right(painter, row, row.x + row.w, count, style);
    row.w = right - row.x - (*count ? 1 : 0);
    bool console = conv->kind == CONV_CONSOLE;
    const char *name = console && room_list_is_tree(painter->chat) ? "server" : conv->name;
    pane_text(painter, row, row.x + 3, name, style);
}

/* "▾ Example", and folded "▸ Example  @ 3": what waits below. */
static void paint_server(const struct painter *painter, const struct room_row *entry, int y,
                         bool picked)
{
    const struct rect *pane = &painter->layout->rooms;
    struct rect row = {pane->x, y, pane->w - 1, 1};
    struct style style = pane_style(painter, ROLE_ROOM);
    unsigned unread = 0;
    unsigned mentions = 0;
    char count[24] = "";
    style.attrs |= ATTR_BOLD;
    style = begin_row(painter, entry, style, y, picked);
    for (const struct conv *conv = painter->chat->convs; conv; conv = conv->next) {
        if (conv->network == entry->network && !conv->muted) {
            unread += conv->unread;
            mentions += conv->mentions;
        }
    }
    if (entry->network->folded)
        number_text(unread, mentions, count, sizeof(count));
    int right = pane_text_right(painter, row, row.x + row.w, count, style);
    row.w = right - row.x - (*count ? 1 : 0);
    pane_text(painter, row, row.x + 1, entry->network->folded ? "▸" : "▾", style);
    pane_text(painter, row, row.x + 3, entry->network->name, style);
}

/* "↓ plan.pdf  62%" */
static void paint_transfer(const struct painter *painter, const struct transfer *transfer, int y)
{
    const struct rect *pane = &painter->layout->rooms;
    struct rect row = {pane->x, y, pane->w - 1, 1};
    bool failed = transfer->state == TRANSFER_FAILED;
    bool runs = transfer->state == TRANSFER_RUNNING || failed;
    struct style style = pane_style(painter, runs ? ROLE_ROOM : ROLE_ROOM_GONE);
    char *state = transfer_short_text(transfer);
    bool moves = transfer->state == TRANSFER_RUNNING;
    int right = pane_text_right(painter, row, row.x + row.w, state,
                                moves ? pane_style(painter, ROLE_PROGRESS) : style);
    row.w = right - row.x - 1;
    pane_text(painter, row, row.x + 1, transfer->upload ? "↑" : "↓", style);
    pane_text(painter, row, row.x + 3, transfer->name, style);
    free(state);
}

static void paint_row(const struct painter *painter, const struct room_row *entry, int y,
                      bool picked)
{
    const struct rect *pane = &painter->layout->rooms;
    struct style heading = pane_style(painter, ROLE_ROOM);
    heading.attrs |= ATTR_BOLD;
    switch (entry->kind) {
    case ROOM_ROW_BLANK: break;
    case ROOM_ROW_HEADING:
        pane_text(painter, pane_row(pane, y), pane->x + 1, entry->heading, heading);
        break;
    case ROOM_ROW_SERVER: paint_server(painter, entry, y, picked); break;
    case ROOM_ROW_CONV: paint_conv(painter, entry, y, picked); break;
    case ROOM_ROW_TRANSFER: paint_transfer(painter, entry->transfer, y); break;
    }
}

/* "▾ 12 more  @ 3": of rows that the pane has no room for. */
static void paint_hidden(const struct painter *painter, const char *arrow,
                         struct room_unread unread, int y)
{
    const struct rect *pane = &painter->layout->rooms;
    struct rect row = {pane->x, y, pane->w - 1, 1};
    char text[32];
    char count[24] = "";
    if (unread.rows == 0)
        return;
    snprintf(text, sizeof(text), "%s %u more", arrow, unread.rows);
    number_text(unread.lines, unread.mentions, count, sizeof(count));
    enum role role = unread.mentions ? ROLE_ROOM_MENTION
                     : unread.lines  ? ROLE_ROOM_UNREAD
                                     : ROLE_TEXT_DIM;
    struct style style = pane_style(painter, role);
    canvas_fill(painter->canvas, pane_row(pane, y), pane_style(painter, ROLE_ROOM));
    int right = pane_text_right(painter, row, row.x + row.w, count, style);
    row.w = right - row.x - (*count ? 1 : 0);
    pane_text(painter, row, row.x + 1, text, style);
}

/* The rows at the pane's ends tell of those behind them, but the one that is open or picked. */
static void paint_ends(const struct painter *painter, const struct room_list *list, size_t top,
                       struct rect rows)
{
    const struct chat *chat = painter->chat;
    size_t end = top + (size_t)(rows.h > 0 ? rows.h : 0);
    size_t picked = chat->focus == FOCUS_ROOMS ? room_list_picked(list, chat) : list->n;
    if (rows.h < 4)
        return;
    if (top > 0 && top != picked && list->rows[top].conv != chat->current)
        paint_hidden(painter, "▴", room_list_unread(list, 0, top + 1), rows.y);
    if (end < list->n && end - 1 != picked && list->rows[end - 1].conv != chat->current)
        paint_hidden(painter, "▾", room_list_unread(list, end - 1, list->n), rows.y + rows.h - 1);
}

/* The list of conversations, in groups. */
void view_sidebar(const struct painter *painter)
{
    const struct chat *chat = painter->chat;
    const struct rect *pane = &painter->layout->rooms;
    struct room_list list;
    if (pane->w == 0)
        return;

    canvas_fill(painter->canvas, *pane, pane_style(painter, ROLE_ROOM));
    pane_filter(painter, pane, FOCUS_ROOMS, pane_style(painter, ROLE_ROOM));
    struct rect rows = pane_list(pane, chat, FOCUS_ROOMS);
    room_list_make(&list, chat);
    size_t top = room_list_top(&list, chat, rows.h);
    size_t picked = chat->focus == FOCUS_ROOMS ? room_list_picked(&list, chat) : list.n;
    for (int y = 0; y < rows.h && top + (size_t)y < list.n; y++) {
        size_t i = top + (size_t)y;
        paint_row(painter, &list.rows[i], rows.y + y, i == picked);
    }
    paint_ends(painter, &list, top, rows);
    if (list.n == 0 && rows.y > pane->y && !edit_is_empty(chat->side.filter))
        pane_text(painter, pane_row(&rows, rows.y), rows.x + 1, "no such room",
                  pane_style(painter, ROLE_TEXT_DIM));
    room_list_clear(&list);
}
