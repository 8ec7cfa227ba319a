#include "screen.h"

#include <stdlib.h>
#include <string.h>

#include "look.h"
#include "mem.h"
#include "tty.h"
#include "view.h"

void screen_clear(struct screen *screen)
{
    canvas_clear(&screen->canvas);
    theme_clear(&screen->theme);
    free(screen->shown_theme);
    free(screen->shown_title);
}

void screen_resize(struct screen *screen, struct chat *chat)
{
    tty_size(&chat->rows, &chat->cols);
    canvas_resize(&screen->canvas, chat->cols, chat->rows, screen->theme.roles[ROLE_TEXT]);
    chat->changed |= CHANGE_ALL;
}

void screen_take_theme(struct screen *screen, struct chat *chat)
{
    char *cause = NULL;
    if (screen->shown_theme && strcmp(screen->shown_theme, chat->theme) == 0)
        return;
    if (look_read(&screen->theme, chat->theme, &cause) != 0) {
        chat_complain(chat, "%s", cause);
        free(cause);
        return;
    }
    if (screen->strip)
        theme_strip(&screen->theme);
    xreplace(&screen->shown_theme, chat->theme);
    screen_resize(screen, chat);
}

static char *title_of(const struct chat *chat)
{
    unsigned unread = 0, mentions = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        unread += conv->unread;
        mentions += conv->mentions;
    }
    const char *name = chat->current ? chat->current->name : "connect";
    if (mentions > 0)
        return xasprintf("(@%u) %s - parlor", mentions, name);
    if (unread > 0)
        return xasprintf("(%u) %s - parlor", unread, name);
    return xasprintf("%s - parlor", name);
}

static void show_title(struct screen *screen, const struct chat *chat)
{
    char *title = title_of(chat);
    if (!screen->shown_title || strcmp(screen->shown_title, title) != 0)
        tty_title(title);
    free(screen->shown_title);
    screen->shown_title = title;
}

static void paint(struct screen *screen, struct chat *chat)
{
    if (chat->changed & (CHANGE_CONVS | CHANGE_LAYOUT))
        show_title(screen, chat);
    views_paint(&screen->canvas, chat, &screen->theme, chat->changed);
    tty_show(&screen->canvas);

    struct layout layout;
    layout_make(&layout, chat, chat->cols, chat->rows);
    chat->page_rows = layout.messages.h;
    chat->changed = 0;
    screen->painted_ms = chat->mono_ms;
}

int64_t screen_paint_if_due(struct screen *screen, struct chat *chat)
{
    if (chat->changed == 0)
        return 0;

    /* What one types oneself is shown at once. */
    int64_t since_ms = chat->mono_ms - screen->painted_ms;
    if (since_ms < SCREEN_FRAME_MS && chat->changed != CHANGE_INPUT)
        return SCREEN_FRAME_MS - since_ms;
    paint(screen, chat);
    return 0;
}
