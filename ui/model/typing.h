/*
 * typing.h - who is typing in a conversation (IRCv3 typing), each until they
 * speak, stop, or were not heard of for a while.
 */
#ifndef TYPING_H
#define TYPING_H

#include <stdbool.h>
#include <stdint.h>

struct conv;

/* As the tag says it. */
enum typing_state { TYPING_DONE, TYPING_PAUSED, TYPING_ACTIVE };

/* So long one counts who is not heard of (IRCv3 typing). */
#define TYPING_ACTIVE_MS 6000
#define TYPING_PAUSED_MS 30000

/* One who types. */
struct typist {
    char *nick;       /* owned */
    int64_t until_ms; /* monotonic */
    struct typist *prev, *next;
};

/* Somebody types, pauses, or has done so. True if that is news. */
bool typing_set(struct conv *conv, const char *nick, enum typing_state state, int64_t mono_ms);

/* Who was not heard of for so long is forgotten. True if there was one. */
bool typing_expire(struct conv *conv, int64_t mono_ms);

/* When the next one is to be forgotten, monotonic; -1: there is none. */
int64_t typing_next_ms(const struct conv *conv);

/* "bob is typing…", "bob and carol are typing…"; to free; NULL if nobody is. */
char *typing_text(const struct conv *conv);

/* Nobody types any more. */
void typing_clear(struct conv *conv);

#endif
