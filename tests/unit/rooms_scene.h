/*
 * rooms_scene.h - a server_scene for rooms: there is no default room, so that
 * nobody meets anybody by chance.
 */
#ifndef ROOMS_SCENE_H
#define ROOMS_SCENE_H

#include "server_scene.h"

int rooms_setup(void **state);

#define ROOMS(test) cmocka_unit_test_setup_teardown(test, rooms_setup, scene_teardown)

/* alice (an account, on her laptop) owns #tea, bob is a plain member, carol stands outside. */
void tea_is_served(struct scene *s);

#endif
