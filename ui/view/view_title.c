#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "markup.h"
#include "mem.h"
#include "panes.h"
#include "transfer_text.h"

/* What is to be said about a conversation beside its name; to free. */
static char *about(const struct conv *conv)
{
    switch (conv->kind) {
    case CONV_CONSOLE:
        return xstrdup(strcmp(conv->name, conv->network->host) != 0 ? conv->network->host : "");
    case CONV_ROOM:
        if (conv_is_left(conv))
            return xasprintf("you are not in this room: /join %s", conv->name);
        return markup_plain(conv->topic ? conv->topic : "");
    case CONV_PERSON: break;
    }
    if (conv->offline)
        return xstrdup("offline: what you write waits for them");
    char *away = conv->away ? markup_plain(conv->away) : NULL;
    char *text = away ? xasprintf("away%s%s", *away ? ": " : "", away) : xstrdup("");
    free(away);
    return text;
}

/* Without the list of rooms: which one this is of how many, and what waits in the others. */
static void place_text(const struct chat *chat, char *place, char *waits, size_t size)
{
    int n = 0;
    int at = 0;
    unsigned unread = 0;
    unsigned mentions = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        n++;
        if (conv == chat->current)
            at = n;
    }
    pane_unread(chat, &unread, &mentions);
    snprintf(place, size, "%d/%d ", at, n);
    int len = unread ? snprintf(waits, size, "●%u", unread) : 0;
    if (mentions)
        snprintf(waits + len, size - (size_t)len, " @%u", mentions);
}

/* Without it there is no list of files either: how far the first one is, "↓62%"; to free. */
static char *moving_text(const struct chat *chat)
{
    const struct transfer *one = chat->transfers.first;
    while (one && one->state != TRANSFER_RUNNING)
        one = one->next;
    if (!one)
        return NULL;
    char *far = transfer_short_text(one);
    char *text = xasprintf("%s%s", one->upload ? "↑" : "↓", far);
    free(far);
    return text;
}

static int paint_moving(const struct painter *painter, struct rect row, int right,
                        struct style style)
{
    char *moving = painter->layout->rooms.w == 0 ? moving_text(painter->chat) : NULL;
    if (moving)
        right = pane_text_right(painter, row, right - 2, moving, style);
    free(moving);
    return right;
}

/* The bar above the messages: name, topic, how many there are. */
void view_title(const struct painter *painter)
{
    const struct rect *bar = &painter->layout->title;
    const struct conv *conv = painter->chat->current;
    struct style style = pane_style(painter, ROLE_TOPIC);
    struct style strong = style;
    struct style waiting = style;
    char place[32] = "";
    char waits[32] = "";
    char count[16] = "";
    strong.attrs |= ATTR_BOLD;
    waiting.fg = pane_style(painter, ROLE_ROOM_MENTION).fg;
    waiting.attrs |= ATTR_BOLD;
    canvas_fill(painter->canvas, *bar, style);
    if (!conv)
        return;

    if (conv->kind == CONV_ROOM && conv->joined)
        snprintf(count, sizeof(count), "%zu", conv->members.n);
    if (painter->layout->rooms.w == 0)
        place_text(painter->chat, place, waits, sizeof(place));

    struct rect row = {bar->x + 1, bar->y, bar->w - 3, 1};
    int right = pane_text_right(painter, row, row.x + row.w, count, style);
    if (*waits)
        right = pane_text_right(painter, row, right - (*count ? 2 : 0), waits, waiting);
    right = paint_moving(painter, row, right, style);
    row.w = right - row.x - 2;
    int x = row.x + pane_text(painter, row, row.x, place, style);
    x += pane_text(painter, row, x, conv->name, strong) + 2;
    char *text = about(conv);
    if (x < row.x + row.w)
        pane_text(painter, row, x, text, style);
    free(text);
}

char *view_window_title(const struct chat *chat)
{
    unsigned unread = 0;
    unsigned mentions = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        unread += conv->muted ? 0 : conv->unread;
        mentions += conv->muted ? 0 : conv->mentions;
    }
    const char *name = chat->current ? chat->current->name : "connect";
    if (mentions > 0)
        return xasprintf("(%u@ %u) %s - parlor", mentions, unread, name);
    if (unread > 0)
        return xasprintf("(%u) %s - parlor", unread, name);
    return xasprintf("%s - parlor", name);
}
