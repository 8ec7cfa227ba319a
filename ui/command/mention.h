/*
 * mention.h - going up to what spoke to us, in the open conversation: lines
 * that are not here are fetched until there is one.
 */
#ifndef MENTION_H
#define MENTION_H

#include "chat.h"

/* Once a turn, while the user waits for one: shows it if it is here by now. True: older lines of
 * the open conversation are wanted; if the archive has none, mention_ask() asks the server. */
bool mention_turn(struct chat *chat);
void mention_ask(struct chat *chat);

#endif
