/*
 * tty_crash.h - a program that dies leaves the terminal as it found it.
 */
#ifndef TTY_CRASH_H
#define TTY_CRASH_H

#include <termios.h>

/*
 * From now on, signals that end the program by its own fault first write
 * `reset` (borrowed until crash_unguard) to the terminal and set its modes.
 */
void crash_guard(const char *reset, const struct termios *modes);
void crash_unguard(void);

#endif
