/*
 * near.h - what was said right before and after a hit of a search.
 */
#ifndef NEAR_H
#define NEAR_H

#include "archive.h"
#include "chat.h"

/* Looks it up if that is wanted, in the archive (NULL: none), else in memory. */
void near_turn(struct archive *archive, struct chat *chat);

#endif
