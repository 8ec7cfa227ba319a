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
    struct rect rooms, title, messages, users;
    struct rect rule;               /* the line above the last rows */
    struct rect status, hint, keys; /* one row: who we are, what to know, what to press */
    struct rect input;
    struct rect rooms_border, users_border; /* one column each, down to the screen's last rows */
};

/*
 * From size and settings: below 70 columns the users go, below 51 the rooms
 * too, and what the hint row would say goes into the rule; below 20x4 text only.
 */
void layout_make(struct layout *layout, const struct chat *chat, int w, int h);

/* What is painted on, and where the panes stood the last time. */
struct screen {
    struct canvas canvas;
    struct layout layout;
};

/* A screen of no size; frees what it holds. */
void screen_init(struct screen *screen);
void screen_clear(struct screen *screen);

/*
 * Paints the panes that care about `changed` (enum change) and places the
 * cursor; everything if chat->cols and chat->rows are others than the last time.
 */
void views_paint(struct screen *screen, const struct chat *chat, const struct theme *theme,
                 unsigned changed);

/* What is at a place of the screen, as it was painted last; pointed_clear() when done. */
void views_point(struct screen *screen, const struct chat *chat, const struct theme *theme,
                 struct rect place, struct pointed *at);

/*
 * Where the messages pane's bottom moves when it is scrolled by rows (negative:
 * up): the anchor and rows for chat->current, found by wrapping. at_top is set when there
 * is nothing above: time to ask for older lines.
 */
void view_messages_scroll(const struct chat *chat, int rows, uint64_t *anchor, int *anchor_rows,
                          bool *at_top);

/* The copy view: what is said from the bottom of the pane up, as much as fits on the screen, each
 * message in one piece for the terminal to wrap; to free. */
char *view_bare_text(const struct chat *chat);

/* The same where the picked line of chat->current is to be seen whole; false if it is already. */
bool view_messages_reveal(const struct chat *chat, uint64_t *anchor, int *anchor_rows);

/* Do the lines of chat->current leave rows of its pane empty? */
bool view_messages_have_room(const struct chat *chat);

/* The title of the terminal's window, "(2@ 5) #tea - parlor": what speaks to us, what is unread; to
 * free. */
char *view_window_title(const struct chat *chat);

#endif
