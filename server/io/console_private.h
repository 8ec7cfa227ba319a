/*
 * console_private.h - what the files of the console share.
 *
 * console.c: lines and answers; console_edit.c: libedit; console_tty.c: the
 * terminal itself; console_log.c: the log as people read it.
 */
#ifndef CONSOLE_PRIVATE_H
#define CONSOLE_PRIVATE_H

#include <histedit.h>
#include <stdbool.h>
#include <stdio.h>

#include "buf.h"
#include "console.h"

struct answer;
struct loop_timer;
struct loop_watch;

#define CONSOLE_PROMPT "parlord> "

/* A command that was typed and its answers, until its end. */
struct question {
    struct console *console;
    struct answer *answer;
    struct question *prev, *next;
};

struct console {
    struct loop *loop;
    struct server *server;
    void (*stop)(void *arg, const char *why);
    void *arg;
    int fd; /* the terminal, by a description of our own that does not block */
    struct loop_watch *watch;
    struct loop_timer *again; /* the terminal took not all */
    bool colours;
    int log_fds[2]; /* a pipe: the log comes from any thread */
    struct loop_watch *log_watch;
    struct buf log;   /* the begin of a line */
    struct buf above; /* what is to appear above the prompt at the end of the turn */
    struct buf in;    /* bytes that were typed and not looked at */
    struct buf out;   /* bytes for the terminal */
    size_t left_out;  /* lines of the log that there was no room for */
    char *history_file;
    FILE *typed, *shown; /* what libedit takes for the terminal */
    EditLine *edit;
    History *history;
    bool is_editing; /* the prompt is on the screen */
    bool warned;     /* of the next Ctrl-C */
    bool is_full;    /* the line takes no more, and it was said so */
    bool is_gone;    /* the terminal */
    struct question *questions;
};

/* ---- the terminal ---- */

/* Keeps how it was, to give it back on every way out, also by a crash. */
void console_tty_keep(int fd);
void console_tty_give_back(void);

/* Sends what waits; what it does not take is sent later. */
void console_send(struct console *console);

/* Its width, at least 20 columns. */
int console_width(const struct console *console);

bool console_wants_colours(void);

/* ---- editing ---- */

void console_edit_begin(struct console *console);
void console_edit_end(struct console *console);

/* Looks at what was typed. */
void console_edit_keys(struct console *console);

/* Takes the prompt and what is typed off the screen, and shows them again. */
void console_edit_hide(struct console *console);
void console_edit_show(struct console *console);

/* ---- what is done with it ---- */

/* A line was typed; it is without its end. */
void console_take_line(struct console *console, const char *line);

/* Shows what is to appear above the prompt, which is not on the screen now. */
void console_put_above(struct console *console);

/* A sentence of the console's own, above the prompt. */
void console_say(struct console *console, const char *sentence);

/* ---- the log ---- */

/* One line as it is shown: the time of day, the level only if it is not "info", and broken between
 * words where it is wider than the screen. */
void console_put_log(struct buf *out, const char *line, int width_cols, bool colours);

/* Begins and ends to read along. */
void console_log_begin(struct console *console);
void console_log_end(struct console *console);

#endif
