/*
 * tty_mouse.h - what a terminal tells of the mouse (xterm's mode 1006).
 */
#ifndef TTY_MOUSE_H
#define TTY_MOUSE_H

#include <stdbool.h>

#include "keymap.h"

/* What turns it on and off: presses, drags, the wheel. With Shift most terminals keep it for
 * themselves. */
#define MOUSE_ON  "\x1b[?1002h\x1b[?1006h"
#define MOUSE_OFF "\x1b[?1006l\x1b[?1002l"

/* "CSI < what ; x ; y M", or m when a button is let go. False if it says nothing to us. */
bool mouse_decode(struct key *key, const long numbers[3], char final);

#endif
