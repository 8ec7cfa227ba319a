/*
 * watch.h - names that sessions want to hear of (MONITOR), from both ends: what
 * a session watches, and who watches a name, without looking at everybody.
 */
#ifndef WATCH_H
#define WATCH_H

#include "world.h"

/* One session and one name. */
struct watch {
    char *name; /* as the session wrote it; owned */
    struct session *session;
    struct watchers *watchers;
    struct watch *prev, *next;                 /* of the same name; utlist DL */
    struct watch *session_prev, *session_next; /* of the same session; utlist DL */
};

/* What a session watches already under any spelling of the name; NULL if it does not. */
struct watch *watch_find(const struct session *session, const char *name);

/* The session watches the name, which it did not. */
void watch_add(struct world *world, struct session *session, const char *name);

void watch_remove(struct world *world, struct watch *watch);

/* It watches nothing any more. */
void watch_clear(struct world *world, struct session *session);

/* Who watches a folded name: DL by next; NULL for nobody. */
struct watch *watch_of(const struct world *world, const char *fold);

#endif
