#include "ask.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "clock.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"

/* So much may wait to be sent on one link. */
#define OUT_MAX          (1 << 20)
#define LATEST_LINES     50
#define PAGE_LINES       200
#define FAR_LINES        1000
#define TARGETS_MAX      200
#define TARGETS_BACK_MS  (30LL * 24 * 3600 * 1000)
#define TARGETS_AHEAD_MS 60000
#define MARK_EVERY_MS    1000

bool ask_msg(struct network *network, const struct irc_msg *msg)
{
    if (network->stage != NETWORK_REGISTERING && network->stage != NETWORK_READY)
        return false;
    return network->out.len < OUT_MAX && irc_msg_write(msg, &network->out) == 0;
}

bool ask(struct network *network, const char *command, ...)
{
    struct irc_msg msg = {0};
    msg.command = command;
    va_list args;
    va_start(args, command);
    for (const char *param = va_arg(args, const char *); param && msg.nparams < IRC_PARAMS_MAX;
         param = va_arg(args, const char *))
        msg.params[msg.nparams++] = param;
    va_end(args);
    /* What we say of our absence is said again after a return. */
    if (strcmp(command, "AWAY") == 0 && msg.params[0] != network->away_text)
        xreplace(&network->away_text, msg.nparams ? msg.params[0] : NULL);
    return ask_msg(network, &msg);
}

void ask_join(struct network *network, const char *room, const char *key)
{
    char waiting[BATCH_TARGET_MAX + 1];
    char name[BATCH_TARGET_MAX];
    bool sent =
        key && *key ? ask(network, "JOIN", room, key, NULL) : ask(network, "JOIN", room, NULL);
    if (!sent)
        return;
    for (size_t len; *room; room += len + (room[len] == ',')) {
        len = strcspn(room, ",");
        snprintf(name, sizeof(name), "%.*s", (int)len, room);
        struct asked *asked =
            asked_put(network, asked_key(ASKED_KEY_JOIN, name, waiting), ASKED_JOIN, name);
        struct conv *conv = map_get(&network->convs, irc_fold_to(name, waiting, sizeof(waiting)));
        if (conv)
            conv->entering = true;
        snprintf(asked->key, sizeof(asked->key), "%s", key && !strchr(key, ',') ? key : "");
    }
}

static bool has_history(const struct network *network)
{
    return network->stage == NETWORK_READY &&
           network_can(network, IRC_CAP_CHATHISTORY | IRC_CAP_BATCH);
}

/* One question at a time for each conversation; false if one waits already. */
static bool ask_history(struct network *network, const struct conv *conv, enum asked_kind kind,
                        const char *msgid, int limit)
{
    static const char *const subs[] = {
        [ASKED_OLDER] = "BEFORE", [ASKED_NEWER] = "AFTER", [ASKED_LATEST] = "LATEST"};
    char key[BATCH_TARGET_MAX + 1];
    char count[16];
    char ref[IRC_LINE_MAX] = "*";
    if (!has_history(network) || conv->kind == CONV_CONSOLE ||
        asked_get(network, asked_key(ASKED_KEY_HISTORY, conv->name, key)))
        return false;

    if (network->history_max && limit > network->history_max)
        limit = network->history_max;
    snprintf(count, sizeof(count), "%d", limit);
    if (msgid)
        snprintf(ref, sizeof(ref), "msgid=%s", msgid);
    if (!ask(network, "CHATHISTORY", subs[kind], conv->name, ref, count, NULL))
        return false;
    asked_put(network, key, kind, conv->name)->limit = (unsigned)limit;
    return true;
}

static void ask_page(struct conv *conv, int limit)
{
    struct line oldest;
    if (conv->older == HISTORY_ALL || conv->older == HISTORY_ASKED)
        return;
    bool any = lines_oldest_id(conv->lines, &oldest);
    if (ask_history(conv->network, conv, any ? ASKED_OLDER : ASKED_LATEST,
                    any ? oldest.msgid : NULL, limit))
        conv->older = HISTORY_ASKED;
}

