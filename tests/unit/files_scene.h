/*
 * files_scene.h - a server scene in which files are shared: tea.txt, "two words.txt"
 * and docs/a.txt with everyone, and in_room.txt with the members of #tea.
 */
#ifndef FILES_SCENE_H
#define FILES_SCENE_H

#include "server_scene.h"
#include "sharing.h"

/* For FILES_SCENE(); HTTP is at 127.0.0.1:6680, and by TLS at :6681. */
int files_scene_setup(void **state);
int files_scene_teardown(void **state);

/* A test in a scene of its own. */
#define FILES_SCENE(test) \
    cmocka_unit_test_setup_teardown(test, files_scene_setup, files_scene_teardown)

/* Everyone's files are for accounts only from now on. */
void files_are_for_accounts(struct scene *s);

/* Writes a file into everyone's share. */
void shares_file(const char *name, const char *text);

/* She is in #tea, whose share has in_room.txt. */
void enters_tea(struct person *person);

/* The session of this person. */
struct session *session_of(const struct scene *s, const struct person *person);

#endif
