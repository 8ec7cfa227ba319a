#include "opener.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "launch.h"
#include "mem.h"
#include "weblink.h"

static bool has_display(void)
{
    const char *x11 = getenv("DISPLAY");
    const char *wayland = getenv("WAYLAND_DISPLAY");
    return (x11 && *x11) || (wayland && *wayland);
}

static void copy_instead(struct chat *chat, const char *why)
{
    xreplace(&chat->copy, chat->open_url);
    chat->wishes |= WISH_COPY;
    chat_complain(chat, "%s; copied: %s", why, chat->open_url);
}

void opener_open(struct chat *chat)
{
    const char *opener = chat->settings.opener;
    /* Only what a browser or mail program takes: never a file, never an option. */
    if (!chat->open_url || weblink_len(chat->open_url) == 0)
        return;
    const char *more[] = {chat->open_url, NULL};
    char **words = opener ? launch_words(opener, more) : NULL;
    if (!words)
        copy_instead(chat, "ui.opener names no program");
    else if (strcmp(words[0], "xdg-open") == 0 && !has_display())
        copy_instead(chat, "There is no display to open it on");
    else if (launch_detached(words, NULL))
        chat_notice(chat, "Opening %s", chat->open_url);
    else
        chat_complain(chat, "%s: %s; /set ui.opener names another", words[0], strerror(errno));
    launch_words_free(words);
}
