/*
 * past_scene.h - a client with an archive: alice in #tea and #ops, where bob
 * said things long ago; #ops is open.
 */
#ifndef PAST_SCENE_H
#define PAST_SCENE_H

#include "archive.h"
#include "keyboard.h"

struct past {
    struct scene *s;
    char folder[32];
    char *path;
    struct archive *archive;
};

int past_setup(void **state);
int past_teardown(void **state);

/* A test with a past of its own. */
#define WITH_A_PAST(test) cmocka_unit_test_setup_teardown(test, past_setup, past_teardown)

/* What the program does at the end of a turn. */
void past_turn(struct past *past);

/* At that second after ten; its msgid is the room without its sign, and the second. */
void bob_says(struct past *past, const char *where, int second, const char *text);

/* bob counts in a room, a line each second. No line of it is missing or twice in the open one. */
void bob_counts(struct past *past, const char *where, int from, int to);
void counts_on(struct past *past, int from, int to);

/* The client ends; another one begins at the same server, and has no link yet. */
void restart(struct past *past);

/* The line is in sight. */
void stands_at(struct past *past, const char *text);

/* The rows of the open list, "label | detail" each. */
void results_are(struct past *past, const char *wanted);

#endif
