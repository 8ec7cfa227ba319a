#include "watch.h"

#include <stdlib.h>
#include <utlist.h>

#include "irc_name.h"
#include "mem.h"

/* Under its folded name in world->watched, as long as there are any. */
struct watchers {
    char *fold;
    struct watch *first;
};

struct watch *watch_find(const struct session *session, const char *name)
{
    struct watch *watch = NULL;
    DL_FOREACH2(session->watches, watch, session_next)
    {
        if (irc_name_equal(watch->name, name))
            return watch;
    }
    return NULL;
}

static struct watchers *watchers_get(struct world *world, const char *name)
{
    char *fold = irc_fold(name);
    struct watchers *watchers = map_get(&world->watched, fold);
    if (watchers) {
        free(fold);
        return watchers;
    }
    watchers = xnew(struct watchers);
    watchers->fold = fold;
    map_set(&world->watched, fold, watchers);
    return watchers;
}

void watch_add(struct world *world, struct session *session, const char *name)
{
    struct watch *watch = xnew(struct watch);
    watch->name = xstrdup(name);
    watch->session = session;
    watch->watchers = watchers_get(world, name);
    DL_APPEND(watch->watchers->first, watch);
    DL_APPEND2(session->watches, watch, session_prev, session_next);
    session->nwatches++;
}

void watch_remove(struct world *world, struct watch *watch)
{
    struct watchers *watchers = watch->watchers;
    DL_DELETE(watchers->first, watch);
    DL_DELETE2(watch->session->watches, watch, session_prev, session_next);
    watch->session->nwatches--;
    if (!watchers->first) {
        map_remove(&world->watched, watchers->fold);
        free(watchers->fold);
        free(watchers);
    }
    free(watch->name);
    free(watch);
}

void watch_clear(struct world *world, struct session *session)
{
    struct watch *next = NULL;
    for (struct watch *watch = session->watches; watch; watch = next) {
        next = watch->session_next;
        watch_remove(world, watch);
    }
}

struct watch *watch_of(const struct world *world, const char *fold)
{
    const struct watchers *watchers = map_get(&world->watched, fold);
    return watchers ? watchers->first : NULL;
}
