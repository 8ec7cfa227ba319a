/*
 * find.h - search in the open conversation, as one types; and wider.
 */
#ifndef FIND_H
#define FIND_H

#include "action.h"

/* What is looked for changed, or more lines are here: finds the nearest hit. */
void find_again(struct chat *chat);

/* Text for what is looked for. */
void find_type(struct chat *chat, const char *text);

/* Once a turn: a search ends when its conversation or the keys are elsewhere. */
void find_turn(struct chat *chat);

/* In the table of actions: begins one, goes between its hits, stays or goes back, looks wider. */
action_fn action_search, action_search_older, action_search_newer, action_search_stay,
    action_search_leave, action_search_wider;

#endif
