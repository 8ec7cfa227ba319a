/*
 * view.h - the panes, and which changes each cares about.
 *
 * Views read the model and draw on the canvas; they change nothing.
 */
#ifndef VIEW_H
#define VIEW_H

#include "canvas.h"
#include "chat.h"
#include "theme.h"

/* Rectangles of the panes; an empty one (w or h 0) is not shown. */
struct layout {
    struct rect rooms, title, messages, users, status, hint, input;
    struct rect rooms_border, users_border; /* one column each */
};

/* From size and settings: below 70 columns the users go, below 50 the rooms too, below 20x4 text
 * only. */
void layout_make(struct layout *layout, const struct chat *chat, int w, int h);

/* Paints the panes that care about `changed` (enum change) and places the cursor. */
void views_paint(struct canvas *canvas, const struct chat *chat, const struct theme *theme,
                 unsigned changed);

/*
 * Where the messages pane's bottom moves when it is scrolled by rows (negative:
 * up): the anchor and rows for chat->current, found by wrapping. at_top is set when there
 * is nothing above: time to ask for older lines.
 */
void view_messages_scroll(const struct chat *chat, int rows, uint64_t *anchor, int *anchor_rows,
                          bool *at_top);

#endif
