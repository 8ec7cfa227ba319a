/*
 * load.h - three people who talk in two rooms as fast as they can, and what the
 * server owes them for it.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>

struct load;
struct rig;

/* Starts the server without limits on speed; all three claim their names and enter both rooms. */
struct load *load_new(struct rig *rig);
void load_free(struct load *load);

/* After a restart of the server: they come back, and go on counting where they were. */
void load_return(struct load *load);

/* They talk until so many more messages were echoed. */
void load_talk(struct load *load, int echoes);

/* Reads what still comes, to the end of all connections. */
void load_hang_up(struct load *load);

/*
 * Reads the rooms' history. Each message that anybody was shown, its sender
 * included, must be there once, and each sender's in order. echoed: there must
 * be no others than those that were echoed.
 */
void load_check(struct load *load, bool echoed);

#endif
