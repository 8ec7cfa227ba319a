/*
 * manual.h - what the server says of itself on the command line: made from the
 * tables of options and operators' commands, so that it cannot be wrong.
 */
#ifndef MANUAL_H
#define MANUAL_H

#include <stdio.h>

/* --help. */
void manual_usage(FILE *out);

/* --man: the man page parlord.1, in roff. */
void manual_man(FILE *out);

/* --settings: a commented file of settings. */
void manual_settings(FILE *out);

#endif
