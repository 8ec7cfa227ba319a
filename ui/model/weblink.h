/*
 * weblink.h - the addresses in what was said.
 */
#ifndef WEBLINK_H
#define WEBLINK_H

#include <stddef.h>

/*
 * Bytes of the address that text begins with: http, https, irc, ircs, gemini,
 * mailto; 0 if it begins with none. Full stops, commas and unopened brackets at
 * its end are none of it, nor is what marks code or hidden text.
 */
size_t weblink_len(const char *text);

/* The next address at or behind text: where it begins, and its bytes; NULL if there is none. */
const char *weblink_next(const char *text, size_t *len);

#endif
