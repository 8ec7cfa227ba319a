/*
 * tell.h - news go to the desktop: by the terminal, and by the user's own program.
 */
#ifndef TELL_H
#define TELL_H

#include <stdbool.h>

#include "chat.h"

/* Once a turn: tells chat->news, at most once a second. True while some wait for that. */
bool tell_news(struct chat *chat);

#endif
