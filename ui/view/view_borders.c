#include <string.h>

#include "panes.h"

static void cross(const struct painter *painter, int x, int y, const char *sign)
{
    pane_text(painter, (struct rect){x, y, 1, 1}, x, sign, pane_style(painter, ROLE_BORDER));
}

/* The lines between the panes. */
void view_borders(const struct painter *painter)
{
    const struct layout *layout = painter->layout;
    struct style style = pane_style(painter, ROLE_BORDER);
    const struct rect borders[] = {layout->rooms_border, layout->users_border};
    int rule = layout->rule.y;

    canvas_hline(painter->canvas, layout->rule.x, rule, layout->rule.w, style);
    for (size_t i = 0; i < sizeof(borders) / sizeof(*borders); i++) {
        bool focused = painter->chat->focus == (i == 0 ? FOCUS_ROOMS : FOCUS_USERS);
        canvas_vline(painter->canvas, borders[i].x, borders[i].y, borders[i].h,
                     focused ? pane_style(painter, ROLE_BORDER_FOCUS) : style);
        if (borders[i].h > 0)
            cross(painter, borders[i].x, rule, borders[i].h > rule + 1 ? "┼" : "┴");
    }
}
