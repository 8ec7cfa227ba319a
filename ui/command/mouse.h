/*
 * mouse.h - what the mouse does: clicks, the wheel, borders that are dragged.
 */
#ifndef MOUSE_H
#define MOUSE_H

#include "keymap.h"
#include "pointed.h"

/* Rows that one notch of the wheel scrolls. */
#define MOUSE_WHEEL_ROWS 3

/* The mouse did something somewhere. */
void mouse_act(struct chat *chat, const struct mouse *mouse, const struct pointed *at);

#endif
