#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "ask.h"
#include "clock.h"
#include "handlers.h"
#include "irc_name.h"
#include "mem.h"

static enum batch_kind kind_of(const char *type)
{
    if (strcmp(type, "chathistory") == 0)
        return BATCH_HISTORY;
    if (strcmp(type, "soju.im/search") == 0)
        return BATCH_SEARCH;
    if (strcmp(type, "draft/multiline") == 0)
        return BATCH_ROWS;
    return strcmp(type, "draft/chathistory-targets") == 0 ? BATCH_TARGETS : BATCH_OTHER;
}

static struct asked *asked_history(const struct network *network, const char *target)
{
    char key[BATCH_TARGET_MAX + 1];
    return asked_get(network, asked_key(ASKED_KEY_HISTORY, target, key));
}

static void drop_asked_history(struct network *network, const char *target)
{
    char key[BATCH_TARGET_MAX + 1];
    asked_drop(network, asked_key(ASKED_KEY_HISTORY, target, key));
}

/* Once nothing is asked for any more, what comes is all there is. */
static void note_caught_up(struct network *network)
{
    MAP_FOREACH(entry, &network->waiting) {
        const struct asked *asked = map_value(entry);
        if (asked->kind == ASKED_NEWER || asked->kind == ASKED_LATEST ||
            asked->kind == ASKED_TARGETS)
            return;
    }
    network->caught_up = network->settled;
}

/* BATCH +ref <type> [<target>]: what is inside of another one is as that one. */
static void begin_batch(struct from *from, const struct irc_msg *msg, const char *ref)
{
    struct network *network = from->network;
    if (map_count(&network->batches) >= BATCHES_MAX || map_get(&network->batches, ref) || !*ref)
        return;

    if (msg->nparams > 1 && kind_of(msg->params[1]) == BATCH_ROWS) {
        struct open_batch *rows = rows_begin(from, msg);
        if (rows)
            map_set(&network->batches, ref, rows);
        return;
    }
    struct open_batch *batch = xnew(struct open_batch);
    if (from->batch)
        *batch = *from->batch;
    if (msg->nparams > 1 && batch->kind == BATCH_OTHER)
        batch->kind = kind_of(msg->params[1]);
    if (msg->nparams > 2 && batch->kind == BATCH_HISTORY && !batch->target[0])
        clean_name(msg->params[2], batch->target, sizeof(batch->target));
    if (batch->kind == BATCH_HISTORY && !batch->target[0])
        batch->kind = BATCH_OTHER;
    if (from->label && strlen(from->label) < sizeof(batch->label))
        snprintf(batch->label, sizeof(batch->label), "%s", from->label);
    batch->ended = irc_msg_tag(msg, "draft/chathistory-end") != NULL;

    struct asked *asked = asked_history(network, batch->target);
    struct conv *conv = chat_conv(from->chat, network, batch->target);
    if (batch->kind == BATCH_HISTORY && asked && asked->kind == ASKED_OLDER && conv &&
        lines_count(conv->lines)) {
        struct line oldest;
        lines_get(conv->lines, 0, &oldest);
        batch->before = oldest.serial;
    }
    map_set(&network->batches, ref, batch);
}

static void older_came(struct conv *conv, const struct open_batch *batch)
{
    conv->older = batch->ended || batch->fresh == 0 ? HISTORY_ALL : HISTORY_MORE;
}

/* What was missed came, or a page of it. */
static void newer_came(struct from *from, struct conv *conv, const struct open_batch *batch,
                       unsigned limit)
{
    if (!batch->ended && batch->lines >= limit && batch->last_id[0]) {
        ask_after(from->network, conv, batch->last_id);
        return;
    }
    conv->since = 0;
    if (conv->older == HISTORY_UNKNOWN || conv->older == HISTORY_ASKED)
        conv->older = HISTORY_MORE;
}

