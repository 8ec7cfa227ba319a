/*
 * trouble.h - when the disk takes no more (R4), and when it takes again.
 *
 * Who wanted something kept is told by its handler; what nobody waits for
 * (memberships, rooms, marks) the store keeps in the end. This tells operators.
 */
#ifndef TROUBLE_H
#define TROUBLE_H

#include "command.h"

/* How a write went. */
void trouble_note(struct server *server, enum store_status status);

/* Every second. */
void trouble_tick(struct server *server, int64_t mono_ms);

#endif
