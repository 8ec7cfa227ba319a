/* SEARCH, as soju has it (doc/ext/search.md): the answer is a batch of messages, of wherever they
 * were said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "handlers.h"
#include "ignore.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "utf8.h"

#define SEARCH_LIMIT "100"

/* A value among those with ';' between, escaped as tags are. */
static void put(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, "%s%s=", out->len ? ";" : "", name);
    for (; *value; value++) {
        if (*value == ';')
            buf_puts(out, "\\:");
        else if (*value == ' ')
            buf_puts(out, "\\s");
        else if (*value == '\\')
            buf_puts(out, "\\\\");
        else
            buf_putc(out, *value);
    }
}

static void put_time(struct buf *out, const char *name, int64_t time_ms)
{
    char iso[CLOCK_ISO_SIZE];
    clock_format_iso(time_ms, iso);
    put(out, name, iso);
}

static void put_words(struct buf *out, const struct query *query)
{
    struct buf words = {0};
    for (size_t i = 0; i < query->nwords; i++)
        buf_printf(&words, "%s%s", i ? " " : "", query->words[i].text);
    if (words.len)
        put(out, "text", buf_text(&words));
    buf_clear(&words);
}

bool ask_search(struct network *network, const struct query *query)
{
    if (network->stage != NETWORK_READY || !network_can(network, IRC_CAP_SEARCH | IRC_CAP_BATCH))
        return false;
    struct buf asked = {0};
    put_words(&asked, query);
    if (query->in)
        put(&asked, "in", query->in);
    if (query->from)
        put(&asked, "from", query->from);
    if (query->from_ms > 0)
        put_time(&asked, "after", query->from_ms);
    int64_t to_ms = query->to_ms < network->found_ms ? query->to_ms : network->found_ms;
    if (to_ms < INT64_MAX)
        put_time(&asked, "before", to_ms);
    put(&asked, "limit", SEARCH_LIMIT);
    bool sent = ask(network, "SEARCH", buf_text(&asked), NULL);
    buf_clear(&asked);
    return sent;
}

/* To a room, or between us and somebody. */
static const char *place_of(const struct from *from, const struct irc_msg *msg)
{
    return irc_is_room(msg->params[0]) || from->self ? msg->params[0] : from->nick;
}

static void take_hit(struct from *from, const struct irc_msg *msg, enum line_kind kind)
{
    char name[BATCH_TARGET_MAX];
    struct results *results = &from->chat->seek.results;
    const char *id = irc_msg_tag(msg, "msgid");
    if (!clean_name(place_of(from, msg), name, sizeof(name)))
        return;

    char *action = ctcp_text(msg->params[1], "ACTION");
    const char *said = action ? action : msg->params[1];
    char *text = utf8_sanitize(said, strlen(said), true, true);
    struct line line = {.time_ms = from->time_ms,
                        .kind = action ? LINE_ACTION : kind,
                        .nick = from->nick,
                        .text = text,
                        .msgid = id ? id : ""};
    const struct conv *conv = chat_conv(from->chat, from->network, name);
    if (!from_ignored(from, msg, ignore_what_of(line.kind), conv) &&
        query_matches(&results->query, &line) && query_means(&results->query, name))
        results_add(results, from->network, name, &line);
    free(action);
    free(text);
}

bool search_took(struct from *from, const struct irc_msg *msg)
{
    if (!from->batch || from->batch->kind != BATCH_SEARCH)
        return false;
    if (from->time_ms < from->network->found_ms)
        from->network->found_ms = from->time_ms;
    bool notice = strcasecmp(msg->command, "NOTICE") == 0;
    if (msg->nparams > 1 && (notice || strcasecmp(msg->command, "PRIVMSG") == 0))
        take_hit(from, msg, notice ? LINE_NOTICE : LINE_MESSAGE);
    return true;
}

void search_ended(struct chat *chat)
{
    struct results *results = &chat->seek.results;
    results->asked -= results->asked > 0;
    results->stamp++;
}
