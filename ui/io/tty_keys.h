/*
 * tty_keys.h - what a terminal sends, as keys. Pure: bytes in, keys out.
 *
 * Knows what xterm, rxvt, the Linux console and their kin send; no terminfo.
 */
#ifndef TTY_KEYS_H
#define TTY_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "tty.h"

/* So long may the rest of a sequence be on its way. */
#define KEYS_ESC_MS 25

/* More of one paste than this is dropped. */
#define KEYS_PASTE_MAX ((size_t)1 << 20)

/* A zeroed one is new. */
struct keys {
    struct buf bytes; /* what is not understood yet */
    struct buf paste;
    bool pasting;
    bool asking; /* the terminal was asked for its ground: "ESC ]11;rgb:..." may come */
    int ground;  /* of it: 0 not known, 1 dark, 2 light */
};

void keys_clear(struct keys *keys);

/* Takes bytes and gives keys. Returns ms until what waits should be flushed, -1 if nothing does. */
int keys_feed(struct keys *keys, const char *bytes, size_t len, tty_key_fn *fn, void *arg);

/* No more came in time: an Esc that waited for more was just that. */
void keys_flush(struct keys *keys, tty_key_fn *fn, void *arg);

#endif
