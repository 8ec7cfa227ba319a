/*
 * manual.h - what the program says of itself on the command line: made from
 * the tables of commands, actions and options, so that it cannot be wrong.
 */
#ifndef MANUAL_H
#define MANUAL_H

#include <stdio.h>

/* --help. */
void manual_usage(FILE *out);

/* --man: the man page parlor.1, in roff. */
void manual_man(FILE *out);

/* --keys: all keys as lines of [keys]; --settings: a commented file of settings. */
void manual_keys(FILE *out);
void manual_settings(FILE *out);

#endif
