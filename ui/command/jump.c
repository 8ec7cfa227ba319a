#include "jump.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "mem.h"
#include "when.h"

/* So many pages are asked of the server, of as many lines as it gives at once. */
#define PAGES_MAX 200

/* Beyond what is kept of a conversation anyway, a jump takes so many lines at once. */
#define WIDEN_LINES 1000

static void leave_off(struct chat *chat)
{
    chat->seek.jump.conv = NULL;
    xreplace(&chat->seek.jump.msgid, NULL);
}

static void fail(struct chat *chat, const char *why)
{
    leave_off(chat);
    chat_complain(chat, "%s", why);
}

void jump_to(struct chat *chat, struct conv *conv, const char *msgid, int64_t time_ms)
{
    chat_open(chat, conv);
    conv->cleared = false;
    xreplace(&chat->seek.jump.msgid, msgid ? msgid : "");
    chat->seek.jump.conv = conv;
    chat->seek.jump.time_ms = time_ms;
    chat->seek.jump.pages = 0;
    chat->seek.jump.pick = false;
}

void jump_pick(struct chat *chat, struct conv *conv, const char *msgid)
{
    jump_to(chat, conv, msgid, 0);
    chat->seek.jump.pick = true;
}

void jump_show(struct chat *chat, size_t index)
{
    chat_stand_at(chat, index, chat->page_rows > 4 ? chat->page_rows / 3 : 1);
}

static void pick_found(struct chat *chat, size_t index)
{
    struct line line;
    lines_get(chat->current->lines, index, &line);
    if (line_is_said(&line))
        pick_line(chat, line.serial);
    else
        chat_notice(chat, "What it answers was deleted");
}

/* The line that was said then. */
static bool find_time(const struct conv *conv, int64_t time_ms, size_t *index)
{
    struct line line;
    *index = lines_after(conv->lines, time_ms - 1);
    if (*index >= lines_count(conv->lines))
        return false;
    lines_get(conv->lines, *index, &line);
    return line.time_ms == time_ms;
}

/* All that was said since then is here. */
static bool reaches(const struct conv *conv, int64_t time_ms)
{
    struct line line;
    if (time_ms == 0 || lines_count(conv->lines) == 0)
        return false;
    lines_get(conv->lines, 0, &line);
    return line.time_ms < time_ms;
}

bool jump_turn(struct chat *chat)
{
    struct jump *jump = &chat->seek.jump;
    struct conv *conv = chat->current;
    size_t index = 0;
    if (!jump->conv || jump->conv != conv) {
        if (jump->conv)
            leave_off(chat);
        return false;
    }
    if (*jump->msgid ? lines_find_id(conv->lines, jump->msgid, &index)
                     : find_time(conv, jump->time_ms, &index)) {
        leave_off(chat);
        jump_show(chat, index);
        if (jump->pick)
            pick_found(chat, index);
        return false;
    }
    if (reaches(conv, jump->time_ms)) {
        jump_show(chat, lines_after(conv->lines, jump->time_ms));
        fail(chat, "That message is not there any more; this was said at the time");
        return false;
    }
    if (conv->older == HISTORY_ASKED)
        return false;
    lines_widen(conv->lines, WIDEN_LINES);
    return true;
}

bool jump_drop(struct chat *chat)
{
    if (!chat->seek.jump.conv)
        return false;
    leave_off(chat);
    chat_notice(chat, "Left off; what was fetched so far is here");
    return true;
}

/* How far it is, with each page. */
static void say_how_far(struct chat *chat, const struct conv *conv)
{
    char when[WHEN_SIZE];
    struct line oldest;
    if (lines_count(conv->lines) == 0)
        return;
    lines_get(conv->lines, 0, &oldest);
    chat_notice(chat, "Fetching what was said, back to %s so far… · Esc leaves off",
                when_stamp(chat, oldest.time_ms, when));
}

void jump_ask(struct chat *chat)
{
    struct conv *conv = chat->current;
    struct jump *jump = &chat->seek.jump;
    if (conv->network->stage != NETWORK_READY) {
        fail(chat, "That is not kept here, and the server cannot be asked now");
        return;
    }
    if (conv->older == HISTORY_ALL || jump->pages >= PAGES_MAX) {
        fail(chat, conv->older == HISTORY_ALL ? "That message is not there any more"
                                              : "That is too far back to be fetched at once; jump "
                                                "again to go on");
        return;
    }
    ask_older_far(conv);
    if (conv->older != HISTORY_ASKED)
        return;
    jump->pages++;
    say_how_far(chat, conv);
}
