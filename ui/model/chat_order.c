#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "chat.h"

/* Pinned ones, rooms, people, console. */
static int rank_of(const struct conv *conv)
{
    static const int ranks[] = {[CONV_ROOM] = 1, [CONV_PERSON] = 2, [CONV_CONSOLE] = 3};
    return conv->pinned ? 0 : ranks[conv->kind];
}

static int64_t newest_ms(const struct conv *conv)
{
    struct line line = {.time_ms = 0};
    size_t n = lines_count(conv->lines);
    if (n > 0)
        lines_get(conv->lines, n - 1, &line);
    return line.time_ms;
}

/* Of its like; in the fixed order, what came first stays first. */
static bool goes_before_like(const struct chat *chat, const struct conv *a, const struct conv *b)
{
    if (chat->settings.room_order == ROOM_ORDER_NAME)
        return strcmp(a->fold, b->fold) < 0;
    return chat->settings.room_order == ROOM_ORDER_ACTIVITY && newest_ms(a) > newest_ms(b);
}

/* All of one network before the next one. */
static bool goes_before(const struct chat *chat, const struct conv *a, const struct conv *b)
{
    if (a->network == b->network && rank_of(a) == rank_of(b))
        return goes_before_like(chat, a, b);
    if (a->network == b->network)
        return rank_of(a) < rank_of(b);

    const struct network *network;
    DL_FOREACH(chat->networks, network)
    if (network == a->network || network == b->network)
        return network == a->network;
    return false;
}

/* other: NULL for the end. */
/* NOLINTNEXTLINE(readability-function-size): it counts what is inside the macro as nesting */
static void put_before(struct chat *chat, struct conv *other, struct conv *conv)
{
    DL_PREPEND_ELEM(chat->convs, other, conv);
}

void chat_place(struct chat *chat, struct conv *conv)
{
    struct conv *other = chat->convs;
    while (other && !goes_before(chat, conv, other))
        other = other->next;
    put_before(chat, other, conv);
    chat->changed |= CHANGE_CONVS;
}

static void place_anew(struct chat *chat, struct conv *conv)
{
    DL_DELETE(chat->convs, conv);
    chat_place(chat, conv);
}

void chat_order(struct chat *chat)
{
    struct conv *left = chat->convs;
    chat->convs = NULL;
    while (left) {
        struct conv *conv = left;
        left = conv->next;
        chat_place(chat, conv);
    }
}

void chat_stir(struct chat *chat, struct conv *conv)
{
    if (chat->settings.room_order == ROOM_ORDER_ACTIVITY && conv != chat->convs &&
        goes_before(chat, conv, conv->prev))
        place_anew(chat, conv);
}

void chat_pin(struct chat *chat, struct conv *conv, bool pinned)
{
    if (conv->kind == CONV_CONSOLE || conv->pinned == pinned)
        return;
    conv->pinned = pinned;
    place_anew(chat, conv);
}

bool chat_move(struct chat *chat, struct conv *conv, int by)
{
    struct conv *other = by > 0 ? conv->next : conv == chat->convs ? NULL : conv->prev;
    if (!other || other->network != conv->network || rank_of(other) != rank_of(conv))
        return false;
    struct conv *lower = by > 0 ? other : conv;
    struct conv *upper = by > 0 ? conv : other;
    DL_DELETE(chat->convs, lower);
    put_before(chat, upper, lower);
    chat->changed |= CHANGE_CONVS;
    return true;
}
