/*
 * person.h - somebody at a client: a program on a terminal, with a home folder of their own.
 *
 * The home keeps their secret, so who comes back with the same name is the same person.
 */
#ifndef PERSON_H
#define PERSON_H

struct rig;
struct screen;

#define PERSON_COLS 100
#define PERSON_ROWS 30

/* The folder of that name in the rig's, made if it is not there; to free. */
char *person_home(const struct rig *rig, const char *name);

/* Starts argv (the last one NULL) with that home. */
struct screen *person_start(const struct rig *rig, const char *name, const char *const *argv);

/* Starts the client as NAME HOST PORT for the rig's server, and waits until it is logged in. */
struct screen *person_arrive(const struct rig *rig, const char *program, const char *name);

/* Writes a file below that home, with the folders on the way to it. */
void person_write(const struct rig *rig, const char *name, const char *path, const char *text);

/* Types /quit, and waits for the client's end: it is to be a good one. */
void person_quit(struct screen *screen);

#endif
