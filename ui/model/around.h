/*
 * around.h - what a server shows to somebody who has no name there yet: who is
 * online, which rooms there are (its files: shared.h).
 */
#ifndef AROUND_H
#define AROUND_H

#include <stdbool.h>
#include <stddef.h>

/* However much a server tells, no more is kept. */
#define AROUND_MAX 2000

enum around_state {
    AROUND_CONNECTING,
    AROUND_ASKED, /* answers are awaited */
    AROUND_HERE,  /* it told what it tells */
    AROUND_FAILED /* why says why */
};

struct around_person {
    char *nick; /* owned */
    bool away;
};

struct around_room {
    char *name;  /* owned */
    char *topic; /* "" for none; owned */
    int people;
};

struct around {
    enum around_state state;
    struct around_person *people; /* owned */
    size_t npeople;
    struct around_room *rooms; /* owned */
    size_t nrooms;
    int online;       /* as the server counts; -1 it did not say */
    bool refused;     /* it tells nothing before there is a name */
    char *why;        /* NULL; owned */
    unsigned changes; /* counts what a list of it would show otherwise */
};

struct around *around_new(void);
void around_free(struct around *around);

/* Texts are copied. One that is there already is changed. */
void around_add_person(struct around *around, const char *nick, bool away);
void around_add_room(struct around *around, const char *name, int people, const char *topic);

/* Is somebody of that name online, as far as the server told? */
bool around_has(const struct around *around, const char *nick);

void around_fail(struct around *around, const char *why);

#endif
