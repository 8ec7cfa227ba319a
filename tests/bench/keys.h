/*
 * keys.h - how long a key takes to be seen on a terminal, whatever comes meanwhile.
 */
#ifndef KEYS_H
#define KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "terminal.h"

#define KEYS_MAX 200

/* What the server says while keys are pressed; a zeroed one is silence. */
struct noise {
    const char *bytes;
    size_t len, at;
    int64_t begin_ns;
    int lines_per_s; /* 0: as much as is read */
    size_t line_len; /* all lines have one length */
};

/* Milliseconds from a key to its picture. */
struct echoes {
    double p50_ms, p99_ms;
};

/* n keys (at most KEYS_MAX), one every few milliseconds. */
struct echoes keys_press(struct terminal *terminal, struct noise *noise, int n);

#endif
