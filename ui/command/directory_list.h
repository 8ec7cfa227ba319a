/*
 * directory_list.h - the list of a server's rooms, while it is open.
 */
#ifndef DIRECTORY_LIST_H
#define DIRECTORY_LIST_H

#include "chat.h"

/* Rooms came: shows them; once a turn. */
void directory_list_turn(struct chat *chat);

#endif
