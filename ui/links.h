/*
 * links.h - the links of all networks: made when a network is new, looked
 * after once a turn.
 *
 * Secrets are found before a link is made and kept before they are sent; a
 * server is remembered once it worked; a first try that failed asks again.
 */
#ifndef LINKS_H
#define LINKS_H

#include <stdbool.h>

#include "app_start.h"
#include "chat.h"

struct links;
struct loop;

/* All that is given is borrowed. */
struct links *links_new(struct loop *loop, struct chat *chat, const struct app_files *files);
void links_free(struct links *links);

/* Once a turn. True while a count-down is shown. */
bool links_turn(struct links *links);

/* True while something that was said is not sent yet. */
bool links_are_sending(const struct links *links);

#endif
