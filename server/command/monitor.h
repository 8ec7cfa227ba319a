/*
 * monitor.h - whoever asked (MONITOR) is told that somebody came or went
 * (server.md, 2.9).
 */
#ifndef MONITOR_H
#define MONITOR_H

#include "reply.h"

/* 730: others see the user now, or under this name; 731: no more. */
void monitor_came(struct server *server, const struct user *user);
void monitor_went(struct server *server, const struct user *user);

/* What the last deliver_peers() told of the user goes to those who watch it with
 * extended-monitor, too, unless they have it already. */
void monitor_spread(struct server *server, const struct user *user,
                    const struct envelope *envelope);

#endif
