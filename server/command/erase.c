#include "erase.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "devices.h"
#include "lifecycle.h"
#include "log.h"
#include "mailbox.h"
#include "mem.h"
#include "persist.h"
#include "room_keep.h"
#include "ticket.h"
#include "uploads.h"

#define HOUR_MS (3600LL * 1000)

/* Unused names that one hour frees: the rest waits for the next. */
#define UNUSED_MAX 20

static const char why[] = "this account is erased";

struct erasing {
    struct server *server;
    char *account; /* owned */
    erase_done_fn *done;
    void *arg;
};

/* ---- what the world has of it ---- */

static void forget_invites(struct server *server, const char *account)
{
    MAP_FOREACH(e, &server->world->rooms) {
        struct room *room = map_value(e);
        if (map_remove(&room->invited, account))
            room_keep(server, room);
    }
}

/* Its sessions are closed; they only wait for their last bytes. */
static void detach_all(struct world *world, const struct user *user)
{
    while (user->sessions)
        world_detach(world, user->sessions);
}

static void take_from_world(struct server *server, struct user *user)
{
    struct ctx ctx = {.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    devices_close(&ctx, user->fold, NULL, NULL, why);
    detach_all(server->world, user);
    if (user->present)
        user_leave(&ctx, user, "Account erased");
    forget_invites(server, user->fold);
    mailbox_had(server, user, UINT64_MAX);
    world_user_unclaim(server->world, user);
    while (user->rooms)
        room_leave(server, user->rooms);
    world_user_free(server->world, user);
}

/* ---- erasing ---- */

static void erased(void *arg, enum store_status status, const struct store_erased *counts)
{
    struct erasing *erasing = arg;
    struct server *server = erasing->server;
    struct user *user = world_user(server->world, erasing->account);
    bool gone = status == STORE_OK || status == STORE_MISSING;
    static const struct store_erased nothing = {0};
    if (erasing->done)
        erasing->done(server, erasing->arg, !gone || counts ? counts : &nothing);
    log_event(gone ? LOG_INFO : LOG_ERROR, gone ? "account_erased" : "account_not_erased",
              "name=%s", erasing->account);
    if (user && gone)
        take_from_world(server, user);
    else if (user)
        user->erasing = false;
    uploads_sweep_soon(server);
    free(erasing->account);
    free(erasing);
}

void erase_account(struct server *server, struct user *user, const struct session *but,
                   erase_done_fn *done, void *arg)
{
    struct ctx ctx = {.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    struct erasing *erasing = xnew(struct erasing);
    *erasing = (struct erasing){server, xstrdup(user->fold), done, arg};
    user->erasing = true;
    devices_close(&ctx, user->fold, NULL, but, why);
    /* Before the account: a certificate that outlived it would open the next one of this name. */
    user_forget(server, user);
    token_revoke(server, user->fold, NULL);
    mailbox_had(server, user, UINT64_MAX);
    store_erase(server->store, user->fold, erased, erasing);
}

/* ---- unused names ---- */

static bool is_unused(const struct server *server, const struct user *user)
{
    int64_t expiry_ms = server->world->config->unused_expiry_ms;
    int64_t seen_ms = user->last_seen_ms > user->created_ms ? user->last_seen_ms : user->created_ms;
    return user->account && !user->spoke && !user->erasing && !user->present && !user->sessions &&
           server->now_ms - seen_ms > expiry_ms;
}

void erase_tick(struct server *server, int64_t mono_ms)
{
    struct world *world = server->world;
    int n = 0;
    if (world->config->unused_expiry_ms == 0 || mono_ms < world->unused_at_ms)
        return;
    world->unused_at_ms = mono_ms + HOUR_MS;
    MAP_FOREACH(e, &world->users) {
        struct user *user = map_value(e);
        if (n < UNUSED_MAX && is_unused(server, user)) {
            erase_account(server, user, NULL, NULL, NULL);
            n++;
        }
    }
}
