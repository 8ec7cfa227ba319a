/*
 * complete_known.h - arguments that the program's own tables know: settings
 * and their values, keys and actions, aliases, servers, words of a usage.
 */
#ifndef COMPLETE_KNOWN_H
#define COMPLETE_KNOWN_H

#include "command.h"
#include "complete.h"

/* Adds to chat->choices what the word could become as an argument of the command; nothing for
 * kinds that are none of these. */
void complete_known(struct chat *chat, const struct command *command, const struct word *word);

#endif
