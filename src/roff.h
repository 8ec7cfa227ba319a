/*
 * roff.h - texts as they stand in a man page.
 */
#ifndef ROFF_H
#define ROFF_H

#include <stdio.h>

/* A text, with what roff would take for its own escaped. */
void roff_text(FILE *out, const char *text);

/* A term, and what is to be said of it, a sentence without its full stop. */
void roff_item(FILE *out, const char *term, const char *text);

#endif
