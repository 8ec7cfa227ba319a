/*
 * dialog_preview.h - below the rows of an open list: what is around the chosen one.
 */
#ifndef DIALOG_PREVIEW_H
#define DIALOG_PREVIEW_H

#include "panes.h"

/* Rows that it takes, with the rule above it, of so many that are free for content. */
int dialog_preview_height(const struct dialog *dialog, int rows);

void dialog_preview_paint(const struct painter *painter, struct rect at);

#endif
