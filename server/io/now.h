/*
 * now.h - tells the handlers what time it is, whenever something reaches them
 * from outside.
 */
#ifndef NOW_H
#define NOW_H

#include "clock.h"
#include "command.h"

static inline void now_tell(struct server *server)
{
    server->now_ms = clock_wall_ms();
    server->mono_ms = clock_mono_ms();
}

#endif
