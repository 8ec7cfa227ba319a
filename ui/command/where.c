/* Where one is: the room, who is here, what is unread, how the link stands, what time it is. */
#include <stdlib.h>

#include "action.h"
#include "command.h"
#include "queue.h"

/* So many people are named. */
#define NAMED_MAX 12

static void put_place(struct buf *out, const struct conv *conv)
{
    static const char *const stages[] = {[NETWORK_OFFLINE] = "offline",
                                         [NETWORK_WAITING] = "without a link, it is tried again",
                                         [NETWORK_CONNECTING] = "connecting",
                                         [NETWORK_REGISTERING] = "logging in",
                                         [NETWORK_READY] = "connected"};
    const struct network *network = conv->network;
    if (conv->kind == CONV_CONSOLE)
        buf_printf(out, "You are at the server %s", conv->name);
    else
        buf_printf(out, "You are %s %s on %s", conv->kind == CONV_ROOM ? "in" : "in private with",
                   conv->name, network->name);
    buf_printf(out, ", as %s, %s%s", network->nick, stages[network->stage],
               network->away ? ", away" : "");
    if (network->stage == NETWORK_READY && network->lag_ms >= 0)
        buf_printf(out, ", lag %lld ms", (long long)network->lag_ms);
}

static void put_people(struct buf *out, struct conv *conv)
{
    size_t n = 0;
    struct person *const *people = members_sorted(&conv->members, conv->network->prefixes, &n);
    if (conv->kind != CONV_ROOM || n == 0)
        return;
    buf_printf(out, ". %zu here: ", n);
    for (size_t i = 0; i < n && i < NAMED_MAX; i++)
        buf_printf(out, "%s%s", i ? ", " : "", people[i]->nick);
    if (n > NAMED_MAX)
        buf_puts(out, " and more");
}

static void put_unread(struct buf *out, const struct chat *chat)
{
    size_t before = out->len;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        if (conv->unread == 0 || conv->muted || conv->kind == CONV_CONSOLE)
            continue;
        buf_printf(out, "%s%s %u", out->len == before ? ". Unread: " : ", ", conv->name,
                   conv->unread);
        if (conv->mentions > 0)
            buf_printf(out, " with %u mention%s", conv->mentions, conv->mentions == 1 ? "" : "s");
    }
    if (out->len == before)
        buf_puts(out, ". Nothing is unread");
}

static void put_rest(struct buf *out, const struct chat *chat, const struct conv *conv)
{
    char *typing = typing_text(conv);
    size_t waiting = queue_waiting(&conv->network->queue, NULL);
    long long minute = (chat->now_ms / 1000 + chat->utc_offset_s) / 60 % 1440;
    if (typing)
        buf_printf(out, ". %s", typing);
    if (waiting > 0)
        buf_printf(out, ". %zu wait to be sent", waiting);
    if (conv->anchor)
        buf_puts(out, ". You read older lines");
    buf_printf(out, ". It is %lld:%02lld", minute / 60, minute % 60);
    free(typing);
}

void action_where(struct chat *chat)
{
    struct conv *conv = chat->current;
    struct buf out = {0};
    if (!conv) {
        chat_notice(chat, "There is no server yet: /connect");
        return;
    }
    put_place(&out, conv);
    put_people(&out, conv);
    put_unread(&out, chat);
    put_rest(&out, chat, conv);
    chat_notice(chat, "%s", buf_text(&out));
    buf_clear(&out);
}

void command_where(struct chat *chat, char *args)
{
    (void)args;
    action_where(chat);
}
