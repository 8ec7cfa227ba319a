/*
 * app.h - builds the client and runs it: the only place that knows everyone.
 */
#ifndef APP_H
#define APP_H

#include <stdbool.h>

/* What the command line asks for. */
struct app_options {
    const char *url;    /* where to; NULL: find out */
    const char *name;   /* to be called; NULL: settings, or $USER */
    const char *theme;  /* for this time; NULL: as it was */
    const char *config; /* file; NULL: the usual one */
    bool save;          /* keep secrets, history and state */
    bool linear;        /* line by line, for screen readers */
};

/* Runs until the user leaves. Returns 0; or -1 with *cause if it could not begin. */
int app_run(const struct app_options *options, char **cause);

#endif