static void history_came(struct from *from, const struct open_batch *batch)
{
    struct network *network = from->network;
    struct conv *conv = chat_conv(from->chat, network, batch->target);
    struct asked *asked = asked_history(network, batch->target);
    if (asked && conv) {
        struct asked was = *asked;
        drop_asked_history(network, batch->target);
        if (was.kind == ASKED_NEWER)
            newer_came(from, conv, batch, was.limit);
        else
            older_came(conv, batch);
        if (was.kind == ASKED_LATEST)
            conv->since = 0;
    }
    note_caught_up(network);
    if (!conv)
        return;
    from_changed(from, conv, CHANGE_LINES);
    if (conv == from->chat->current && from->chat->focused)
        ask_mark_read(from->chat, conv);
}

static void close_batch(struct from *from, const char *ref)
{
    struct network *network = from->network;
    struct open_batch *batch = map_remove(&network->batches, ref);
    if (!batch)
        return;
    if (batch->kind == BATCH_ROWS)
        rows_end(from, batch);
    if (batch->kind == BATCH_HISTORY && !from->batch)
        history_came(from, batch);
    if (batch->kind == BATCH_SEARCH)
        search_ended(from->chat);
    if (batch->kind == BATCH_TARGETS) {
        asked_drop(network, ASKED_TARGETS_KEY);
        note_caught_up(network);
    }
    if (batch->label[0] && !from->batch)
        say_answered(from, batch->label);
    free(batch);
}

void on_batch(struct from *from, const struct irc_msg *msg)
{
    const char *ref = msg->params[0];
    if (*ref == '+')
        begin_batch(from, msg, ref + 1);
    else if (*ref == '-')
        close_batch(from, ref + 1);
}

/* CHATHISTORY TARGETS <name> <time>: somebody wrote, or a room had news. */
void on_chathistory(struct from *from, const struct irc_msg *msg)
{
    const char *name = msg->params[1];
    if (strcmp(msg->params[0], "TARGETS") != 0 || irc_is_room(name))
        return;
    if (strcmp(name, "*") == 0) {
        announce_ask(from->network);
        return;
    }
    struct conv *conv = named_conv(from, name);
    if (conv->kind != CONV_PERSON)
        return;
    ask_read_mark(from->network, conv);
    ask_newer(conv);
}

/* FAIL CHATHISTORY <code> <sub> <target> :<text>: nothing of it will come. */
void history_failed(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    const char *target = msg->nparams > 4 ? msg->params[3] : "";
    struct asked *asked = asked_history(network, target);
    struct conv *conv = chat_conv(from->chat, network, target);
    if (msg->nparams > 3 && strcmp(msg->params[2], "TARGETS") == 0)
        asked_drop(network, ASKED_TARGETS_KEY);
    if (asked && conv) {
        bool forgotten = asked->kind == ASKED_NEWER && strcmp(msg->params[1], "MESSAGE_ERROR") == 0;
        drop_asked_history(network, target);
        conv->since = 0;
        conv->older = lines_count(conv->lines) ? HISTORY_MORE : HISTORY_ALL;
        /* The server does not know our newest line any more: take what it has. */
        if (forgotten) {
            conv->older = HISTORY_UNKNOWN;
            ask_newer(conv);
        }
    }
    note_caught_up(network);
}

/* MARKREAD <target> timestamp=<time>|* */
void on_markread(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = chat_conv(from->chat, from->network, msg->params[0]);
    const char *mark = msg->params[1];
    if (!conv)
        return;
    int64_t read_ms = -1;
    if (strncmp(mark, "timestamp=", 10) == 0)
        read_ms = clock_parse_iso(mark + 10);
    /* Whoever never read a room has nothing to catch up on there; what people wrote is for us. */
    if (read_ms < 0 && conv->kind == CONV_ROOM && !conv->read_ms)
        conv->read_ms = from->time_ms;
    if (read_ms < 0)
        return;
    chat_read_elsewhere(from->chat, conv, read_ms);
    /* What was read here while there was no link. */
    if (conv->read_ms > conv->told_ms)
        from->network->marks_due = true;
}
