/*
 * dialog_rows.h - the rows of an open list or text.
 */
#ifndef DIALOG_ROWS_H
#define DIALOG_ROWS_H

#include "panes.h"

/* A role's style on the box's ground. */
struct style dialog_style(const struct painter *painter, enum role role);

/* Rows that all of them take in columns cols. */
int dialog_rows_height(const struct dialog *dialog, int cols);

/* Draws those that fit, so that the picked one is seen; tells whether there are more. */
void dialog_rows_paint(const struct painter *painter, struct rect list, bool *above, bool *below);

/* Which of the rows that are shown is at y of the list; POINT_NO_ROW if none is. */
size_t dialog_rows_at(const struct dialog *dialog, struct rect list, int y);

/* Sets off the letters of a row's label that match what was typed; the label is drawn already. */
void dialog_match_paint(const struct painter *painter, struct rect line, const char *label,
                        struct style style);

#endif
