/*
 * theme_work.h - what /theme does with files of themes: how well one can be
 * read, a copy of one's own, that edited.
 */
#ifndef THEME_WORK_H
#define THEME_WORK_H

#include "chat.h"
#include "display.h"

/* Does what chat->theme_work asks for, and forgets it. */
void theme_work_turn(struct chat *chat, const struct display *display);

#endif
