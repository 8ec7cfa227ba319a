/*
 * whois_card.h - what a server knows of somebody, as a card.
 */
#ifndef WHOIS_CARD_H
#define WHOIS_CARD_H

#include "chat.h"

/* An answer that was asked for is whole: opens it, wherever one is; once a turn. */
void whois_card_turn(struct chat *chat);

#endif
