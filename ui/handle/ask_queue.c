#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"

/* So many go out before the first of them is answered; few where nothing but a PING tells, for such
 * servers cut off who says much at once. */
#define WINDOW_LABELLED 32
#define WINDOW_PLAIN    4

/* What has no answer for so long gets none. */
#define ANSWER_MS 60000

/* Flags of the line that shows an entry. */
static unsigned flags_of(const struct chat *chat, const struct network *network,
                         const struct queued *queued)
{
    switch (queue_state(network, queued, chat->now_ms)) {
    case QUEUED_WAITING: return LINE_PENDING | LINE_WAITING;
    case QUEUED_UNSURE: return LINE_PENDING | LINE_UNSURE;
    case QUEUED_SENDING: break;
    }
    return LINE_PENDING;
}

void ask_queue_show(struct chat *chat, struct network *network, struct queued *queued)
{
    struct conv *conv = chat_conv(chat, network, queued->target);
    unsigned flags = flags_of(chat, network, queued);
    network->queue.changes++;
    chat->changed |= CHANGE_STATUS;
    if (!conv)
        return;
    if (conv == chat->current)
        chat->changed |= CHANGE_LINES;
    if (queued->edits)
        return;
    if (queued->line && lines_flag(conv->lines, queued->line, flags,
                                   (LINE_WAITING | LINE_UNSURE | LINE_FAILED) & ~flags))
        return;
    queued->line = chat_add_line(chat, conv,
                                 &(struct line){.time_ms = queued->said_ms,
                                                .kind = queued->action ? LINE_ACTION : LINE_MESSAGE,
                                                .flags = LINE_SELF | flags,
                                                .nick = network->nick,
                                                .text = queued->text,
                                                .msgid = "",
                                                .reply = queued->reply});
}

void ask_queue_show_all(struct chat *chat, struct network *network)
{
    struct queued *queued;
    DL_FOREACH(network->queue.first, queued)
    ask_queue_show(chat, network, queued);
}

char *queued_wire_text(const struct queued *queued)
{
    if (!queued->action)
        return xstrdup(queued->text);
    return xasprintf("\x01"
                     "ACTION %s\x01",
                     queued->text);
}

static bool write_out(struct network *network, const struct queued *queued)
{
    char label[LABEL_SIZE];
    char *text = queued_wire_text(queued);
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "PRIVMSG", queued->target, text, NULL);
    snprintf(label, sizeof(label), "%u", queued->label);
    if (network_can(network, IRC_CAP_LABELED_RESPONSE))
        irc_msg_add_tag(&msg, "label", label);
    if (network_can(network, IRC_CAP_PARLOR_IDEMPOTENCY) && !queued->edits)
        irc_msg_add_tag(&msg, "parlor.chat/idem", queued->idem);
    if (queued->edits)
        irc_msg_add_tag(&msg, EDIT_TAG, queued->edits);
    if (queued->reply && network_can(network, IRC_CAP_MESSAGE_TAGS))
        irc_msg_add_tag(&msg, REPLY_TAG, queued->reply);
    if (queued->file && network_can(network, IRC_CAP_MESSAGE_TAGS))
        irc_msg_add_tag(&msg, "+parlor.chat/file", queued->file);
    bool whole = !queued->action && rows_taken(network) &&
                 rows_are_many(network, queued->target, queued->text);
    bool written =
        whole ? rows_write(network, &msg, queued) : irc_msg_write(&msg, &network->out) == 0;
    free(text);
    return written;
}

/* It was put together for a server that takes several rows at once; this one does not. */
static bool too_large(const struct network *network, const struct queued *queued)
{
    return !rows_taken(network) &&
           (strchr(queued->text, '\n') || strlen(queued->text) > (size_t)network->line_max);
}

/* A piece of it takes its place. */
static void insert_piece(struct chat *chat, struct network *network, struct queued *whole,
                         const char *text, size_t len)
{
    struct queued said = *whole;
    said.idem = said.sent_as = NULL;
    said.kept = false;
    said.text = xstrndup(text, len);
    ask_queue_show(chat, network, queue_insert(&network->queue, &said, whole));
    free(said.text);
    xreplace(&whole->reply, NULL);
}

