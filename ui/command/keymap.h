/*
 * keymap.h - keys: names, default bindings, and what a pressed key does.
 */
#ifndef KEYMAP_H
#define KEYMAP_H

#include "chat.h"

struct action;

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
    PRESS_FOCUS_OUT,
    PRESS_MOUSE
};

enum key_mod { PRESS_CTRL = 1 << 0, PRESS_ALT = 1 << 1, PRESS_SHIFT = 1 << 2 };

enum mouse_event { MOUSE_PRESS, MOUSE_DRAG, MOUSE_RELEASE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

/* Of PRESS_MOUSE: where it is, from 0; buttons count from 1, 0 is none. */
struct mouse {
    enum mouse_event event;
    int x, y, button;
};

/* One key. For C-a: PRESS_CHAR, "a", PRESS_CTRL. */
struct key {
    enum key_code code;
    unsigned mods;
    const char *text; /* of PRESS_CHAR and PRESS_PASTE: UTF-8, borrowed */
    struct mouse mouse;
};

/* "C-a", "M-Left", "F7": the name of a key, written to out (KEYMAP_NAME_SIZE). Returns out. */
#define KEYMAP_NAME_SIZE 32
char *keymap_name(const struct key *key, char *out, size_t size);

/* The key of a name, as people write it; text (KEYMAP_TEXT_SIZE) is what the key points to. False
 * if it is none. */
#define KEYMAP_TEXT_SIZE 8
bool keymap_read(const char *word, struct key *key, char *text);

struct binding {
    const char *context; /* "input", or another of keymap_contexts[] */
    const char *key;     /* its name; a chord has several: "C-x C-e" */
    const char *action;  /* in action_table() */
};

/* The keys of the program, without those of the user (chat->binds). */
const struct binding *keymap_bindings(size_t *n);

/*
 * Where keys are looked for. A dialog has "list", behind a context of its own
 * (dialog->context) if it has one; the picked message has "pick"; the lists
 * beside the messages have "list". What they do not bind is looked for in
 * "input", of which only that works there which does not need the line being
 * typed.
 */
extern const char *const keymap_contexts[];
size_t keymap_contexts_count(void);

/* The action that a key of a context has now: the user's, the preset's or ours; NULL. */
const char *keymap_bound(const struct chat *chat, const char *context, const char *key);

/* The nearest context in which a key is looked for now. */
const char *keymap_present(const struct chat *chat);

/* The same, in some rows. */
const char *keymap_bound_in(const struct binding *rows, size_t n, const char *context,
                            const char *key);

/* A key was pressed: does what it is bound to in the present context, or types it. */
void keymap_press(struct chat *chat, const struct key *key);

/* What a key or a chord does now; NULL: nothing. *bound: there is a row for it, if only one that
 * says that it does nothing. */
const struct action *keymap_find(const struct chat *chat, const char *key, bool *bound);

/* More keys may follow this one. */
bool keymap_is_prefix(const struct chat *chat, const char *key);

/* The open dialog gets a key: true if it took it. */
bool keymap_press_dialog(struct chat *chat, const struct key *key);

#endif
