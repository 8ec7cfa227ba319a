/*
 * connect.h - the link of one network: dials, speaks TLS, feeds the handlers,
 * sends what they want to say, and tries again by itself.
 *
 * The network's stage is the wish and the state: NETWORK_CONNECTING without a
 * link dials, NETWORK_WAITING dials at retry_ms, NETWORK_OFFLINE hangs up.
 */
#ifndef CONNECT_H
#define CONNECT_H

#include "chat.h"

struct connect;
struct loop;

/* Cares for a network from now on. */
struct connect *connect_new(struct loop *loop, struct chat *chat, struct network *network);
void connect_free(struct connect *connect);

/* Once a turn: does what the stage asks for and sends what waits. */
void connect_turn(struct connect *connect);

/* True while something that was said is not sent yet, on a link that still stands. */
bool connect_is_sending(const struct connect *connect);

#endif
