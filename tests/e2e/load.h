/*
 * load.h - three people who talk as fast as they can, in two rooms and in
 * private, and what the server owes them for it.
 *
 * An answer is what says that a message is kept: its echo, or the ACK of its
 * label for carol, who has no echoes.
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

/* They talk until so many more messages were answered. */
void load_talk(struct load *load, int answers);

/* So many were, so far. */
int load_answers(const struct load *load);

/* Reads what still comes, to the end of all connections. */
void load_hang_up(struct load *load);

/*
 * Reads all history. Each message that was answered, or that anybody was shown,
 * must be there once, as it was said, under the same id, each sender's in order,
 * and none behind one that was said after its answer. only_answered: there must
 * be no others than those that were answered.
 */
void load_check(struct load *load, bool only_answered);

#endif
