#include "panes.h"

#define STATUS_COLS      17
#define USERS_FROM_COLS  70
#define ROOMS_FROM_COLS  51
#define HINT_FROM_ROWS   8
#define TEXT_ONLY_COLS   20
#define TEXT_ONLY_ROWS   4
#define TITLE_AND_A_LINE 2

static void text_only(struct layout *layout, int w, int h)
{
    layout->messages = (struct rect){0, 0, w, h - 1};
    layout->input = (struct rect){0, h - 1, w, 1};
}

static int input_rows(const struct chat *chat, int cols, int h)
{
    int rows = view_input_rows(chat, cols);
    int most = h / 3;
    return rows < most ? rows : most < 1 ? 1 : most;
}

/* The rows below the panes: a rule, the hints, the input. */
static void lay_bottom(struct layout *layout, int w, int panes, int left, int right)
{
    bool hints = layout->hint.h > 0;
    layout->rule = (struct rect){0, panes, w, 1};
    layout->input.y = panes + 1 + (hints ? 1 : 0);
    if (!hints)
        return;

    int status = left ? left - 1 : STATUS_COLS;
    layout->status = (struct rect){0, panes + 1, status, 1};
    int hint = left ? left : status; /* a border stands between them only with rooms */
    layout->hint = (struct rect){hint, panes + 1, w - hint - right, 1};
    if (right)
        layout->keys = (struct rect){w - right + 1, panes + 1, right - 1, 1};
}

void layout_make(struct layout *layout, const struct chat *chat, int w, int h)
{
    *layout = (struct layout){0};
    if (w < TEXT_ONLY_COLS || h < TEXT_ONLY_ROWS || chat->bare) {
        text_only(layout, w, h);
        return;
    }

    bool room = chat->current && chat->current->kind == CONV_ROOM;
    bool rooms = chat->settings.show_rooms && w >= ROOMS_FROM_COLS;
    bool users = chat->settings.show_users && w >= USERS_FROM_COLS && room;
    int rooms_cols = chat_side_cols(chat->settings.rooms_cols, w);
    int users_cols = chat_side_cols(chat->settings.users_cols, w);
    int left = rooms ? rooms_cols + 1 : 0;
    int right = users ? users_cols + 1 : 0;
    int hints = w >= ROOMS_FROM_COLS && h >= HINT_FROM_ROWS ? 1 : 0;
    int input = input_rows(chat, w - left, h);
    int panes = h - input - 1 - hints;
    if (panes < TITLE_AND_A_LINE) {
        text_only(layout, w, h);
        return;
    }

    if (rooms) {
        layout->rooms = (struct rect){0, 0, rooms_cols, panes};
        layout->rooms_border = (struct rect){rooms_cols, 0, 1, h};
    }
    if (users) {
        layout->users = (struct rect){w - users_cols, 0, users_cols, panes};
        layout->users_border = (struct rect){w - users_cols - 1, 0, 1, panes + 1 + hints};
    }
    layout->title = (struct rect){left, 0, w - left - right, 1};
    layout->messages = (struct rect){left, 1, w - left - right, panes - 1};
    layout->input = (struct rect){left, 0, w - left, input};
    layout->hint.h = hints;
    lay_bottom(layout, w, panes, left, right);
}
