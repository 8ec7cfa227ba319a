/*
 * server_scene.h - sentences about the server's logic.
 *
 *     says(&s->bob, "TOPIC #tea :coffee");
 *     hears(&s->bob, "482 bob #tea :You are not a channel operator");
 *
 * A pattern stands for a whole line; * in it stands for anything (times, msgids).
 * A line from the server itself matches with or without its source.
 */
#ifndef SERVER_SCENE_H
#define SERVER_SCENE_H

#include "server_rig.h"
#include "spec.h"

struct scene {
    struct rig rig;
    struct person alice, alice_phone, bob, carol;
};

/* For cmocka_unit_test_setup_teardown(). */
int scene_setup(void **state);
int scene_teardown(void **state);

/* A test in a scene of its own. */
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

/* A bare connection over loopback; over an open network. */
void connects(struct scene *s, struct person *person);
void connects_from(struct scene *s, struct person *person, const char *address);

/* Connects as a guest; caps as in CAP REQ, "" for none. The welcome is read away. */
void comes_as_guest(struct scene *s, struct person *person, const char *name, const char *caps);

/* Connects with the password "secret of NAME": the name is claimed at the first time. */
void comes_as_account(struct scene *s, struct person *person, const char *name, const char *device,
                      const char *caps);

void says(struct person *person, const char *line);

/* The next unread line. */
void hears(struct person *person, const char *pattern);

/* Some unread line; those before it are read away. */
void hears_at_last(struct person *person, const char *pattern);

void hears_nothing(struct person *person);

/* Reads away what there is; fails if a line matches. */
void hears_no_such(struct person *person, const char *pattern);

/* Reads away what there is. */
void ignores(struct person *person);

/* True while the server keeps the connection. */
bool is_connected(const struct person *person);

/* How long the next line of the connection stays unread, for what was said too quickly. */
int64_t has_to_wait_ms(const struct scene *s, const struct person *person);

void loses_connection(struct person *person);
void time_passes(struct scene *s, int64_t ms);

/* The server stops and starts again. */
void scene_restart(struct scene *s);

#endif
