/*
 * tty_ground.h - is the terminal's ground dark or light? What it answers to
 * OSC 11.
 */
#ifndef TTY_GROUND_H
#define TTY_GROUND_H

#include "tty_keys.h"

/* Reads an answer at the front of len bytes, which begin with "ESC ]", into keys->ground; false if
 * the rest is missing. *size: bytes that it takes. */
bool ground_decode(struct keys *keys, const char *bytes, size_t len, size_t *size);

#endif
