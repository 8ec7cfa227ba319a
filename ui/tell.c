#include "tell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bare_text.h"
#include "launch.h"
#include "mem.h"
#include "tty.h"
#include "tty_osc.h"
#include "utf8.h"

#define TELL_EVERY_MS 1000

/* "alice in #tea", or "alice" in private; with the server if there are several; to free. */
static char *title_of(const struct chat *chat, const struct news *news)
{
    bool several = chat->networks && chat->networks->next;
    bool room = strcmp(news->nick, news->place) != 0;
    return xasprintf("%s%s%s%s%s", news->nick, room ? " in " : "", room ? news->place : "",
                     several ? " on " : "", several ? news->network : "");
}

/* A word behind a command: one that begins with - would be an option. To free. */
static char *no_option(const char *word)
{
    return xasprintf("%s%s", *word == '-' ? " " : "", word);
}

/* In one row, and how many there are beside it; to free. */
static char *text_of(const struct news *news)
{
    char *bare = bare_text(news->text);
    char *plain = utf8_sanitize(bare, strlen(bare), false, false);
    free(bare);
    char *text = news->n > 1 ? xasprintf("%s (and %u more)", plain, news->n - 1) : xstrdup(plain);
    free(plain);
    return text;
}

static void tell_terminal(const struct chat *chat, const char *title, const char *text)
{
    enum tty_news kind = (enum tty_news)chat->settings.news_terminal;
    struct buf out = {0};
    if (kind == TTY_NEWS_AUTO)
        kind = tty_osc_news_kind();
    tty_osc_news(&out, kind, title, text, chat->settings.tmux_passthrough);
    if (out.len > 0)
        tty_tell(buf_text(&out));
    buf_clear(&out);
}

/* What was said reaches the program as words and variables, never as a command. */
static void run_command(struct chat *chat, const char *title, const char *text)
{
    const struct news *news = &chat->news;
    const char *command = chat->settings.news_command;
    char *head = no_option(title);
    char *body = no_option(text);
    const char *const more[] = {head, body, NULL};
    char **words = command ? launch_words(command, more) : NULL;
    free(head);
    free(body);
    if (!words)
        return;

    char *env[] = {xasprintf("PARLOR_EVENT=%s", news->mention ? "mention" : "message"),
                   xasprintf("PARLOR_SERVER=%s", news->network),
                   xasprintf("PARLOR_ROOM=%s", news->place),
                   xasprintf("PARLOR_NICK=%s", news->nick),
                   xasprintf("PARLOR_TEXT=%s", news->text),
                   NULL};
    if (!launch_detached(words, (const char *const *)env))
        chat_complain(chat, "notify.command: %s: %s", words[0], strerror(errno));
    for (char **pair = env; *pair; pair++)
        free(*pair);
    launch_words_free(words);
}

bool tell_news(struct chat *chat)
{
    struct news *news = &chat->news;
    if (news->n == 0)
        return false;
    if (news->told_ms && chat->mono_ms - news->told_ms < TELL_EVERY_MS)
        return true;

    char *title = title_of(chat, news);
    char *text = text_of(news);
    tell_terminal(chat, title, text);
    run_command(chat, title, text);
    free(title);
    free(text);
    news_clear(news);
    news->told_ms = chat->mono_ms;
    return false;
}
