/*
 * screen.h - a program on a terminal of its own, and what that terminal shows.
 *
 * Rows and columns count from 0. What is waited for and does not appear fails
 * the test and shows the screen.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>

struct rig;
struct screen;

/* Starts argv (the last one NULL) in the rig's folder. */
struct screen *screen_start(const struct rig *rig, int cols, int rows, char *const *argv);

/* Ends the program, if it still runs. NULL is fine. */
void screen_free(struct screen *screen);

/* Types bytes as a keyboard sends them. */
void screen_type(struct screen *screen, const char *keys);

/* Waits until a row matches (extended regular expression); returns which. */
int screen_wait(struct screen *screen, const char *pattern);

/* Waits until this row matches. */
void screen_wait_row(struct screen *screen, int row, const char *pattern);

/* Waits until no row matches. */
void screen_wait_gone(struct screen *screen, const char *pattern);

/* The text of a row, without spaces at its end; borrowed until the next call. */
const char *screen_row(struct screen *screen, int row);

/* What stands in a column of a row: a character with its marks, "" behind a wide one; borrowed
 * until the next call. */
const char *screen_cell(struct screen *screen, int row, int col);

/* Waits until this colour, 0xrrggbb, is behind it. */
void screen_wait_ground(struct screen *screen, int row, int col, unsigned colour);

/* Waits until the window's title matches. */
void screen_wait_title(struct screen *screen, const char *pattern);

/* How often the bell rang in what was taken so far. */
unsigned screen_bells(const struct screen *screen);

/* How many rows match now. */
int screen_count(struct screen *screen, const char *pattern);

/* Nothing that was painted for the old size stays. */
void screen_resize(struct screen *screen, int cols, int rows);

/* Takes what the program has painted since, without waiting; false once it has ended. */
bool screen_pump(struct screen *screen);

/* Sends the program a signal. */
void screen_signal(const struct screen *screen, int signum);

/* The terminal goes away, as when its window is closed; returns as screen_end(). */
int screen_hang_up(struct screen *screen);

/* Waits for the program's end; returns its exit status, or 128 and the signal. */
int screen_end(struct screen *screen);

/* Draws what is shown as an SVG picture into a file. */
void screen_draw(const struct screen *screen, const char *path);

/* Prints all rows. */
void screen_show(struct screen *screen);

#endif
