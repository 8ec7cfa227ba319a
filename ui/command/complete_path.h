/*
 * complete_path.h - what Tab offers for a path of this machine.
 */
#ifndef COMPLETE_PATH_H
#define COMPLETE_PATH_H

#include <stddef.h>

#include "choices.h"

/* Adds the paths that begin as the word does ("~/pl", blanks behind backslashes): folders with a
 * slash, files with a blank behind. */
void complete_path(struct choices *choices, const char *start, size_t len);

#endif
