/*
 * who_list.h - who is online, as a list to pick somebody from.
 */
#ifndef WHO_LIST_H
#define WHO_LIST_H

#include "chat.h"

/* An answer that was asked for is whole: opens it; once a turn. */
void who_list_turn(struct chat *chat);

#endif
