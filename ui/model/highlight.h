/*
 * highlight.h - what counts as being spoken to.
 */
#ifndef HIGHLIGHT_H
#define HIGHLIGHT_H

#include <stdbool.h>

/* True if the text names nick: as a word of its own, in any case, whatever mIRC codes are around.
 */
bool highlight_names(const char *text, const char *nick);

#endif
