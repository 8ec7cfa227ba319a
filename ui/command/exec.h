/*
 * exec.h - what a program printed that /exec has run.
 */
#ifndef EXEC_H
#define EXEC_H

#include "chat.h"

/* How it ended. */
struct exec_end {
    const char *text; /* what it printed; borrowed */
    const char *why;  /* what went wrong, a sentence; NULL if nothing did; borrowed */
};

/* chat->exec has run, or could not: shows what it printed, or offers to say it, and forgets it. */
void exec_ended(struct chat *chat, const struct exec_end *end);

#endif
