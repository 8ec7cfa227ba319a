/*
 * tty_able.h - what the terminal can do, as its environment and terminfo say.
 */
#ifndef TTY_ABLE_H
#define TTY_ABLE_H

#include <stdbool.h>

#include "tty.h"

/* The value of a variable; "" without it; borrowed. */
const char *able_env(const char *name);

/* Does the terminal show operating system commands that it does not know? */
bool able_plain(void);

/* Are 24-bit colours asked for, and there? */
bool able_rgb(enum tty_colours colours);

/* What there is of what was asked for, on ncurses' present screen. direct: it has 24-bit colours.
 */
enum tty_colours able_settle(enum tty_colours asked, bool direct);

#endif
