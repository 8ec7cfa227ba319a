/*
 * tty_osc.h - what is told to the terminal itself, not shown: operating system
 * commands (ECMA-48 8.3.89; xterm's ctlseqs).
 */
#ifndef TTY_OSC_H
#define TTY_OSC_H

#include <stdbool.h>

#include "buf.h"

/* Appends ESC ] payload ESC \; wrapped so that tmux hands it on if tmux is asked for and we run in
 * it (its option allow-passthrough must be on). The payload holds no control characters. */
void tty_osc_put(struct buf *out, const char *payload, bool tmux);

/* How terminals are told of news. */
enum tty_news { TTY_NEWS_AUTO, TTY_NEWS_OFF, TTY_NEWS_9, TTY_NEWS_777, TTY_NEWS_99 };

/* Which one this terminal understands, by its environment: TTY_NEWS_OFF if that is not known. */
enum tty_news tty_osc_news_kind(void);

/* Appends news for the terminal to show on the desktop: OSC 9 (iTerm2), 777 (urxvt, foot), 99
 * (kitty). Texts are sanitised here and cut. */
void tty_osc_news(struct buf *out, enum tty_news kind, const char *title, const char *text,
                  bool tmux);

#endif
