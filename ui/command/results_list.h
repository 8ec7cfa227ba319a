/*
 * results_list.h - search in everything that was ever said: a list of what was
 * found, in all rooms, here and at the server.
 */
#ifndef RESULTS_LIST_H
#define RESULTS_LIST_H

#include "chat.h"

/* Opens it, looking for what was typed. */
void results_open(struct chat *chat, const char *typed);

/* Asks the servers too that can search; false, with a complaint, if there is none. */
bool results_ask_servers(struct chat *chat);

/* Once a turn: shows what came since. */
void results_turn(struct chat *chat);

/* What is around the chosen one was looked up: shows it. */
void results_show_near(struct chat *chat);

#endif
