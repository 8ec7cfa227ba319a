/*
 * handle.h - the table of what servers say.
 *
 * A handler reads a message and changes the model. A message with too few
 * parameters never reaches one: the table says how many there must be.
 */
#ifndef HANDLE_H
#define HANDLE_H

#include "chat.h"
#include "irc_msg.h"

/* What a handler works with. time_ms is the message's own (server-time) or now. */
struct from {
    struct chat *chat;
    struct network *network;
    int64_t time_ms;
    bool history; /* part of a chathistory batch */
};

typedef void handle_fn(struct from *from, const struct irc_msg *msg);

/* A line from the server (overwritten; NULL: it was too long and is dropped). */
void handle_line(struct chat *chat, struct network *network, char *line);

/* The link is up: say who we are (CAP LS, NICK, USER). */
void handle_connected(struct chat *chat, struct network *network);

/* The link is gone, or could not be made: say why, plan the next try. */
void handle_lost(struct chat *chat, struct network *network, const char *why);

/* Once a second while there is a link: lag, time-outs. Returns ms until it wants to be called
 * again, -1 for never. */
int64_t handle_tick(struct chat *chat, struct network *network);

#endif
