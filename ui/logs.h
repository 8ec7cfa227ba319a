/*
 * logs.h - readable logs: a file for each conversation in [logs] folder, and
 * what the archive has of one, on request.
 *
 * Written at most once a second. The archive keeps all anyway; what can be a
 * secret goes to neither.
 */
#ifndef LOGS_H
#define LOGS_H

#include "archive.h"
#include "chat.h"
#include "loop.h"

struct logs;

/* archive: NULL if nothing is kept. Freeing writes what waits. */
struct logs *logs_new(struct loop *loop, struct chat *chat, struct archive *archive);
void logs_free(struct logs *logs);

/* Once a turn: writes what waits, if it is due; goes on with what is being exported. */
void logs_turn(struct logs *logs);

#endif
