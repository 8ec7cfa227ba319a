#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "mem.h"
#include "secret.h"
#include "url.h"

#define RETRY_FIRST_MS  1000
#define RETRY_MOST_MS   60000
#define SILENCE_PING_MS 30000
#define SILENCE_DEAD_MS 90000
#define SETTLE_MS       3000 /* for servers that never end their message of the day */
#define AUTOJOIN_BYTES  400
#define TICK_MS         1000

/* 1 s, 2, 4 ... 60 s, a fifth of it by chance, so that not all come back at once. */
static int64_t retry_after(struct network *network)
{
    int64_t wait_ms = RETRY_MOST_MS;
    if (network->attempts < 6)
        wait_ms = (int64_t)RETRY_FIRST_MS << network->attempts;
    if (wait_ms < network->hold_ms)
        wait_ms = network->hold_ms;
    network->attempts++;

    unsigned chance;
    secret_random(&chance, sizeof(chance));
    return wait_ms - wait_ms / 10 + (int64_t)(chance % (unsigned)(wait_ms / 5));
}

void link_forget(struct chat *chat, struct network *network)
{
    struct conv *conv;
    queue_lost(chat, network);
    DL_FOREACH(chat->convs, conv)
    {
        if (conv->network != network)
            continue;
        conv->rejoin = conv->rejoin || conv->joined;
        conv->joined = conv->entering = false;
        if (conv->older == HISTORY_ASKED)
            conv->older = lines_count(conv->lines) ? HISTORY_MORE : HISTORY_UNKNOWN;
    }
    chat->changed |= CHANGE_ALL;
}

/* A server that is not there may be begun, or be elsewhere (client.md, 6). */
static char *next_step(const struct network *network, const char *why)
{
    static const char question[] = "; is the server running?";
    const char *end = strstr(why, question);
    if (!end)
        return xstrdup(why);
    char *refusal = xasprintf("%s port %d refused", network->host, network->port);
    bool refused = strncmp(why, refusal, strlen(refusal)) == 0;
    char *what =
        refused ? xasprintf("refused on %d", network->port) : xstrndup(why, (size_t)(end - why));
    char *step = xasprintf("%s; server may be off: %s/server edit", what,
                           url_is_local(network->host) ? "run parlord here, or " : "wait, or ");
    free(refusal);
    free(what);
    return step;
}

/* Who never said a word may be waiting for TLS. */
static char *reason_of(const struct network *network, const char *why)
{
    bool mute = network->stage == NETWORK_REGISTERING && !network->tls && !network->spoke &&
                strncmp(network->host, "unix:", 5) != 0;
    if (network->why && network->stage != NETWORK_CONNECTING)
        return xstrdup(network->why);
    if (!mute)
        return next_step(network, why);
    char *url = url_text(network->host, network->port, true);
    char *reason = xasprintf("%s; does it want TLS? try %s", why, url);
    free(url);
    return reason;
}

void handle_lost(struct chat *chat, struct network *network, const char *why)
{
    if (network->stage == NETWORK_WAITING)
        return;
    bool had_link = network->stage == NETWORK_READY;
    bool on_purpose = network->stage == NETWORK_OFFLINE;
    char *reason = reason_of(network, why);
    link_forget(chat, network);
    struct buf last_words = network->out;
    network->out = (struct buf){0};
    network_reset(network);
    network->out = last_words;
    if (had_link || on_purpose)
        network->lost_ms = chat->mono_ms;
    if (network->around) {
        around_lost(chat, network, reason);
        free(reason);
        return;
    }
    if (on_purpose) {
        chat_info(chat, network->console, LINE_INFO, "disconnected");
        free(reason);
        return;
    }

    int64_t wait_ms = retry_after(network);
    network->stage = NETWORK_WAITING;
    network->retry_ms = chat->mono_ms + wait_ms;
    bool news = had_link || !network->why || strcmp(network->why, reason) != 0;
    const char *what = had_link ? "link lost" : "not connected";
    /* Where it is in view, the status line says so and counts: a notice would hide that. */
    if (!chat->current || chat->current->network != network)
        chat_complain(chat, "%s: %s: %s; trying again in %lld s", network->name, what, reason,
                      (long long)(wait_ms + 500) / 1000);
    if (news)
        chat_info(chat, network->console, LINE_ERROR, "%s: %s; trying again in %lld s", what,
                  reason, (long long)(wait_ms + 500) / 1000);
    free(network->why);
    network->why = reason;
}

