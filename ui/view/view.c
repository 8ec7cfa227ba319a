#include "view.h"

#include <string.h>

#include "panes.h"
#include "utf8.h"

/* In the order of painting: what comes later covers what came before. */
static const struct view {
    view_fn *paint;
    unsigned when; /* enum change */
} views[] = {
    {view_borders,  CHANGE_LAYOUT | CHANGE_LINES | CHANGE_CONVS | CHANGE_STATUS | CHANGE_INPUT},
    {view_sidebar,  CHANGE_CONVS | CHANGE_STATUS                                              },
    {view_title,    CHANGE_TOPIC | CHANGE_CONVS | CHANGE_MEMBERS                              },
    {view_messages, CHANGE_LINES | CHANGE_CONVS                                               },
    {view_users,    CHANGE_MEMBERS                                                            },
    {view_status,   CHANGE_STATUS | CHANGE_CONVS | CHANGE_LINES | CHANGE_INPUT                },
    {view_input,    CHANGE_INPUT                                                              },
    {view_popup,    CHANGE_ALL                                                                },
    {view_dialog,   CHANGE_ALL                                                                },
};

void screen_init(struct screen *screen)
{
    *screen = (struct screen){.layout = {.rule = {0}}};
    canvas_init(&screen->canvas);
}

void screen_clear(struct screen *screen)
{
    canvas_clear(&screen->canvas);
}

static bool same_rect(struct rect a, struct rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

/* The other rectangles follow from these. */
static bool same_layout(const struct layout *a, const struct layout *b)
{
    return same_rect(a->rooms, b->rooms) && same_rect(a->users, b->users) &&
           same_rect(a->messages, b->messages) && same_rect(a->hint, b->hint) &&
           same_rect(a->input, b->input);
}

void views_paint(struct screen *screen, const struct chat *chat, const struct theme *theme,
                 unsigned changed)
{
    struct layout layout;
    struct canvas *canvas = &screen->canvas;
    int w = chat->cols < 1 ? 1 : chat->cols;
    int h = chat->rows < 1 ? 1 : chat->rows;
    layout_make(&layout, chat, w, h);
    if (changed & (CHANGE_DIALOG | CHANGE_LAYOUT) || !same_layout(&layout, &screen->layout) ||
        canvas->w != w || canvas->h != h) {
        changed = CHANGE_ALL;
        canvas_resize(canvas, w, h, theme->roles[ROLE_TEXT]);
    }
    screen->layout = layout;

    struct painter painter = {canvas, &screen->layout, chat, theme};
    for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++)
        if (views[i].when & changed)
            views[i].paint(&painter);
    if (!chat->dialog)
        pane_cursor(&painter);
}

struct style pane_style(const struct painter *painter, enum role role)
{
    return painter->theme->roles[role];
}

struct rect pane_row(const struct rect *pane, int y)
{
    bool inside = y >= pane->y && y < pane->y + pane->h;
    return (struct rect){pane->x, y, inside ? pane->w : 0, 1};
}

int pane_text(const struct painter *painter, struct rect row, int x, const char *text,
              struct style style)
{
    return canvas_text_cut(painter->canvas, &(struct pen){row, x, row.y, style}, text);
}

int pane_text_right(const struct painter *painter, struct rect row, int right, const char *text,
                    struct style style)
{
    int x = right - utf8_cols(text, strlen(text));
    return x < row.x ? right : right - pane_text(painter, row, x, text, style);
}

void pane_unread(const struct chat *chat, unsigned *unread, unsigned *mentions)
{
    *unread = *mentions = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        if (conv == chat->current || conv->muted)
            continue;
        *unread += conv->unread;
        *mentions += conv->mentions;
    }
}
