/*
 * markup_codes.h - mIRC's codes taken out of a text, as runs of style.
 */
#ifndef MARKUP_CODES_H
#define MARKUP_CODES_H

#include "buf.h"
#include "markup.h"

/* A run of len bytes as the codes have it. */
struct code_run {
    size_t len;
    struct style style;
    bool hidden; /* in the colour of its ground */
    bool mono;
};

struct codes {
    struct buf text;
    struct code_run *runs;
    size_t n, cap;
    const struct theme *theme;
    struct code_run now; /* from here on */
    struct style base;
};

/* Reads text into zeroed codes with their theme and base set; clears them. */
void codes_read(struct codes *codes, const char *text);
void codes_clear(struct codes *codes);

#endif
