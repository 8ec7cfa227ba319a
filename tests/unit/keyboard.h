/*
 * keyboard.h - keys for a client without terminal, by their names.
 */
#ifndef KEYBOARD_H
#define KEYBOARD_H

#include "ui_scene.h"

/* Presses keys by name, with spaces between: "C-a", "M-Left", "Esc 1", "x". */
void presses(struct scene *scene, const char *keys);

/* Types text and presses Enter. */
void enters(struct scene *scene, const char *text);

void pastes(struct scene *scene, const char *text);

/* The text that is typed into, with | at the cursor. */
void input_shows(struct scene *scene, const char *picture);

#endif
