/*
 * theme_keep.h - the theme that is used from now on.
 */
#ifndef THEME_KEEP_H
#define THEME_KEEP_H

#include "chat.h"

/* A theme's name is no longer. */
#define THEME_NAME_MAX 60

/* Sets it for good: where the file of settings names one, that changes too. */
void theme_keep(struct chat *chat, const char *name);

#endif
