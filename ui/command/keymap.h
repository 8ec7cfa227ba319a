/*
 * keymap.h - keys: names, default bindings, and what a pressed key does.
 */
#ifndef KEYMAP_H
#define KEYMAP_H

#include "chat.h"

/* Keys that are no character. */
enum key_code {
    PRESS_NONE,
    PRESS_CHAR,  /* text holds it */
    PRESS_PASTE, /* text holds all of it */
    PRESS_ENTER,
    PRESS_TAB,
    PRESS_BACKTAB,
    PRESS_BACKSPACE,
    PRESS_ESC,
    PRESS_UP,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_HOME,
    PRESS_END,
    PRESS_PGUP,
    PRESS_PGDN,
    PRESS_DEL,
    PRESS_INS,
    PRESS_F1,
    PRESS_F2,
    PRESS_F3,
    PRESS_F4,
    PRESS_F5,
    PRESS_F6,
    PRESS_F7,
    PRESS_F8,
    PRESS_F9,
    PRESS_F10,
    PRESS_F11,
    PRESS_F12,
    PRESS_FOCUS_IN,
    PRESS_FOCUS_OUT
};

enum key_mod { PRESS_CTRL = 1 << 0, PRESS_ALT = 1 << 1, PRESS_SHIFT = 1 << 2 };

/* One key. For C-a: PRESS_CHAR, "a", PRESS_CTRL. */
struct key {
    enum key_code code;
    unsigned mods;
    const char *text; /* of PRESS_CHAR and PRESS_PASTE: UTF-8, borrowed */
};

/* "C-a", "M-Left", "F7": the name of a key, written to out (32 bytes at least). Returns out. */
char *keymap_name(const struct key *key, char *out, size_t size);

struct binding {
    const char *key;    /* its name */
    const char *action; /* in action_table() */
};

const struct binding *keymap_bindings(size_t *n);

/* A key was pressed: does what it is bound to in the present context, or types it. */
void keymap_press(struct chat *chat, const struct key *key);

#endif
