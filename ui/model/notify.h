/*
 * notify.h - what the user is told of who looks elsewhere: by the bell, by the
 * terminal, by a program of theirs (client.md 1.6).
 */
#ifndef NOTIFY_H
#define NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

struct chat;
struct conv;
struct line;

/* What of a conversation is news. Usually: in private everything, in rooms what speaks to us. */
enum notify_level { NOTIFY_USUAL, NOTIFY_ALL, NOTIFY_MENTIONS, NOTIFY_NONE, NOTIFY_LEVELS };

/* "usual", "all" ... */
const char *notify_level_name(enum notify_level level);

/* The level of that name; NOTIFY_LEVELS if there is none. */
enum notify_level notify_level_find(const char *name);

/* News that wait to be told at the end of the turn. */
struct news {
    char *nick, *text, *place, *network; /* of the newest; owned; NULL: there are none */
    bool mention;                        /* it speaks to us, in a room or in private */
    unsigned n;                          /* so many since the last time */
    int64_t told_ms;                     /* monotonic: the last time; 0: never */
};

/* Does what nick says speak to us, who are called `own` there: by our name, or by the words of the
 * settings? An expression among these that is none is complained of once. */
bool notify_calls(struct chat *chat, const char *own, const char *nick, const char *text);

/* Somebody said something, just now: makes it news if it is, and rings (WISH_BELL). */
void notify_line(struct chat *chat, const struct conv *conv, const struct line *line);

/* They were told. */
void news_clear(struct news *news);

#endif
