/*
 * transfer_list.h - the list of files on their way, and the questions about
 * them.
 */
#ifndef TRANSFER_LIST_H
#define TRANSFER_LIST_H

#include "chat.h"

/* /transfers */
void transfer_list_open(struct chat *chat);

/* Cancels one that is under way, with what has come of it; takes one that is over off the list. */
bool transfer_list_cancel(struct chat *chat, struct transfer *transfer);

/* Once a turn: shows the open list as it is now; asks what is to be asked, where that disturbs
 * nobody; asks servers for leave; says the addresses of what was uploaded. */
void transfer_list_turn(struct chat *chat);

#endif
