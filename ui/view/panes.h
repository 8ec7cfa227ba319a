/*
 * panes.h - what the files of the view share: the panes' functions, and the
 * few strokes that several of them draw.
 */
#ifndef PANES_H
#define PANES_H

#include "view.h"

struct painter {
    struct canvas *canvas;
    const struct layout *layout;
    const struct chat *chat;
    const struct theme *theme;
};

typedef void view_fn(const struct painter *painter);

view_fn view_borders, view_sidebar, view_title, view_messages, view_users, view_status, view_input,
    view_popup, view_dialog;

/* How the theme shows a role. */
struct style pane_style(const struct painter *painter, enum role role);

/* The row y of the screen, as far as it is the pane's. */
struct rect pane_row(const struct rect *pane, int y);

/* Draws text into a row from x on, cut with an ellipsis at its end; returns its columns. */
int pane_text(const struct painter *painter, struct rect row, int x, const char *text,
              struct style style);

/* "Enter get · Esc close" with the keys that do so now, without what no key does; to free. */
char *pane_keys(const struct chat *chat, const char *keys);

/* Draws text so that it ends before column right, if the row has room for it; returns where it
 * begins. */
int pane_text_right(const struct painter *painter, struct rect row, int right, const char *text,
                    struct style style);

/* What of a list's pane its rows have: while it has the focus, the first row is for what filters
 * it. pane_filter() draws that one; pane_cursor() puts the cursor there. */
struct rect pane_list(const struct rect *pane, const struct chat *chat, enum focus focus);
void pane_filter(const struct painter *painter, const struct rect *pane, enum focus focus,
                 struct style style);
void pane_cursor(const struct painter *painter);

/* What of the open dialog is at a place. */
void view_dialog_point(const struct painter *painter, int x, int y, struct pointed *at);

/* What is painted of a hint about a key, from its begin to the word at a place; NULL: none is
 * there; to free. */
char *pane_hint_at(const struct canvas *canvas, int x, int y);

/* Does the row above the input tell there what keys do? */
bool view_status_hints_at(const struct painter *painter, int x, int y);

/* Scrolled back: how much is below, and the newest of it, in the rule. Returns the column before
 * which the rule is free. */
int pane_below(const struct painter *painter);

/* Rows that the line being typed takes in columns cols. */
int view_input_rows(const struct chat *chat, int cols);

/* How many lines wait in other conversations than the open one. */
void pane_unread(const struct chat *chat, unsigned *unread, unsigned *mentions);

#endif
