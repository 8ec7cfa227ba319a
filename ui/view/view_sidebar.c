#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panes.h"
#include "transfer_text.h"
#include "utf8.h"

/* One row of the list: a heading, a conversation, a file, or (none of them) a blank. */
struct entry {
    const char *heading;
    const struct conv *conv;
    const struct transfer *transfer;
    int number; /* from 1 */
};

/* Goes through the rows of the list. */
struct walk {
    const struct chat *chat;
    const struct conv *conv;         /* the next one */
    const struct conv *before;       /* the one before it */
    const struct transfer *transfer; /* the next one, below all conversations */
    int number;
    int lead; /* rows given before `conv`: blank, heading */
};

/* Those that are over are in /transfers. */
static const struct transfer *next_under_way(const struct transfer *transfer)
{
    while (transfer && (transfer->state == TRANSFER_DONE || transfer->state == TRANSFER_CANCELLED))
        transfer = transfer->next;
    return transfer;
}

static struct walk walk_start(const struct chat *chat)
{
    return (struct walk){
        .chat = chat, .conv = chat->convs, .transfer = next_under_way(chat->transfers.first)};
}

static bool is_many(const struct chat *chat)
{
    return chat->networks && chat->networks->next;
}

static const char *heading_of(const struct walk *walk)
{
    const struct conv *conv = walk->conv;
    const struct conv *before = walk->before;
    bool first = !before || before->network != conv->network;
    if (first && is_many(walk->chat))
        return conv->network->name;
    if (!first && before->kind == conv->kind)
        return NULL;
    if (conv->kind == CONV_CONSOLE)
        return is_many(walk->chat) ? NULL : "Server";
    return conv->kind == CONV_ROOM ? "Rooms" : "People";
}

/* A blank, "Files", and those that are under way. */
static bool next_file(struct walk *walk, struct entry *entry)
{
    *entry = (struct entry){0};
    if (!walk->transfer)
        return false;
    if (walk->lead < 2) {
        entry->heading = walk->lead == 1 ? "Files" : NULL;
        walk->lead++;
        return true;
    }
    entry->transfer = walk->transfer;
    walk->transfer = next_under_way(walk->transfer->next);
    return true;
}

static bool walk_next(struct walk *walk, struct entry *entry)
{
    if (!walk->conv)
        return next_file(walk, entry);

    const char *heading = heading_of(walk);
    *entry = (struct entry){0};
    if (heading && walk->lead == 0 && walk->before) {
        walk->lead = 1;
        return true;
    }
    if (heading && walk->lead <= 1) {
        walk->lead = 2;
        entry->heading = heading;
        return true;
    }
    *entry = (struct entry){.conv = walk->conv, .number = ++walk->number};
    walk->before = walk->conv;
    walk->conv = walk->conv->next;
    walk->lead = 0;
    return true;
}

/* How many rows are above the pane, so that the open conversation is in it. */
static int rows_above(const struct chat *chat, int h)
{
    struct walk walk = walk_start(chat);
    struct entry entry;
    int n = 0;
    int current = 0;
    for (; walk_next(&walk, &entry); n++)
        if (entry.conv && entry.conv == chat->current)
            current = n;
    if (n <= h || current < h - 1)
        return 0;
    int above = current - h + 2;
    return above > n - h ? n - h : above;
}

static struct style style_of(const struct painter *painter, const struct conv *conv)
{
    bool person = conv->kind == CONV_PERSON;
    if (conv == painter->chat->current)
        return pane_style(painter, ROLE_ROOM_ACTIVE);
    if (conv->mentions || (person && conv->unread))
        return pane_style(painter, ROLE_ROOM_MENTION);
    if (conv->unread)
        return pane_style(painter, ROLE_ROOM_UNREAD);
    bool gone = conv->kind == CONV_ROOM ? !conv->joined && !conv->rejoin
                                        : person && (conv->offline || conv->away);
    return pane_style(painter, gone ? ROLE_ROOM_GONE : ROLE_ROOM);
}

/* What stands at the right: "@ 3" when spoken to, else how many are unread, else a word. */
static void count_text(const struct conv *conv, char *out, size_t size)
{
    const char *word = "";
    if (conv->kind == CONV_ROOM && !conv->joined && !conv->rejoin)
        word = "left";
    else if (conv->kind == CONV_PERSON && (conv->offline || conv->away))
        word = conv->offline ? "off" : "away";

    if (conv->mentions && conv->kind != CONV_PERSON)
        snprintf(out, size, "@ %u", conv->mentions > 999 ? 999 : conv->mentions);
    else if (conv->unread > 9999)
        snprintf(out, size, "9999+");
    else if (conv->unread)
        snprintf(out, size, "%u", conv->unread);
    else
        snprintf(out, size, "%s", word);
}

static void paint_conv(const struct painter *painter, const struct entry *entry, int y)
{
    const struct conv *conv = entry->conv;
    const struct rect *pane = &painter->layout->rooms;
    struct rect row = {pane->x, y, pane->w - 1, 1};
    struct style style = style_of(painter, conv);
    char number[4] = "";
    char count[16];

    struct style ground = style;
    ground.attrs &= ATTR_REVERSE;
    canvas_fill(painter->canvas, (struct rect){pane->x, y, pane->w, 1}, ground);
    if (conv == painter->chat->current)
        pane_text(painter, row, row.x, "▸", style);
    if (entry->number <= 10)
        snprintf(number, sizeof(number), "%d", entry->number % 10);
    pane_text(painter, row, row.x + 1, number, style);

    count_text(conv, count, sizeof(count));
    int right = pane_text_right(painter, row, row.x + row.w, count, style);
    row.w = right - row.x - (*count ? 1 : 0);
    bool console = conv->kind == CONV_CONSOLE;
    const char *name = console && is_many(painter->chat) ? "server" : conv->name;
    pane_text(painter, row, row.x + 3, name, style);
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
    int right = pane_text_right(painter, row, row.x + row.w, state, style);
    row.w = right - row.x - 1;
    pane_text(painter, row, row.x + 1, transfer->upload ? "↑" : "↓", style);
    pane_text(painter, row, row.x + 3, transfer->name, style);
    free(state);
}

/* The list of conversations, in groups. */
void view_sidebar(const struct painter *painter)
{
    const struct rect *pane = &painter->layout->rooms;
    struct walk walk = walk_start(painter->chat);
    struct entry entry;
    int y = pane->y - rows_above(painter->chat, pane->h);
    struct style heading = pane_style(painter, ROLE_ROOM);
    heading.attrs |= ATTR_BOLD;

    canvas_fill(painter->canvas, *pane, pane_style(painter, ROLE_ROOM));
    for (; y < pane->y + pane->h && walk_next(&walk, &entry); y++) {
        if (y < pane->y)
            continue;
        if (entry.conv)
            paint_conv(painter, &entry, y);
        else if (entry.transfer)
            paint_transfer(painter, entry.transfer, y);
        else if (entry.heading)
            pane_text(painter, pane_row(pane, y), pane->x + 1, entry.heading, heading);
    }
}