/* Row by row, as it would have been said here. The first row is returned. */
static struct queued *cut_up(struct chat *chat, struct network *network, struct queued *whole)
{
    const struct conv *conv = chat_conv(chat, network, whole->target);
    size_t room = rows_line_room(network, whole->target, whole->action);
    struct queued *before = whole == network->queue.first ? NULL : whole->prev;
    if (conv && whole->line)
        lines_drop(conv->lines, whole->line);
    whole->line = 0;
    for (const char *at = whole->text; *at;) {
        size_t len = rows_piece_len(at, strcspn(at, "\n"), room);
        if (len > 0)
            insert_piece(chat, network, whole, at, len);
        at += len;
        at += *at == '\n' || (*at == ' ' && len > 0);
    }
    queue_drop(&network->queue, whole);
    return before ? before->next : network->queue.first;
}

static void send_one(struct chat *chat, struct network *network, struct queued *queued)
{
    queued->label = ++network->next_label;
    if (too_large(network, queued)) {
        queue_refuse(chat, network, queued, "this server takes no more than one row at once");
        return;
    }
    if (!write_out(network, queued)) {
        queue_refuse(chat, network, queued, "no line can carry it");
        return;
    }
    queued->sent_ms = network_clock(network, chat->now_ms);
    queued->out_ms = chat->mono_ms;
    xreplace(&queued->sent_as, queue_is_exact(network) ? network->account : "");
    queued->changed = true;
    ask_queue_show(chat, network, queued);
}

/* Where nothing has a label, a PONG says that all before its PING was read. */
static void ping_behind(struct network *network)
{
    char token[LABEL_SIZE + 1];
    if (network_can(network, IRC_CAP_LABELED_RESPONSE) || network->queue.pinged ||
        queue_flying(&network->queue) == 0)
        return;
    snprintf(token, sizeof(token), QUEUE_PING "%u", network->next_label);
    if (ask(network, "PING", token, NULL))
        network->queue.pinged = network->next_label;
}

/* One for a room waits until we are there; if we are not to be, it cannot be said. */
static bool may_go(struct chat *chat, struct network *network, struct queued *queued)
{
    const struct conv *conv = chat_conv(chat, network, queued->target);
    if (queue_state(network, queued, chat->now_ms) != QUEUED_WAITING)
        return false;
    if (queued->edits && !network_can(network, EDIT_CAPS)) {
        queue_refuse(chat, network, queued, "this server cannot change what was said");
        return false;
    }
    if (!irc_is_room(queued->target) || (conv && conv->joined))
        return true;
    if (!conv || (!conv->rejoin && !asked_to_enter(network, conv->name)))
        queue_refuse(chat, network, queued, "we are not in the room: /join goes there");
    return false;
}

/* A server that forgets to answer must not stop all the rest. */
static void give_up_waiting(struct chat *chat, struct network *network)
{
    struct queued *queued;
    DL_FOREACH(network->queue.first, queued)
    {
        if (!queued->label || queued->doubtful || chat->mono_ms - queued->out_ms < ANSWER_MS)
            continue;
        if (queued->label <= network->queue.pinged)
            network->queue.pinged = 0;
        queued->label = 0;
        ask_queue_show(chat, network, queued);
    }
}

void ask_queue(struct chat *chat, struct network *network)
{
    struct queue *queue = &network->queue;
    struct queued *queued;
    struct queued *next;
    if (!queue->first || network->stage != NETWORK_READY || !network->settled ||
        chat->mono_ms < queue->hold_ms)
        return;

    give_up_waiting(chat, network);
    size_t window = network_can(network, IRC_CAP_LABELED_RESPONSE) ? WINDOW_LABELLED : WINDOW_PLAIN;
    size_t flying = queue_flying(queue);
    for (queued = queue->first; queued && flying < window; queued = next) {
        next = queued->next;
        if (!may_go(chat, network, queued))
            continue;
        if (too_large(network, queued) && !queued->edits && queued->sent_ms == 0) {
            next = cut_up(chat, network, queued);
            continue;
        }
        send_one(chat, network, queued);
        flying++;
    }
    ping_behind(network);
}
