#include "wishes.h"

#include <stdlib.h>
#include <string.h>

#include "app_start.h"
#include "mem.h"
#include "opener.h"
#include "secret.h"
#include "settings.h"
#include "state.h"
#include "tty.h"
#include "tty_osc.h"

static void show_theme(const struct wishes *wishes)
{
    display_take_theme(wishes->display, wishes->chat);
    if (wishes->archive)
        state_keep_theme(wishes->archive, wishes->chat);
}

/* What was set is seen at once. */
static void show_settings(const struct wishes *wishes)
{
    const char *theme = wishes->chat->settings.theme;
    tty_links(wishes->chat->settings.hyperlinks);
    if (tty_set_colours(app_colours(wishes->chat)))
        display_forget_theme(wishes->display);
    if (theme && strcmp(theme, wishes->chat->theme) != 0)
        xreplace(&wishes->chat->theme, theme);
    display_take_theme(wishes->display, wishes->chat);
    chat_limit_lines(wishes->chat);
    wishes->chat->changed |= CHANGE_ALL;
}

static void keep_settings(const struct wishes *wishes)
{
    char *cause = NULL;
    show_settings(wishes);
    if (!wishes->guest && wishes->chat->unsaved.n > 0 &&
        settings_save(wishes->chat, wishes->config, &cause) != 0)
        chat_complain(wishes->chat, "Not kept: %s", cause);
    conf_changes_clear(&wishes->chat->unsaved);
    chat_order(wishes->chat);
    free(cause);
}

/* "FOLDER/parlor.conf:3: ..." from the name on: the line is what one looks for. */
static const char *without_folder(const char *cause)
{
    const char *colon = strchr(cause, ':');
    const char *slash = colon ? memrchr(cause, '/', (size_t)(colon - cause)) : NULL;
    return slash ? slash + 1 : cause;
}

void wishes_warn(struct chat *chat, const char *warnings)
{
    const char *first = without_folder(warnings);
    chat_complain(chat, "%.*s", (int)strcspn(first, "\n"), first);
}

/* Broken ones change nothing. Said only if it was asked for, or is news. */
void wishes_reload(struct chat *chat, const char *config, bool asked)
{
    char *cause = NULL;
    bool news = false;
    if (settings_read_again(chat, config, &news, &cause) != 0)
        chat_complain(chat, "%s (all stays as it was)", without_folder(cause));
    else if (cause)
        wishes_warn(chat, cause);
    else if (news)
        chat_notice(chat, "Settings were read anew");
    else if (asked)
        chat_notice(chat, "Settings are as the file says");
    chat->wishes |= WISH_SETTINGS;
    free(cause);
}

static void reload(const struct wishes *wishes)
{
    wishes_reload(wishes->chat, wishes->config, true);
    show_settings(wishes);
}

static void open_link(const struct wishes *wishes)
{
    opener_open(wishes->chat);
}

static void redraw(const struct wishes *wishes)
{
    tty_redraw();
    wishes->chat->changed |= CHANGE_ALL;
}

static void suspend(const struct wishes *wishes)
{
    tty_suspend();
    display_resize(wishes->chat);
}

static void ring(const struct wishes *wishes)
{
    (void)wishes;
    tty_bell();
}

static void run_program(const struct wishes *wishes)
{
    programs_run(wishes->programs);
}

/* OSC 52: the terminal puts it into the clipboard, also over ssh. */
static void copy(const struct wishes *wishes)
{
    const char *text = wishes->chat->copy;
    struct buf out = {0};
    char *coded = text ? secret_base64(text, strlen(text)) : NULL;
    char *payload = coded ? xasprintf("52;c;%s", coded) : NULL;
    if (payload)
        tty_osc_put(&out, payload, wishes->chat->settings.tmux_passthrough);
    if (out.len > 0)
        tty_tell(buf_text(&out));
    buf_clear(&out);
    free(payload);
    free(coded);
}

/* In the order in which they are granted. */
static const struct {
    enum wish wish;
    void (*grant)(const struct wishes *wishes);
} grants[] = {
    {WISH_SETTINGS, keep_settings},
    {WISH_RELOAD,   reload       },
    {WISH_THEME,    show_theme   },
    {WISH_OPEN,     open_link    },
    {WISH_EXEC,     run_program  },
    {WISH_BELL,     ring         },
    {WISH_COPY,     copy         },
    {WISH_REDRAW,   redraw       },
    {WISH_SUSPEND,  suspend      },
};

bool wishes_grant(const struct wishes *wishes)
{
    unsigned asked = wishes->chat->wishes;
    wishes->chat->wishes = 0;
    for (size_t i = 0; i < sizeof(grants) / sizeof(*grants); i++) {
        if (asked & (unsigned)grants[i].wish)
            grants[i].grant(wishes);
    }
    return asked & WISH_QUIT;
}
