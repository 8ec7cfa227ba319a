/*
 * command.h - the table of slash commands: names, arguments, help, completion.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "chat.h"

/* What Tab offers for an argument. */
enum complete_kind {
    COMPLETE_NONE,
    COMPLETE_NICK,
    COMPLETE_ROOM,
    COMPLETE_COMMAND,
    COMPLETE_THEME
};

/* args is what follows the word, without leading spaces; never NULL. Writable. */
typedef void command_fn(struct chat *chat, char *args);

struct command {
    const char *name;
    const char *aliases; /* with spaces, "" for none */
    const char *usage;   /* "/join #room [key]" */
    const char *help;    /* one line */
    command_fn *run;
    int args_min;
    enum complete_kind complete;
};

const struct command *command_table(size_t *n);

/* By name, alias or unique prefix; NULL if none. *many is set when a prefix fits several. */
const struct command *command_find(const char *word, bool *many);

/* Does what was typed: a command, or text for the open conversation. False: it was refused and
 * should stay in the input. */
bool command_enter(struct chat *chat, const char *text);

#endif
