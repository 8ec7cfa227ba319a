/*
 * inbox.h - all that spoke to us, in all conversations.
 */
#ifndef INBOX_H
#define INBOX_H

#include "chat.h"

/* Once a turn: what the archive has comes into the open list. */
void inbox_turn(struct chat *chat);

#endif
