/*
 * console.h - the operator's terminal: a prompt with editing, history and
 * completion; what happens and what was asked for appears above it.
 *
 * Nothing waits for the terminal: what it does not take at once is kept, and
 * of what comes too fast the oldest lines of the log are left out. Of what
 * people say nothing is shown here.
 */
#ifndef CONSOLE_H
#define CONSOLE_H

struct console;
struct loop;
struct server;

struct console_options {
    const char *history;                      /* file; borrowed for the call */
    void (*stop)(void *arg, const char *why); /* Ctrl-C twice, or the terminal is gone */
    void *arg;
};

/* NULL where standard input and output are no terminal, or another program's at the moment. */
struct console *console_new(struct loop *loop, struct server *server,
                            const struct console_options *options);

/* The end of a turn: shows what came. */
void console_turn(struct console *console);

/* Shows the rest and gives the terminal back as it was. NULL is fine. */
void console_free(struct console *console);

#endif
