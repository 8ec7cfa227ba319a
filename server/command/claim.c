/* Claiming a name: a new account, with its first password. */
#include <stdlib.h>
#include <utlist.h>

#include "irc_name.h"
#include "lifecycle.h"
#include "log.h"
#include "login.h"
#include "mem.h"
#include "names.h"
#include "persist.h"
#include "room_keep.h"
#include "secret.h"
#include "tries.h"

/* The name is taken at once in the world, so that nobody gets it while the store writes. */
static bool reserve(const struct login *login, int64_t now_ms)
{
    struct world *world = login->job.server->world;
    struct session *session = world_session(world, login->job.serial);
    struct user *self = session ? session->user : NULL;
    if (!session || name_check(world, login->account, self) != NAME_FREE)
        return false;
    if (self)
        world_user_claim(world, self);
    else
        world_user_new(world, login->account, true, now_ms);
    return true;
}

static void unreserve(const struct login *login)
{
    struct server *server = login->job.server;
    struct world *world = server->world;
    struct user *user = world_user(world, login->fold);
    if (!user)
        return;
    world_user_unclaim(world, user);
    if (user->sessions)
        return;
    struct ctx nobody = {.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    if (user->present)
        user_leave(&nobody, user, "Connection lost");
    else
        world_user_free(world, user);
}

/* What a guest had joined, and how it liked to be seen, is an account's from now on. */
static void keep_guest(const struct login *login)
{
    struct server *server = login->job.server;
    struct user *user = world_user(server->world, login->fold);
    const struct member *member = NULL;
    if (!user)
        return;
    user_modes_save(server, user);
    DL_FOREACH2(user->rooms, member, user_next)
    {
        room_keep(server, member->room);
        member_save(server, member);
    }
}

static void claim_done(void *arg, enum store_status status)
{
    struct login *login = arg;
    if (status == STORE_OK) {
        log_event(LOG_INFO, "name_claimed", "name=%s", login->account);
        keep_guest(login);
        login_finish(login, LOGIN_RIGHT);
        return;
    }
    unreserve(login);
    login_finish(login, status == STORE_EXISTS ? LOGIN_TAKEN : LOGIN_TRY_LATER);
}

static void claim_work(void *arg)
{
    struct login *login = arg;
    scram_derive(&login->keys[0].keys, login->password);
}

static void claim_hashed(void *arg)
{
    struct login *login = arg;
    const struct server *server = login->job.server;
    if (!reserve(login, server->now_ms)) {
        login_finish(login, LOGIN_TAKEN);
        return;
    }
    char *skeleton = irc_nick_skeleton(login->fold);
    char *value = credential_text(&login->keys[0].keys);
    const struct store_account account = {.fold = login->fold,
                                          .name = login->account,
                                          .created_ms = server->now_ms,
                                          .last_seen_ms = server->now_ms};
    const struct store_credential credential = {
        .kind = CREDENTIAL_KIND, .label = login->match->label, .value = value};
    store_claim(server->store, &account, skeleton, &credential, claim_done, login);
    secret_free(value);
    free(skeleton);
}

void login_claim(struct ctx *ctx, const char *account, const char *device, const char *password,
                 login_done_fn *done)
{
    struct login *login = login_new(account, device, password, done);
    bool machine = credential_is_machine(password);
    struct login_key *key = &login->keys[login->nkeys++];
    key->label = xstrdup(machine ? CREDENTIAL_MACHINE_LABEL : "");
    key->kind = xstrdup(CREDENTIAL_KIND);
    credential_begin(&key->keys, ctx_world(ctx), login->fold, password);
    login->match = key;
    job_begin(&login->job, ctx);
    if (tries_take_claim(ctx))
        login_hash(login, claim_work, claim_hashed);
    else
        login_finish(login, LOGIN_TOO_MANY);
}
