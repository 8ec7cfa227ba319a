/*
 * linear_private.h - the parts of linear.h.
 */
#ifndef LINEAR_PRIVATE_H
#define LINEAR_PRIVATE_H

#include "linear.h"

/* A line to be written. */
void linear_say(struct linear *linear, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Lines [first, last] of a conversation; comings and goings folded. */
void linear_say_range(struct linear *linear, const struct chat *chat, const struct conv *conv,
                      size_t first, size_t last);

/* Says text if it is not what *told says already, and remembers it. Takes text over; NULL: nothing
 * is to be said any more. */
void linear_say_new(struct linear *linear, char **told, char *text);

/* What came since, in all conversations. */
void linear_tell_lines(struct linear *linear, const struct chat *chat);

/* All of a conversation counts as told; returns what was unread there the last time. */
unsigned linear_pass_over(struct linear *linear, const struct conv *conv);

/* Reactions to the newest lines of the open conversation; anew: only remembers them. */
void linear_tell_reactions(struct linear *linear, const struct chat *chat, bool anew);

/* What has the keys, and where one is in it. */
void linear_tell_focus(struct linear *linear, const struct chat *chat);

/* The open dialog, if it is new, or what changed in it. */
void linear_tell_dialog(struct linear *linear, const struct chat *chat);

#endif