static void join_list(struct network *network, struct buf *list)
{
    if (list->len)
        ask(network, "JOIN", buf_text(list), NULL);
    buf_reset(list);
}

static void add_to_list(struct network *network, struct buf *list, const char *room, size_t len)
{
    if (list->len + len + 1 > AUTOJOIN_BYTES)
        join_list(network, list);
    if (list->len)
        buf_putc(list, ',');
    buf_append(list, room, len);
}

/* The rooms that we were in, and those of the settings. */
static void join_rooms(struct from *from)
{
    struct network *network = from->network;
    struct buf list = {0};
    struct conv *conv;
    DL_FOREACH(from->chat->convs, conv)
    {
        if (conv->network != network || conv->kind != CONV_ROOM || !conv->rejoin || conv->joined)
            continue;
        if (conv->key)
            ask(network, "JOIN", conv->name, conv->key, NULL);
        else
            add_to_list(network, &list, conv->name, strlen(conv->name));
    }
    const char *room = network->autojoin ? network->autojoin : "";
    for (size_t len; *room; room += len + (room[len] == ',')) {
        len = strcspn(room, ",");
        char *name = xstrndup(room, len);
        conv = chat_conv(from->chat, network, name);
        if (len && (!conv || (!conv->joined && !conv->rejoin)))
            add_to_list(network, &list, room, len);
        free(name);
    }
    join_list(network, &list);
    buf_clear(&list);
}

void link_settle(struct from *from)
{
    struct network *network = from->network;
    if (network->settled || network->stage != NETWORK_READY)
        return;
    network->settled = true;
    ask_queue_show_all(from->chat, network);
    join_rooms(from);
    recovery_settle(from);
    if (network->away)
        ask(network, "AWAY", network->away_text ? network->away_text : "away", NULL);
    if (network_can(network, IRC_CAP_CHATHISTORY | IRC_CAP_BATCH))
        ask_targets(from->chat, network);
    else
        network->caught_up = true;
}

int64_t handle_tick(struct chat *chat, struct network *network)
{
    if (network->stage != NETWORK_REGISTERING && network->stage != NETWORK_READY)
        return -1;

    int64_t silence_ms = chat->mono_ms - network->heard_ms;
    if (silence_ms >= SILENCE_DEAD_MS) {
        handle_lost(chat, network, "the server has not answered for 90 s");
        return -1;
    }
    if (network->stage == NETWORK_REGISTERING)
        return SILENCE_DEAD_MS - silence_ms;

    struct from from = {.chat = chat, .network = network};
    if (!network->settled && chat->mono_ms - network->ready_ms >= SETTLE_MS)
        link_settle(&from);
    ask_marks_due(chat, network);
    ask_monitor(network);
    if (!network->ping_sent_ms && silence_ms >= SILENCE_PING_MS) {
        ask(network, "PING", "parlor", NULL);
        network->ping_sent_ms = chat->mono_ms;
    }
    int64_t waited_ms = network->ping_sent_ms ? chat->mono_ms - network->ping_sent_ms : 0;
    if (waited_ms > TICK_MS && waited_ms > network->lag_ms) {
        network->lag_ms = waited_ms;
        chat->changed |= CHANGE_STATUS;
    }
    bool held = network->queue.first &&
                (network->queue.hold_ms > chat->mono_ms || queue_flying(&network->queue) > 0);
    bool busy = network->ping_sent_ms || network->marks_due || !network->settled || held;
    return typing_tick(chat, network, busy ? TICK_MS : SILENCE_PING_MS - silence_ms);
}
