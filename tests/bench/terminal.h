/*
 * terminal.h - a client on a terminal of 120x40, and the server that it talks to:
 * both ends are ours. Whatever goes wrong ends the program.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"

enum terminal_kind { TERMINAL_PARLOR, TERMINAL_NO_SAVE, TERMINAL_PAINTER };

struct terminal {
    pid_t pid;
    int tty, link;
    char home[32];    /* "": it is not ours */
    struct buf in;    /* from the link */
    struct buf shown; /* by the terminal, since terminal_forget() */
    size_t tty_bytes; /* so far */
};

/* Starts it, at once; it has connected when this returns. */
void terminal_start(struct terminal *terminal, enum terminal_kind kind);

/* Where a client is at home, and its server: fd is of terminal_listen(). */
struct terminal_place {
    const char *home; /* stays when the terminal ends */
    int fd, port;
};

/* The same, somewhere where the client was before. */
void terminal_start_at(struct terminal *terminal, enum terminal_kind kind,
                       const struct terminal_place *place);
void terminal_end(struct terminal *terminal);

/* Waits for something from either end, or (sending) for room on the link; false after wait_ms of
 * silence. */
bool terminal_turn(struct terminal *terminal, bool sending, int wait_ms);

/* Until the client has said this to the server. */
void terminal_await(struct terminal *terminal, const char *text);

/* Until the terminal has got this. */
void terminal_await_shown(struct terminal *terminal, const char *text);
void terminal_forget(struct terminal *terminal);

/* As many of the bytes as the link takes without waiting; how many. */
size_t terminal_offer(const struct terminal *terminal, const char *bytes, size_t len);

/* From the server, all of it; the terminal is read meanwhile. */
void terminal_say(struct terminal *terminal, const struct buf *text);

/* Until the client has read all that was said, and the terminal shows all there is. */
void terminal_settle(struct terminal *terminal, const char *name);

/* One key, and nothing else, is pressed. */
void terminal_press(const struct terminal *terminal, char key);

/* Of the client's process so far. */
double terminal_cpu_s(const struct terminal *terminal);
double terminal_write_calls(const struct terminal *terminal);
double terminal_wakeups(const struct terminal *terminal);
double terminal_memory_bytes(const struct terminal *terminal);

/* A socket on a free port of 127.0.0.1, for one caller. */
int terminal_listen(int *port);

int64_t terminal_now_ns(void);

#endif
