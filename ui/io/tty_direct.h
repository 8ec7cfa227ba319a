/*
 * tty_direct.h - tells ncurses of 24-bit colour.
 *
 * Few systems have the "-direct" descriptions of their terminals. So we make
 * one, from what is known of $TERM: the same, with colours as 0xrrggbb.
 */
#ifndef TTY_DIRECT_H
#define TTY_DIRECT_H

/*
 * The description as it may stand in $TERMINFO ("hex:..."), to free; NULL if
 * the terminal is not known.
 */
char *direct_terminfo(const char *term);

#endif
