/*
 * story.h - what most stories of the client begin with: a server, bob who is
 * there already by a scripted client, and alice's parlor on a terminal.
 */
#ifndef STORY_H
#define STORY_H

struct peer;
struct rig;
struct screen;

/* The secret under which bob logs in. */
#define STORY_BOBS_SECRET "bob-keeps-this-secret"

struct story {
    struct rig *rig;
    struct peer *bob;      /* in #lobby, under a claimed name */
    struct screen *screen; /* alice's, once she started; may be replaced */
};

/* cmocka's: the server runs without limits on speed, bob is there, alice is not yet. */
int story_setup(void **state);
int story_teardown(void **state);

/* Starts alice's parlor and waits until she is in #lobby. */
void story_start_alice(struct story *story, int cols, int rows);

/* Starts it only, with what it remembers: no name or place on the command line. */
void story_return_alice(struct story *story, int cols, int rows);

/* She types /quit: it ends with status 0. */
void story_quit_alice(struct story *story);

/* What bob says in #lobby; the server has it afterwards. */
void story_bob_says(struct story *story, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The server ends as in a power cut, and comes again on the same port. */
void story_kill_server(struct story *story);
void story_restart_server(struct story *story);

/* Bob logs in anew. */
void story_return_bob(struct story *story);

#endif