void ask_older(struct conv *conv)
{
    ask_page(conv, LATEST_LINES);
}

void ask_older_far(struct conv *conv)
{
    ask_page(conv, FAR_LINES);
}

void ask_newer(struct conv *conv)
{
    size_t index;
    struct line line;
    if (conv->since && lines_find(conv->lines, conv->since, &index)) {
        lines_get(conv->lines, index, &line);
        ask_history(conv->network, conv, ASKED_NEWER, line.msgid, PAGE_LINES);
    } else if (conv->older == HISTORY_UNKNOWN &&
               ask_history(conv->network, conv, ASKED_LATEST, NULL, LATEST_LINES)) {
        conv->older = HISTORY_ASKED;
    }
}

void ask_after(struct network *network, const struct conv *conv, const char *msgid)
{
    ask_history(network, conv, ASKED_NEWER, msgid, PAGE_LINES);
}

void ask_targets(struct chat *chat, struct network *network)
{
    char from[CLOCK_ISO_SIZE + 16];
    char to[CLOCK_ISO_SIZE + 16];
    char count[16];
    char iso[CLOCK_ISO_SIZE];
    int64_t now_ms = network_clock(network, chat->now_ms);
    /* Bounds are exclusive. */
    int64_t since_ms = network->last_ms ? network->last_ms - 1 : now_ms - TARGETS_BACK_MS;
    int limit = TARGETS_MAX;
    if (network->history_max && limit > network->history_max)
        limit = network->history_max;

    clock_format_iso(since_ms, iso);
    snprintf(from, sizeof(from), "timestamp=%s", iso);
    clock_format_iso(now_ms + TARGETS_AHEAD_MS, iso);
    snprintf(to, sizeof(to), "timestamp=%s", iso);
    snprintf(count, sizeof(count), "%d", limit);
    /* From the newest on: if there are too many, the oldest are left out. */
    if (ask(network, "CHATHISTORY", "TARGETS", to, from, count, NULL))
        asked_put(network, ASKED_TARGETS_KEY, ASKED_TARGETS, "");
}

void ask_read_mark(struct network *network, const struct conv *conv)
{
    if (network_can(network, IRC_CAP_READ_MARKER))
        ask(network, "MARKREAD", conv->name, NULL);
}

static void send_mark(struct network *network, struct conv *conv)
{
    char mark[CLOCK_ISO_SIZE + 16];
    char iso[CLOCK_ISO_SIZE];
    clock_format_iso(conv->read_ms, iso);
    snprintf(mark, sizeof(mark), "timestamp=%s", iso);
    if (ask(network, "MARKREAD", conv->name, mark, NULL))
        conv->told_ms = conv->read_ms;
}

static bool wants_marks(const struct network *network)
{
    return network->stage == NETWORK_READY && network_can(network, IRC_CAP_READ_MARKER);
}

void ask_mark_read(struct chat *chat, struct conv *conv)
{
    struct network *network = conv->network;
    if (!chat_mark_read(chat, conv) || !wants_marks(network))
        return;
    if (network->marks_ms && chat->mono_ms - network->marks_ms < MARK_EVERY_MS) {
        network->marks_due = true;
        return;
    }
    network->marks_ms = chat->mono_ms;
    send_mark(network, conv);
}

void ask_marks_due(struct chat *chat, struct network *network)
{
    if (!network->marks_due || !wants_marks(network) ||
        chat->mono_ms - network->marks_ms < MARK_EVERY_MS)
        return;
    network->marks_due = false;
    network->marks_ms = chat->mono_ms;
    MAP_FOREACH(entry, &network->convs) {
        struct conv *conv = map_value(entry);
        if (conv->read_ms > conv->told_ms)
            send_mark(network, conv);
    }
}
