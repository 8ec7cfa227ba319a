#include "notify.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "chat.h"
#include "highlight.h"
#include "highlight_words.h"
#include "mem.h"

/* In the order of enum notify_level. */
static const char *const names[NOTIFY_LEVELS] = {"usual", "all", "mentions", "none"};

const char *notify_level_name(enum notify_level level)
{
    return names[level];
}

enum notify_level notify_level_find(const char *name)
{
    enum notify_level level = NOTIFY_USUAL;
    while (level < NOTIFY_LEVELS && strcasecmp(names[level], name) != 0)
        level++;
    return level;
}

/* The words of the settings, made anew when those have changed. */
static const struct highlight_words *words(struct chat *chat)
{
    const char *list = chat->settings.highlight ? chat->settings.highlight : "";
    char *cause = NULL;
    if (chat->words_text && strcmp(chat->words_text, list) == 0)
        return chat->words;

    highlight_words_free(chat->words);
    xreplace(&chat->words_text, list);
    chat->words = highlight_words_new(list, &cause);
    if (cause)
        chat_complain(chat, "Highlights do not work: %s", cause);
    free(cause);
    return chat->words;
}

bool notify_calls(struct chat *chat, const char *own, const char *nick, const char *text)
{
    const struct highlight_words *more = words(chat);
    if (highlight_words_exclude(more, nick, text))
        return false;
    return highlight_names(text, own) || highlight_words_call(more, nick, text);
}

static bool is_news(const struct chat *chat, const struct conv *conv, const struct line *line)
{
    bool mention = line->flags & LINE_MENTION;
    if (chat->settings.do_not_disturb || conv->muted)
        return false;
    if (conv == chat->current && chat->focused && !chat->settings.notify_focused)
        return false;
    switch (conv->notify) {
    case NOTIFY_ALL: return true;
    case NOTIFY_MENTIONS: return mention;
    case NOTIFY_NONE: return false;
    case NOTIFY_USUAL:
    case NOTIFY_LEVELS: break;
    }
    return mention || conv->kind == CONV_PERSON;
}

void notify_line(struct chat *chat, const struct conv *conv, const struct line *line)
{
    struct news *news = &chat->news;
    if (!is_news(chat, conv, line))
        return;

    xreplace(&news->nick, line->nick);
    xreplace(&news->text, line->text);
    xreplace(&news->place, conv->name);
    xreplace(&news->network, conv->network->name);
    news->mention = line->flags & LINE_MENTION || conv->kind == CONV_PERSON;
    news->n++;
    if (chat->settings.bell)
        chat->wishes |= WISH_BELL;
}

void news_clear(struct news *news)
{
    free(news->nick);
    free(news->text);
    free(news->place);
    free(news->network);
    *news = (struct news){0};
}
