#include "room_list.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

bool room_list_is_tree(const struct chat *chat)
{
    return chat->networks && chat->networks->next;
}

static struct room_row *add(struct room_list *list, enum room_row_kind kind)
{
    if (list->n == list->room) {
        list->room = list->room ? 2 * list->room : 32;
        list->rows = xreallocarray(list->rows, list->room, sizeof(*list->rows));
    }
    list->rows[list->n] = (struct room_row){.kind = kind};
    return &list->rows[list->n++];
}

/* A group begins; a blank sets it off from the one before. */
static void add_heading(struct room_list *list, const char *heading)
{
    if (list->n > 0)
        add(list, ROOM_ROW_BLANK);
    add(list, ROOM_ROW_HEADING)->heading = heading;
}

static void add_server(struct room_list *list, struct network *network)
{
    if (list->n > 0)
        add(list, ROOM_ROW_BLANK);
    add(list, ROOM_ROW_SERVER)->network = network;
}

/* What the group of a conversation is called, NULL if it needs no name. */
static const char *group_of(const struct conv *conv, bool tree)
{
    if (conv->pinned)
        return "Pinned";
    if (conv->kind == CONV_CONSOLE)
        return tree ? NULL : "Server";
    return conv->kind == CONV_ROOM ? "Rooms" : "People";
}

static void add_conv(struct room_list *list, struct conv *conv, int number)
{
    struct room_row *row = add(list, ROOM_ROW_CONV);
    row->conv = conv;
    row->number = number;
}

static void add_convs(struct room_list *list, const struct chat *chat)
{
    bool tree = room_list_is_tree(chat);
    const struct conv *before = NULL;
    int number = 0;
    for (struct conv *conv = chat->convs; conv; before = conv, conv = conv->next) {
        bool first = !before || before->network != conv->network;
        const char *group = group_of(conv, tree);
        bool grouped = !first && group == group_of(before, tree);
        number++;
        if (first && tree)
            add_server(list, conv->network);
        if (conv->network->folded && tree) {
            if (conv == chat->current)
                add_conv(list, conv, number);
            continue;
        }
        if (group && !grouped && !(first && tree && conv->kind == CONV_ROOM && !conv->pinned))
            add_heading(list, group);
        add_conv(list, conv, number);
    }
}

/* Those that are over are in /transfers. */
static void add_transfers(struct room_list *list, const struct chat *chat)
{
    bool any = false;
    for (const struct transfer *one = chat->transfers.first; one; one = one->next) {
        if (one->state == TRANSFER_DONE || one->state == TRANSFER_CANCELLED)
            continue;
        if (!any)
            add_heading(list, "Files");
        any = true;
        add(list, ROOM_ROW_TRANSFER)->transfer = one;
    }
}

/* Without headings: what fits what was typed, however folded. */
static void add_matches(struct room_list *list, const struct chat *chat, const char *typed)
{
    int number = 0;
    for (struct conv *conv = chat->convs; conv; conv = conv->next) {
        char *folded = utf8_fold(conv->name);
        number++;
        if (strstr(folded, typed))
            add_conv(list, conv, number);
        free(folded);
    }
}

void room_list_make(struct room_list *list, const struct chat *chat)
{
    *list = (struct room_list){0};
    if (chat->focus == FOCUS_ROOMS && !edit_is_empty(chat->side.filter)) {
        char *typed = utf8_fold(edit_text(chat->side.filter));
        add_matches(list, chat, typed);
        free(typed);
        return;
    }
    add_convs(list, chat);
    add_transfers(list, chat);
}

struct room_unread room_list_unread(const struct room_list *list, size_t from, size_t to)
{
    struct room_unread unread = {0};
    for (size_t i = from; i < to && i < list->n; i++) {
        const struct conv *conv = list->rows[i].conv;
        unread.rows += conv || list->rows[i].kind == ROOM_ROW_TRANSFER;
        if (!conv || conv->muted)
            continue;
        unread.lines += conv->unread;
        unread.mentions += conv->mentions;
    }
    return unread;
}

void room_list_clear(struct room_list *list)
{
    free(list->rows);
    *list = (struct room_list){0};
}

const void *room_row_target(const struct room_row *row)
{
    if (row->kind == ROOM_ROW_SERVER)
        return row->network;
    return row->kind == ROOM_ROW_CONV ? row->conv : NULL;
}

static size_t find(const struct room_list *list, const void *target)
{
    for (size_t i = 0; i < list->n; i++)
        if (target && room_row_target(&list->rows[i]) == target)
            return i;
    return list->n;
}

size_t room_list_picked(const struct room_list *list, const struct chat *chat)
{
    size_t at = find(list, chat->side.room);
    for (size_t i = 0; at == list->n && i < list->n; i++)
        if (room_row_target(&list->rows[i]))
            return i;
    return at;
}

size_t room_list_top(const struct room_list *list, const struct chat *chat, int h)
{
    size_t rows = h > 0 ? (size_t)h : 0;
    bool focus = chat->focus == FOCUS_ROOMS;
    size_t seen = focus ? room_list_picked(list, chat) : find(list, chat->current);
    if (list->n <= rows)
        return 0;
    size_t last = list->n - rows;
    if (chat->side.rooms_scrolled && !focus)
        return chat->side.rooms_top < last ? chat->side.rooms_top : last;
    if (seen == list->n || seen + 1 < rows)
        return 0;
    size_t top = seen + 2 - rows;
    return top < last ? top : last;
}
