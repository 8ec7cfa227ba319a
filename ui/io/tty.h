/*
 * tty.h - the terminal: the only file (with tty_keys) that knows ncurses.
 */
#ifndef TTY_H
#define TTY_H

#include <stdbool.h>

#include "canvas.h"
#include "keymap.h"

enum tty_colours {
    TTY_COLOURS_AUTO = -1,
    TTY_COLOURS_NONE = 0,
    TTY_COLOURS_8 = 8,
    TTY_COLOURS_16 = 16,
    TTY_COLOURS_256 = 256,
    TTY_COLOURS_RGB = 1 << 24
};

/* Takes the terminal. Returns 0, or -1 with *cause. Colours: what to use, or AUTO by terminfo,
 * COLORTERM and NO_COLOR. */
int tty_start(enum tty_colours colours, char **cause);

/* Other ones from now on; all is painted anew. False if they are the same. */
bool tty_set_colours(enum tty_colours colours);

/* The same without a screen: lines are written one below the other (tty_row.h). */
int tty_start_lines(char **cause);
bool tty_has_lines(void);

/* Was tty_redraw() asked for, or is the terminal ours only since now? Asking forgets it. */
bool tty_take_redraw(void);

/* How many there are, as enum tty_colours: with none, strip the theme. */
int tty_colours(void);

/* Gives it back as it was; safe to call twice. */
void tty_end(void);

/* Suspends on C-z and returns when continued. */
void tty_suspend(void);

/* Another program has the terminal for a while; then it is ours again, and painted anew. */
void tty_lend(void);
void tty_take_back(void);

void tty_size(int *rows, int *cols);

/* Puts the canvas on the screen: one write of what differs. */
void tty_show(const struct canvas *canvas);

/* Clicks and the wheel come as keys, or are left to the terminal. */
void tty_mouse(bool on);

/* Instead of a canvas: plain text from the top of the screen on, rows by '\n', which the terminal
 * wraps, and so knows to be in one piece. tty_redraw() before the next canvas. */
void tty_bare(const char *text);

/* Paints everything anew next time. */
void tty_redraw(void);

void tty_bell(void);

/* Tells the terminal something that it does not show (tty_osc.h). */
void tty_tell(const char *sequence);

/* Sets the window's title (sanitised). */
void tty_title(const char *text);

/* Asks the terminal for its ground; the answer comes among the keys, or never. */
void tty_ask_ground(void);

/* True if the terminal shows dark text on light ground, as it answered, or as COLORFGBG says. */
bool tty_is_light(void);

/* Tell the terminal where links lead (OSC 8)? Those that would show the telling are never told. */
void tty_links(bool wanted);

typedef void tty_key_fn(void *arg, const struct key *key);

/*
 * Reads what was typed and gives keys. Returns ms until a lone Esc that was
 * read becomes a key (call tty_keys_flush() then), -1 if none waits, -2 when the terminal is gone.
 */
int tty_keys_read(tty_key_fn *fn, void *arg);
void tty_keys_flush(tty_key_fn *fn, void *arg);

#endif
