/*
 * reactions.h - what people give to what was said, without words (+draft/react
 * of a TAGMSG; server.md, 2.12): relayed like every TAGMSG, and kept if it says
 * clearly what it gives to which message.
 */
#ifndef REACTIONS_H
#define REACTIONS_H

#include "command.h"

struct target;

struct reaction {
    const char *msgid; /* of what it is given to */
    const char *value;
    bool removes;
};

/* Reads it from tags. False if it is none that can be kept. */
bool reactions_read(const struct irc_tag *tags, size_t ntags, struct reaction *reaction);

/* Stores a target of a TAGMSG that can be kept; it is published then (sending_private.h). What
 * changes nothing, or is given to what is not there, is published all the same. */
void reactions_store(struct server *server, struct target *target);

#endif
