/*
 * weblink.h - the addresses in what was said.
 */
#ifndef WEBLINK_H
#define WEBLINK_H

#include <stddef.h>

/*
 * The next address of the web (http, https, irc, ircs) at or behind text: where
 * it begins, and its bytes; NULL if there is none. Full stops, commas and
 * unopened brackets at its end are none of it.
 */
const char *weblink_next(const char *text, size_t *len);

#endif
