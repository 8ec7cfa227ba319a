/*
 * recovery_card.h - the code that gives a name back, where one asked for it.
 */
#ifndef RECOVERY_CARD_H
#define RECOVERY_CARD_H

#include "chat.h"

/* A code that was asked for came: shows it, wherever one is; once a turn. */
void recovery_card_turn(struct chat *chat);

#endif
