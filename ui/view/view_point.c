#include <stdlib.h>
#include <string.h>

#include "item.h"
#include "mem.h"
#include "panes.h"
#include "people_list.h"
#include "room_list.h"

static bool is_in(const struct rect *rect, int x, int y)
{
    return x >= rect->x && x < rect->x + rect->w && y >= rect->y && y < rect->y + rect->h;
}

static void point_room(const struct chat *chat, const struct rect *pane, int y, struct pointed *at)
{
    struct rect rows = pane_list(pane, chat, FOCUS_ROOMS);
    struct room_list list;
    at->pane = POINT_ROOMS;
    if (y < rows.y)
        return;
    room_list_make(&list, chat);
    size_t i = room_list_top(&list, chat, rows.h) + (size_t)(y - rows.y);
    if (i < list.n) {
        at->conv = list.rows[i].conv;
        at->network = list.rows[i].network;
    }
    room_list_clear(&list);
}

static void point_person(const struct chat *chat, const struct rect *pane, int y,
                         struct pointed *at)
{
    struct rect rows = pane_list(pane, chat, FOCUS_USERS);
    struct people_list list;
    at->pane = POINT_USERS;
    if (y < rows.y)
        return;
    people_list_make(&list, chat);
    size_t top = people_list_top(&list, chat, rows.h);
    size_t i = top + (size_t)(y - rows.y);
    bool heading = i == top && people_list_covered(&list, top, rows.h);
    if (i < list.n && list.rows[i].person && !heading)
        at->nick = xstrdup(list.rows[i].person->nick);
    people_list_clear(&list);
}

/* The line at so many rows above the pane's lowest one. */
static uint64_t line_at(const struct sheet *sheet, const struct bottom *bottom, int from_bottom)
{
    int rows = -bottom->below;
    size_t last = bottom->last;
    for (;;) {
        struct item item;
        item_make(&item, sheet, last);
        rows += item.rows;
        uint64_t serial = item.line.serial;
        size_t first = item.first;
        item_clear(&item);
        if (from_bottom < rows)
            return serial;
        if (first == 0)
            return 0;
        last = first - 1;
    }
}

/* How many rows the lines have, at most h. */
static int rows_used(const struct sheet *sheet, const struct bottom *bottom, int h)
{
    int rows = -bottom->below;
    size_t last = bottom->last;
    while (rows < h) {
        struct item item;
        item_make(&item, sheet, last);
        rows += item.rows;
        last = item.first;
        item_clear(&item);
        if (last-- == 0)
            break;
    }
    return rows < h ? rows : h;
}

static void point_message(const struct painter *painter, int x, int y, struct pointed *at)
{
    const struct rect *pane = &painter->layout->messages;
    const struct canvas *canvas = painter->canvas;
    const struct cell *cell = &canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x];
    struct sheet sheet;
    struct bottom bottom;
    at->pane = POINT_MESSAGES;
    if (!painter->chat->current)
        return;
    at->url = cell->link ? xstrdup(canvas_link_url(canvas, cell->link)) : NULL;
    sheet_make(&sheet, painter->chat, painter->theme, *pane);
    if (!sheet_bottom(&sheet, &bottom))
        return;
    int low = pane->y + rows_used(&sheet, &bottom, pane->h) - 1;
    if (y <= low)
        at->serial = line_at(&sheet, &bottom, low - y);
}

static bool point_hint(const struct painter *painter, int x, int y, struct pointed *at)
{
    at->hint = view_status_hints_at(painter, x, y) ? pane_hint_at(painter->canvas, x, y) : NULL;
    at->pane = at->hint ? POINT_HINT : POINT_NOWHERE;
    return at->hint;
}

static void point_pane(const struct painter *painter, int x, int y, struct pointed *at)
{
    const struct layout *layout = painter->layout;
    const struct chat *chat = painter->chat;
    struct rect below = {layout->messages.x, layout->rule.y, layout->messages.w, 1};
    if (point_hint(painter, x, y, at))
        return;
    if (is_in(&layout->rooms, x, y))
        point_room(chat, &layout->rooms, y, at);
    else if (is_in(&layout->users, x, y))
        point_person(chat, &layout->users, y, at);
    else if (is_in(&layout->messages, x, y))
        point_message(painter, x, y, at);
    else if (is_in(&layout->title, x, y))
        at->pane = POINT_TITLE;
    else if (is_in(&layout->rooms_border, x, y))
        at->pane = POINT_ROOMS_BORDER;
    else if (is_in(&layout->users_border, x, y))
        at->pane = POINT_USERS_BORDER;
    else if (is_in(&layout->input, x, y))
        at->pane = POINT_INPUT;
    else if (layout->rule.h && is_in(&below, x, y) && chat->current && chat->current->anchor)
        at->pane = POINT_BELOW;
}

void views_point(struct screen *screen, const struct chat *chat, const struct theme *theme,
                 struct rect place, struct pointed *at)
{
    struct rect all = {0, 0, screen->canvas.w, screen->canvas.h};
    struct painter painter = {&screen->canvas, &screen->layout, chat, theme};
    *at = (struct pointed){.row = POINT_NO_ROW};
    if (!is_in(&all, place.x, place.y))
        return;
    if (chat->dialog)
        view_dialog_point(&painter, place.x, place.y, at);
    else
        point_pane(&painter, place.x, place.y, at);
}
