#include <string.h>

#include "utf8.h"
#include "view.h"

#define ROOMS_COLS      17
#define USERS_COLS      14
#define USERS_FROM_COLS 70
#define ROOMS_FROM_COLS 50
#define TEXT_ONLY_COLS  20
#define TEXT_ONLY_ROWS  4

/* Rows that the input takes at this width: it grows to a third of the screen. */
static int input_rows(const struct chat *chat, int w, int h)
{
    const char *text = edit_text(chat->edit);
    const char *end = text + strlen(text);
    int rows = 1, cols = 3;
    for (const char *c = text; c < end;) {
        size_t size = utf8_cluster(c, (size_t)(end - c));
        int wide = utf8_cluster_cols(c, size);
        if (*c == '\n' || cols + wide > w - 1) {
            rows++;
            cols = 3;
        }
        cols += *c == '\n' ? 0 : wide;
        c += size;
    }
    int most = h / 3 < 1 ? 1 : h / 3;
    return rows < most ? rows : most;
}

static void text_only(struct layout *layout, int w, int h)
{
    layout->messages = (struct rect){0, 0, w, h - 1};
    layout->input = (struct rect){0, h - 1, w, 1};
}

void layout_make(struct layout *layout, const struct chat *chat, int w, int h)
{
    *layout = (struct layout){0};
    if (w < TEXT_ONLY_COLS || h < TEXT_ONLY_ROWS) {
        text_only(layout, w, h);
        return;
    }

    bool rooms = chat->settings.show_rooms && w >= ROOMS_FROM_COLS;
    bool users = chat->settings.show_users && w >= USERS_FROM_COLS && chat->current &&
                 chat->current->kind == CONV_ROOM;
    int input = input_rows(chat, w, h);
    int panes = h - input - 2; /* the rule with the status, and the hint line */
    int left = rooms ? ROOMS_COLS + 1 : 0;
    int right = users ? USERS_COLS + 1 : 0;

    if (panes < 2) {
        text_only(layout, w, h);
        return;
    }
    if (rooms) {
        layout->rooms = (struct rect){0, 0, ROOMS_COLS, panes};
        layout->rooms_border = (struct rect){ROOMS_COLS, 0, 1, panes};
    }
    if (users) {
        layout->users = (struct rect){w - USERS_COLS, 0, USERS_COLS, panes};
        layout->users_border = (struct rect){w - USERS_COLS - 1, 0, 1, panes};
    }
    layout->title = (struct rect){left, 0, w - left - right, 1};
    layout->messages = (struct rect){left, 1, w - left - right, panes - 1};
    layout->status = (struct rect){0, panes, w, 1};
    layout->hint = (struct rect){0, panes + 1, w, 1};
    layout->input = (struct rect){0, panes + 2, w, input};
}
