/*
 * tty_direct.h - tells ncurses of 24-bit colour.
 *
 * Few systems have the "-direct" descriptions of their terminals. So we make
 * one, from what is known of $TERM: the same, with colours as 0xrrggbb.
 */
#ifndef TTY_DIRECT_H
#define TTY_DIRECT_H

#include <curses.h>
#include <stdio.h>

/* newterm() with such a description of the terminal; NULL if it is not known. */
SCREEN *direct_open(const char *term, FILE *out);

#endif
