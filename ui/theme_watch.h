/*
 * theme_watch.h - the user's own themes are taken anew when they are saved.
 */
#ifndef THEME_WATCH_H
#define THEME_WATCH_H

#include "chat.h"
#include "display.h"
#include "loop.h"

struct theme_watch;

/* Watches the folder of the user's themes. All are borrowed. */
struct theme_watch *theme_watch_new(struct loop *loop, struct chat *chat, struct display *display);
void theme_watch_free(struct theme_watch *watch);

#endif
