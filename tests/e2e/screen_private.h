/*
 * screen_private.h - a screen's insides, for what draws it.
 */
#ifndef SCREEN_PRIVATE_H
#define SCREEN_PRIVATE_H

#include <stdbool.h>
#include <sys/types.h>
#include <vterm.h>

#include "buf.h"

struct screen {
    VTerm *term;
    VTermScreen *cells;
    int cols, rows;
    int fd;
    pid_t pid; /* 0 once it was waited for */
    bool at_end;
    unsigned bells;
    char *title; /* NULL: none yet; owned */
    struct buf row;
};

#endif
