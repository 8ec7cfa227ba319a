/*
 * markup.h - what was said, as text without codes and runs of style: mIRC
 * formatting, links, our own name.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include <stddef.h>

#include "theme.h"

/* A run of len bytes in one style. */
struct run {
    size_t len;
    struct style style;
};

/* A zeroed struct markup is an empty one. */
struct markup {
    char *text; /* without codes; owned */
    size_t len;
    struct run *runs; /* their lengths add up to len; owned */
    size_t nruns;
};

/*
 * Reads text, which may hold mIRC codes. base is how plain text looks; nick is
 * marked where it stands as a word (NULL: nothing is).
 */
void markup_make(struct markup *markup, const char *text, const struct theme *theme,
                 struct style base, const char *nick);

/* Frees its runs. */
void markup_clear(struct markup *markup);

/* Draws bytes [from, to) where the pen is; the style is the runs' own. */
void markup_draw(const struct markup *markup, struct canvas *canvas, struct pen pen, size_t from,
                 size_t to);

/* The text without codes and with blanks for newlines; to free. */
char *markup_plain(const char *text);

#endif
