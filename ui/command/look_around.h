/*
 * look_around.h - who is online, which rooms and which files there are, before
 * one has a name: a list that leads back to the connect form.
 */
#ifndef LOOK_AROUND_H
#define LOOK_AROUND_H

#include "chat.h"

/* Connects to a server without a name and opens the list. nick is what the form returns with.
 * Returns 0, or -1 with *cause. */
int look_around(struct chat *chat, const char *url, const char *nick, char **cause);

/* Opens the list of a network that is looked at (network->around). */
void look_around_show(struct chat *chat, struct network *network);

/* Once a turn: shows what came since. */
void look_around_turn(struct chat *chat);

#endif
