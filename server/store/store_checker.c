/*
 * A large store that was not stopped in order is looked through while it
 * already serves, on a thread and a connection of its own, since that takes
 * about a second per GiB. What it finds it can only say, again and again.
 */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "log.h"
#include "store_private.h"
#include "sums.h"

#define REMIND_S 60

static int wants_to_stop(void *store_arg)
{
    struct store *store = store_arg;
    pthread_mutex_lock(&store->lock);
    bool stopping = store->stopping;
    pthread_mutex_unlock(&store->lock);
    return stopping;
}

static char *look_through(struct store *store)
{
    struct sql sql = {0};
    char *complaint = NULL;
    if (sql_open(&sql, store->path, &complaint) == 0) {
        sqlite3_progress_handler(sql.db, 10000, wants_to_stop, store);
        complaint = sql_damage(sql.db, "PRAGMA quick_check(1)");
        if (!complaint)
            sums_check_ends(sql.db, &complaint);
    }
    sql_close(&sql);
    return complaint;
}

/* Called with the lock held. Returns false when the store stops. */
static bool wait_for_reminder(struct store *store)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += REMIND_S;
    int code = 0;
    while (!store->stopping && code != ETIMEDOUT)
        code = pthread_cond_timedwait(&store->checker.wake, &store->lock, &until);
    return !store->stopping;
}

void *checker_main(void *store_arg)
{
    struct store *store = store_arg;
    char *complaint = look_through(store);
    pthread_mutex_lock(&store->lock);
    for (bool goes_on = complaint && !store->stopping; goes_on; goes_on = wait_for_reminder(store))
        log_event(LOG_ERROR, "store-damaged", "error=\"%s\"", complaint);
    pthread_mutex_unlock(&store->lock);
    free(complaint);
    return NULL;
}
