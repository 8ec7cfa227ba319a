#include "mention.h"

#include "action.h"
#include "ask.h"
#include "jump.h"

/* So many pages are asked of the server, and so many lines are looked through at all. */
#define PAGES_MAX 20
#define LINES_MAX 20000

static bool is_mention(const struct conv *conv, size_t index, struct line *line)
{
    lines_get(conv->lines, index, line);
    return line->flags & LINE_MENTION;
}

/* From the one that was shown last; else from the lines that are seen. */
static size_t begin_at(const struct chat *chat)
{
    const struct conv *conv = chat->current;
    size_t index = 0;
    if (chat->mention && lines_find(conv->lines, chat->mention, &index))
        return index;
    if (conv->anchor && lines_find(conv->lines, conv->anchor, &index))
        return index + 1;
    return lines_count(conv->lines);
}

static void show(struct chat *chat, size_t index, const struct line *line)
{
    chat->mention = line->serial;
    jump_show(chat, index);
}

static bool show_previous(struct chat *chat)
{
    struct line line;
    for (size_t i = begin_at(chat); i-- > 0;) {
        if (is_mention(chat->current, i, &line)) {
            show(chat, i, &line);
            return true;
        }
    }
    return false;
}

static void end_with(struct chat *chat, const char *notice)
{
    chat->seek.calling = NULL;
    chat_notice(chat, "%s", notice);
}

void action_previous_mention(struct chat *chat)
{
    if (!chat->current || show_previous(chat))
        return;
    chat->seek.calling = chat->current;
    chat->seek.calling_pages = 0;
    chat_notice(chat, "Nobody speaks to you in what is here: looking further up…");
}

bool mention_turn(struct chat *chat)
{
    const struct conv *conv = chat->current;
    if (!chat->seek.calling)
        return false;
    if (chat->seek.calling != conv) {
        chat->seek.calling = NULL;
    } else if (show_previous(chat)) {
        end_with(chat, "");
    } else if (lines_count(conv->lines) >= LINES_MAX) {
        end_with(chat, "Nobody spoke to you for long: /mentions lists those who did");
    }
    return chat->seek.calling && conv->older != HISTORY_ASKED;
}

void mention_ask(struct chat *chat)
{
    struct conv *conv = chat->current;
    if (conv->older == HISTORY_ALL)
        end_with(chat, "Nobody speaks to you further up");
    else if (conv->network->stage != NETWORK_READY)
        end_with(chat, "Nobody speaks to you in what is kept here, and there is no link to ask by");
    else if (chat->seek.calling_pages++ >= PAGES_MAX)
        end_with(chat, "Nobody spoke to you for long: M-p looks on");
    else
        ask_older_far(conv);
    if (chat->seek.calling && conv->older != HISTORY_ASKED)
        end_with(chat, "Nobody speaks to you further up");
}

void action_next_mention(struct chat *chat)
{
    struct line line;
    if (!chat->current)
        return;
    size_t n = lines_count(chat->current->lines);
    for (size_t i = begin_at(chat) + 1; i < n; i++) {
        if (is_mention(chat->current, i, &line)) {
            show(chat, i, &line);
            return;
        }
    }
    action_newest(chat);
    chat_notice(chat, "Nobody speaks to you further down");
}
