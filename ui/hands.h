/*
 * hands.h - who is at the terminal: keys become what they do, and the user's own editor has the
 * terminal for a while.
 */
#ifndef HANDS_H
#define HANDS_H

#include <stdbool.h>

#include "chat.h"
#include "display.h"
#include "loop.h"

struct hands; /* private */

/* Reads keys from now on. gone is called when nobody is there any more. */
struct hands *hands_new(struct loop *loop, struct chat *chat, struct display *display,
                        loop_fn *gone, void *arg);
void hands_free(struct hands *hands);

/* Once a turn: lends the terminal if that is wished. True while it is lent: nothing may be painted.
 */
bool hands_turn(struct hands *hands);

#endif
