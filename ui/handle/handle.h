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

struct open_batch;

/* Bytes of a nick with NUL, longer ones are cut. */
#define FROM_NICK_SIZE 128

/* What a handler works with. time_ms is the message's own (server-time) or now. */
struct from {
    struct chat *chat;
    struct network *network;
    int64_t time_ms;
    bool history;              /* part of a chathistory batch: adds lines, changes nothing else */
    bool self;                 /* it is we who did it */
    bool server;               /* nobody's nick is in the source */
    char nick[FROM_NICK_SIZE]; /* who did it, sanitised; "" if unknown */
    const char *label;         /* of what it answers, NULL if unknown */
    struct open_batch *batch;  /* that it is part of, or NULL */
};

typedef void handle_fn(struct from *from, const struct irc_msg *msg);

/* A line from the server (overwritten; NULL: it was too long and is dropped). */
void handle_line(struct chat *chat, struct network *network, char *line);

/* The i-th command of the table, in its order; NULL behind the last. */
const char *handle_command(size_t i);

/* The link is up: say who we are (CAP LS, NICK, USER). */
void handle_connected(struct chat *chat, struct network *network);

/*
 * TLS stands, and this is what the server showed: is it the right one? False:
 * the link is of no use, and nothing may be sent over it. The user was told,
 * and the stage says whether there will be another try.
 */
bool handle_secured(struct chat *chat, struct network *network, const struct trust_shown *shown);

/* What is wrong with the certificate that was refused, as a sentence; to free. */
char *handle_doubt(const struct network *network);

/*
 * The link is gone, or could not be made: say why, plan the next try. The stage
 * becomes NETWORK_WAITING, or stays NETWORK_OFFLINE. The handlers do the same by themselves when a
 * link is of no use any more: whoever owns it closes it when the stage is no longer
 * NETWORK_REGISTERING or NETWORK_READY, after sending what is in network->out.
 */
void handle_lost(struct chat *chat, struct network *network, const char *why);

/* While there is a link, at the latest after the ms that it returned (-1: never), and best at the
 * end of each turn: lag, time-outs, read marks. */
int64_t handle_tick(struct chat *chat, struct network *network);

#endif
