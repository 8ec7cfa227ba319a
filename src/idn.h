/*
 * idn.h - names of hosts in other letters than ASCII's, as they can be looked
 * up ("xn--…", RFC 3492), and whether the readable form may be trusted.
 */
#ifndef IDN_H
#define IDN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A host (valid UTF-8) in ASCII, to free; NULL if it cannot be one. *honest: its letters are of one
 * script, and it is none that is all look-alikes of Latin ones.
 */
char *idn_host(const char *host, size_t len, bool *honest);

#endif
