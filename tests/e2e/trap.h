/*
 * trap.h - parlor on a terminal that keeps every byte, linked to a server that
 * a test plays.
 */
#ifndef TRAP_H
#define TRAP_H

#include "buf.h"

struct trap {
    struct buf painted; /* all that the terminal got; to be read */
};

/* cmocka's setup and teardown: *state is the trap; alice is on her way. */
int trap_setup(void **state);
int trap_teardown(void **state);

/* The server welcomes alice, and she is in #tea with bob and carol. */
void trap_welcome(struct trap *trap);

/* The server says a line, or bytes without end. */
void trap_say(struct trap *trap, const char *line);
void trap_say_bytes(struct trap *trap, const char *bytes, size_t len);

/* Alice types. */
void trap_type(struct trap *trap, const char *keys);

/* Reads on until the client has said this. */
void trap_await(struct trap *trap, const char *text);

/* The client has read all that was said, and answers its keys. */
void trap_check(struct trap *trap);

/* Reads on until the client ends; returns its exit status. */
int trap_end(struct trap *trap);

#endif
