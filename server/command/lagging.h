/*
 * lagging.h - readers that are too slow (server.md, R11).
 *
 * A session that has not read what waits for it, up to a limit, gets no more
 * live messages: an account reads on from the log when it has taken what waits
 * (history.h), a guest is cut off. Other lines go on to wait, up to a higher
 * limit, where everybody is cut off; answers to what a session asked do not
 * count there, but have a limit of their own. All outboxes together have a limit, too:
 * the less is left of that, the sooner somebody lags.
 */
#ifndef LAGGING_H
#define LAGGING_H

#include "reply.h"

/*
 * False if the session must not get a line of len bytes now: it lags from here
 * on, or was cut off.
 */
bool lagging_admits(struct server *server, struct session *session, const struct envelope *envelope,
                    size_t len);

/* Cuts a session off if more waits for it than may for anybody. */
void lagging_check(struct server *server, struct session *session);

#endif
