/*
 * announce.h - what the operators say to everybody, or into a room.
 *
 * An announcement is an entry of the conversation HISTORY_EVERYBODY, which every
 * account may see that was there when it was made: it goes to everybody who is
 * here as a NOTICE from the server with the tag parlor.chat/announce, and to
 * each device of an account that was away when that comes back. It is in the log
 * before anybody hears it. A long text, or one of several lines, becomes several
 * entries.
 */
#ifndef ANNOUNCE_H
#define ANNOUNCE_H

#include "command.h"

/* The tag, as it is stored. */
#define ANNOUNCE_TAG "parlor.chat/announce"

/*
 * To everybody. who (an operator, "console") is logged, with the length of the
 * text only. done (or NULL) is told once, when all of it is said: STORE_FAILED
 * if some of it was not; STORE_MISSING, at once, if there is no text in it.
 */
void announce(struct server *server, const char *who, const char *text, store_done_fn *done,
              void *arg);

/* The same into one room, as a message of the server's; STORE_MISSING also if there is no such
 * room. */
void announce_in_room(struct server *server, const char *who, const char *room, const char *text,
                      store_done_fn *done, void *arg);

#endif
