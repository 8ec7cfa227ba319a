/*
 * look_back.h - what the user looks for in the past, between the model and the
 * archive: lines to jump to, words in everything, and what he wants forgotten.
 */
#ifndef LOOK_BACK_H
#define LOOK_BACK_H

#include "archive.h"
#include "chat.h"

/* Once a turn; archive: NULL if there is none. */
void look_back_turn(struct archive *archive, struct chat *chat);

#endif
