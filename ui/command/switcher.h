/*
 * switcher.h - the list in which any conversation is found by a few letters.
 */
#ifndef SWITCHER_H
#define SWITCHER_H

#include "chat.h"

/* Opens it with this text typed; if only one fits, goes there. */
void switcher_find(struct chat *chat, const char *text);

#endif
