/*
 * action.h - what keys can do: name, function, help. Keys name actions; help
 * and the key file read the same table.
 */
#ifndef ACTION_H
#define ACTION_H

#include "chat.h"

typedef void action_fn(struct chat *chat);

struct action {
    const char *name;
    action_fn *run;
    const char *help;
};

const struct action *action_table(size_t *n);
const struct action *action_find(const char *name);

#endif
