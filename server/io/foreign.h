/*
 * foreign.h - other protocols that knock at a port for IRC: known by their
 * first bytes, and sent away at once, so that no browser can be made to talk
 * here (cross-protocol attacks) and nobody who took the wrong port waits.
 */
#ifndef FOREIGN_H
#define FOREIGN_H

#include <stddef.h>

struct foreign {
    const char *name; /* "HTTP" */
    const char *text; /* the answer, whole; "" for none */
};

/* What the first bytes of a plain connection show, or NULL. */
const struct foreign *foreign_bytes(const char *data, size_t len);

/* What a line shows, or NULL. Only until its sender has logged in: some are words of IRC too. */
const struct foreign *foreign_line(const char *line);

#endif
