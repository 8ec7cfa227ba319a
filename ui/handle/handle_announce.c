/* What an operator says to everybody: parlor.chat/announce. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "handlers.h"
#include "irc_cap.h"
#include "mem.h"
#include "when.h"

/* The conversation of the server's history that holds them. */
#define EVERYBODY "*"
/* Nobody is called so: a name has no blank. */
#define OPERATOR       "★ operator"
#define ANNOUNCES_MOST "20"

static bool is_announcement(const struct from *from, const struct irc_msg *msg)
{
    if (irc_msg_tag(msg, "parlor.chat/announce"))
        return true;
    return from->history && from->batch && strcmp(from->batch->target, EVERYBODY) == 0;
}

static uint64_t add(const struct from *from, const struct irc_msg *msg, struct conv *conv,
                    struct line line)
{
    const char *msgid = irc_msg_tag(msg, "msgid");
    line.kind = LINE_MESSAGE;
    line.nick = OPERATOR;
    line.msgid = msgid ? msgid : "";
    return chat_add_line(from->chat, conv, &line);
}

/* At the server's own it stands for the record; who has seen it elsewhere has read it. */
static bool add_to_console(const struct from *from, const struct irc_msg *msg, bool seen)
{
    struct conv *console = from->network->console;
    unsigned unread = console->unread;
    struct line line = {.time_ms = from->time_ms,
                        .flags = from->history ? LINE_HISTORY : 0,
                        .text = msg->params[1]};
    if (!add(from, msg, console, line))
        return false;
    if (seen && unread == 0)
        chat_mark_read(from->chat, console);
    return true;
}

/* Where one looks: what waited stands below what is there already. */
static void add_where_one_looks(struct from *from, const struct irc_msg *msg, struct conv *here)
{
    char when[WHEN_SIZE];
    struct line line = {.time_ms = from->time_ms, .flags = LINE_MENTION, .text = msg->params[1]};
    char *waited = NULL;
    if (from->history) {
        waited = xasprintf("while you were away, %s: %s",
                           when_text(from->chat, from->time_ms, when), msg->params[1]);
        line.text = waited;
        line.time_ms = chat_stamp(from->chat, here);
    }
    add(from, msg, here, line);
    free(waited);
}

bool announce_took(struct from *from, const struct irc_msg *msg)
{
    struct chat *chat = from->chat;
    struct network *network = from->network;
    struct conv *here = chat_here(chat, network);
    bool elsewhere = here != network->console;
    if (!is_announcement(from, msg))
        return false;

    /* Who comes for the first time is told of what is old at the server's own only. */
    bool news = !from->history || network->last_ms == 0 || from->time_ms > network->last_ms;
    bool fresh = add_to_console(from, msg, elsewhere && chat->focused);
    if (fresh && elsewhere && news)
        add_where_one_looks(from, msg, here);
    if (fresh && !elsewhere && chat->current != here)
        chat_notice(chat, "%s: the operator says: %s", network->name, msg->params[1]);
    if (network->caught_up && from->time_ms > network->last_ms)
        network->last_ms = from->time_ms;
    return true;
}

void announce_ask(struct network *network)
{
    char bound[CLOCK_ISO_SIZE + 16] = "*";
    char iso[CLOCK_ISO_SIZE];
    if (!network_can(network, IRC_CAP_CHATHISTORY | IRC_CAP_BATCH))
        return;
    if (network->last_ms) {
        clock_format_iso(network->last_ms, iso);
        snprintf(bound, sizeof(bound), "timestamp=%s", iso);
    }
    ask(network, "CHATHISTORY", "LATEST", EVERYBODY, bound, ANNOUNCES_MOST, NULL);
}
