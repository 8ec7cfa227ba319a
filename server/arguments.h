/*
 * arguments.h - what the command line asks for: it stands above what the file
 * says, at the start and whenever the file is read again.
 */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "settings.h"

/* What may be given several times. */
struct words {
    const char **items; /* owned array */
    size_t n;
};

/* All strings are borrowed. */
struct arguments {
    const char *config, *data, *share;
    int port; /* 0: not given */
    bool public, check;
    struct words listen, http;
};

/* Reads the file, if there is one, and puts the command line over it; settings must be at their
 * defaults. Returns 0, or -1 with *cause, which names the file too. */
int arguments_configure(const struct arguments *arguments, struct settings *settings, char **cause);

/* Puts the file, and the line that speaks of it, before what is wrong; takes cause over. */
char *arguments_blame(const struct arguments *arguments, char *cause);

#endif
