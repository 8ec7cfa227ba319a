/* What becomes of what was said: it is sent, refused, put off, or left open. */
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "ask.h"
#include "bare_text.h"
#include "handlers.h"
#include "irc_name.h"
#include "mem.h"

#define HOLD_FIRST_MS 1000
#define HOLD_MOST_MS  30000
/* The server's clock, as far as we know it, may be off by so much. */
#define CLOCK_SLACK_MS 1000
/* What is sent so soon after it was said stands in its place. */
#define SOON_MS 10000
/* So many that wait are kept in their order. */
#define BEHIND_MAX 200

/* A line that did not wait stays where it is, if the server says no more than that it has it. */
static bool show_settled(struct from *from, struct conv *conv, const struct queued *queued,
                         const char *msgid)
{
    if (!queued->line)
        return false;
    if (!msgid && queued->sent_ms - queued->said_ms < SOON_MS)
        return lines_flag(conv->lines, queued->line, 0, LINE_PENDING | LINE_WAITING | LINE_UNSURE);
    return lines_confirm(conv->lines, queued->line, msgid ? msgid : "", from->time_ms);
}

/* A slow server gives what is confirmed a later time than what was said behind it and waits yet
 * has: that goes behind it. Of very many, it is not worth it. */
static void keep_behind(struct network *network, struct conv *conv, const struct queued *settled)
{
    struct line line;
    size_t index;
    if (network->queue.n > BEHIND_MAX || !lines_find(conv->lines, settled->line, &index))
        return;
    lines_get(conv->lines, index, &line);
    for (const struct queued *later = settled->next; later; later = later->next)
        if (later->line && irc_name_equal(later->target, settled->target))
            lines_delay(conv->lines, later->line, line.time_ms);
}

/* It is said: the line that shows it gets the server's id and time; msgid: NULL if there is none.
 */
static void settle(struct from *from, struct queued *queued, const char *msgid)
{
    struct chat *chat = from->chat;
    struct network *network = from->network;
    struct conv *conv = chat_conv(chat, network, queued->target);
    if (conv && queued->edits)
        chat_edit_line(chat, conv,
                       &(struct line){.kind = queued->action ? LINE_ACTION : LINE_MESSAGE,
                                      .msgid = queued->edits,
                                      .text = queued->text});
    else if (conv && !show_settled(from, conv, queued, msgid))
        chat_add_line(chat, conv,
                      &(struct line){.time_ms = from->time_ms,
                                     .kind = queued->action ? LINE_ACTION : LINE_MESSAGE,
                                     .flags = LINE_SELF,
                                     .nick = network->nick,
                                     .text = queued->text,
                                     .msgid = msgid ? msgid : "",
                                     .reply = queued->reply});
    if (conv && queued->line)
        keep_behind(network, conv, queued);
    if (conv)
        from_changed(from, conv, CHANGE_LINES);
    chat->changed |= CHANGE_STATUS;
    network->queue.holds = 0;
    queue_drop(&network->queue, queued);
}

static struct conv *place_of(const struct chat *chat, const struct network *network,
                             const struct queued *queued)
{
    struct conv *conv = chat_conv(chat, network, queued->target);
    return conv ? conv : chat_here(chat, network);
}

/* Marks its line, and takes it from the queue. */
static void mark_failed(struct chat *chat, struct network *network, struct queued *queued)
{
    struct conv *conv = chat_conv(chat, network, queued->target);
    if (conv && queued->line)
        lines_flag(conv->lines, queued->line, LINE_FAILED,
                   LINE_PENDING | LINE_WAITING | LINE_UNSURE);
    chat->changed |= CHANGE_LINES | CHANGE_STATUS;
    queue_drop(&network->queue, queued);
}

/* Who looks elsewhere does not see it at its line. */
static void tell_refused(struct chat *chat, struct conv *conv, const char *why)
{
    chat_info(chat, conv, LINE_ERROR, "not sent: %s", why);
    if (conv != chat->current)
        chat_complain(chat, "not sent: %s", why);
}

void queue_refuse(struct chat *chat, struct network *network, struct queued *queued,
                  const char *why)
{
    struct conv *conv = place_of(chat, network, queued);
    bool edits = queued->edits != NULL;
    mark_failed(chat, network, queued);
    if (edits)
        chat_info(chat, conv, LINE_ERROR, "not changed: %s", why);
    else
        tell_refused(chat, conv, why);
}

/* It waits on: the server cannot take anything for a moment. */
static void put_off(struct from *from, struct queued *queued, const char *why)
{
    struct chat *chat = from->chat;
    struct queue *queue = &from->network->queue;
    queued->label = 0;
    queued->sent_ms = 0;
    queued->changed = true;
    xreplace(&queued->sent_as, NULL);
    ask_queue_show(chat, from->network, queued);
    if (queue->hold_ms > chat->mono_ms)
        return;

    int64_t wait_ms = queue->holds < 5 ? (int64_t)HOLD_FIRST_MS << queue->holds : HOLD_MOST_MS;
    queue->hold_ms = chat->mono_ms + wait_ms;
    if (queue->holds++ == 0)
        chat_info(chat, place_of(chat, from->network, queued), LINE_ERROR,
                  "the server does not take it now (%s): it waits, and goes out by itself", why);
}

/* The server as a whole cannot take anything: to those who know no FAIL it says so in words
 * (server.md, R4). */
