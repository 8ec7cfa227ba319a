/*
 * markup.h - what was said, as text without codes and runs of style: mIRC
 * formatting, links, names, code, quotes, and what is hidden until it is asked
 * for.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include <stddef.h>

#include "members.h"
#include "theme.h"

/* A run of len bytes in one style. */
struct run {
    size_t len;
    struct style style;
    uint16_t link; /* of markup->links, from 1; 0: leads nowhere */
    bool block;    /* of a block of code: its rows have that ground to their end */
};

/* A zeroed struct markup is an empty one. */
struct markup {
    char *text; /* without codes; owned */
    size_t len;
    struct run *runs; /* their lengths add up to len; owned */
    size_t nruns;
    char **links; /* where links lead, in ASCII; each owned */
    uint16_t nlinks;
    bool hides; /* something is hidden */
};

/* Whom to mark in a text, and whether to show what is hidden. */
struct markup_names {
    const char *own;               /* marked where it stands as a word; NULL: nothing is */
    const struct members *members; /* in the colours of their names; NULL: none */
    bool reveal;
};

/* Reads text, which may hold mIRC codes. base is how plain text looks; names may be NULL. */
void markup_make(struct markup *markup, const char *text, const struct theme *theme,
                 struct style base, const struct markup_names *names);

/* Frees its runs. */
void markup_clear(struct markup *markup);

/* Draws bytes [from, to) where the pen is; the style is the runs' own. */
void markup_draw(const struct markup *markup, struct canvas *canvas, struct pen pen, size_t from,
                 size_t to);

/* The text without codes and with blanks for newlines; to free. */
char *markup_plain(const char *text);

#endif