static bool is_for_a_moment(const char *code, const char *why)
{
    static const char words[] = "try again";
    size_t len = strlen(why);
    if (*code)
        return strcmp(code, "STORAGE_ERROR") == 0;
    return len >= sizeof(words) - 1 && strcmp(why + len - (sizeof(words) - 1), words) == 0;
}

bool say_failed(struct from *from, const char *code, const char *why)
{
    struct queued *queued = queue_labelled(&from->network->queue, from->label);
    if (!queued)
        return false;
    if (is_for_a_moment(code, why))
        put_off(from, queued, why);
    else
        queue_refuse(from->chat, from->network, queued, why);
    return true;
}

bool say_blamed(struct from *from, const struct irc_msg *msg, const char *why)
{
    static const char *const numbers[] = {"401", "403", "404", "407", "411", "412",
                                          "442", "477", "486", "489", "531", "716"};
    struct queue *queue = &from->network->queue;
    struct queued *queued;
    bool about_saying = false;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        about_saying = about_saying || strcmp(msg->command, numbers[i]) == 0;
    if (!queue->pinged || !about_saying || msg->nparams < 2)
        return false;
    DL_FOREACH(queue->first, queued)
    if (queued->label && irc_name_equal(queued->target, msg->params[1])) {
        queue_refuse(from->chat, from->network, queued, why);
        return true;
    }
    return false;
}

/* Rooms may forbid colours: what is left is still ours. */
static bool is_same_text(const char *said, const char *came)
{
    if (strcmp(said, came) == 0)
        return true;
    char *ours = bare_text(said);
    char *theirs = bare_text(came);
    bool same = strcmp(ours, theirs) == 0;
    free(ours);
    free(theirs);
    return same;
}

bool say_echoed(struct from *from, const struct irc_msg *msg)
{
    struct queued *queued = queue_labelled(&from->network->queue, from->label);
    if (!queued || !from->self)
        return false;

    char *said = queued_wire_text(queued);
    bool ours =
        irc_name_equal(msg->params[0], queued->target) && is_same_text(said, msg->params[1]);
    free(said);
    if (ours)
        settle(from, queued, irc_msg_tag(msg, "msgid"));
    else
        queued->doubtful = true;
    return ours;
}

void say_answered(struct from *from, const char *label)
{
    struct queued *queued = queue_labelled(&from->network->queue, label);
    if (queued && !queued->doubtful)
        settle(from, queued, NULL);
}

bool say_ponged(struct from *from, const char *token)
{
    struct queue *queue = &from->network->queue;
    struct queued *queued;
    struct queued *next;
    if (!queue->pinged || *token != *QUEUE_PING || strtoul(token + 1, NULL, 10) != queue->pinged)
        return false;
    for (queued = queue->first; queued; queued = next) {
        next = queued->next;
        if (queued->label && queued->label <= queue->pinged)
            settle(from, queued, NULL);
    }
    queue->pinged = 0;
    return true;
}

bool say_adopt(struct from *from, const struct irc_msg *msg, const struct conv *conv,
               const struct line *line)
{
    const char *msgid = irc_msg_tag(msg, "msgid");
    struct queued *queued;
    if (!from->self || !msgid || lines_has(conv->lines, msgid))
        return false;
    DL_FOREACH(from->network->queue.first, queued)
    {
        if (queue_state(from->network, queued, from->chat->now_ms) != QUEUED_UNSURE ||
            queued->edits || queued->action != (line->kind == LINE_ACTION) ||
            from->time_ms < queued->sent_ms - CLOCK_SLACK_MS ||
            !irc_name_equal(queued->target, conv->name) || !is_same_text(queued->text, line->text))
            continue;
        if (from->history)
            from->batch->fresh++;
        settle(from, queued, msgid);
        return true;
    }
    return false;
}

void queue_refuse_room(struct chat *chat, struct network *network, const char *room,
                       const char *why)
{
    struct queued *queued;
    struct queued *next;
    struct conv *conv = NULL;
    for (queued = network->queue.first; queued; queued = next) {
        next = queued->next;
        if (!irc_name_equal(queued->target, room))
            continue;
        conv = place_of(chat, network, queued);
        mark_failed(chat, network, queued);
    }
    if (conv)
        tell_refused(chat, conv, why);
}

/* Is it the last one on the wire for its room or person? */
static bool is_last_flying(const struct queued *queued)
{
    for (const struct queued *later = queued->next; later; later = later->next)
        if (later->label && irc_name_equal(later->target, queued->target))
            return false;
    return true;
}

static void tell_unsure(struct chat *chat, struct conv *conv)
{
    chat_info(chat, conv, LINE_ERROR,
              "the link went before the server confirmed what you said: "
              "it may have arrived; /queue shows it");
}

void queue_lost(struct chat *chat, struct network *network)
{
    struct queued *queued;
    struct queued *next;
    network->queue.pinged = 0;
    for (queued = network->queue.first; queued; queued = next) {
        next = queued->next;
        if (!queued->label)
            continue;
        queued->label = 0;
        queued->doubtful = false;
        if (queued->fleeting) {
            queue_refuse(chat, network, queued, "the link went before the server answered");
            continue;
        }
        ask_queue_show(chat, network, queued);
        if (queue_state(network, queued, chat->now_ms) == QUEUED_UNSURE && is_last_flying(queued))
            tell_unsure(chat, place_of(chat, network, queued));
    }
}
