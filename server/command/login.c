#include "login.h"

#include <stdlib.h>
#include <string.h>

#include "irc_cap.h"
#include "irc_name.h"
#include "lifecycle.h"
#include "log.h"
#include "mem.h"
#include "names.h"
#include "persist.h"
#include "reply.h"
#include "room_keep.h"
#include "secret.h"

/* Wrong passwords on one connection. */
#define FAILURES_MAX 3

bool login_is_private(const struct ctx *ctx)
{
    return ctx->session->private_path || ctx_world(ctx)->config->plaintext_auth;
}

bool login_failed(struct ctx *ctx)
{
    log_event(LOG_WARN, "login_failed", "session=%llu address=%s",
              (unsigned long long)ctx->session->serial, ctx->session->address);
    if (++ctx->session->failures < FAILURES_MAX)
        return true;
    session_close(ctx, "too many wrong passwords");
    return false;
}

/* ---- a login on its way ---- */

static struct login *login_new(const char *account, const char *device, const char *password,
                               login_done_fn *done)
{
    struct login *login = xnew(struct login);
    login->account = xstrdup(account);
    login->fold = irc_fold(account);
    login->device = xstrdup(device);
    login->password = xstrdup(password);
    login->done = done;
    return login;
}

static void login_free(struct login *login)
{
    for (size_t i = 0; i < login->nkeys; i++)
        free(login->labels[i]);
    free(login->account);
    free(login->fold);
    free(login->device);
    free(login->label);
    secret_free(login->password);
    secret_wipe(login->keys, sizeof(login->keys));
    free(login);
}

static void finish(struct login *login, enum login_result result)
{
    struct ctx ctx;
    if (job_resume(&login->job, &ctx)) {
        login->done(&ctx, login, result);
        job_end(&ctx);
    }
    login_free(login);
}

static void hash(struct login *login, void (*work)(void *arg), void (*done)(void *arg))
{
    struct server *server = login->job.server;
    if (server->hash(server->hasher, work, done, login) < 0)
        finish(login, LOGIN_TRY_LATER);
}

static void take_keys(struct login *login, const struct store_credential *credential)
{
    if (login->nkeys < LOGIN_KEYS_MAX && strcmp(credential->kind, CREDENTIAL_KIND) == 0 &&
        credential_parse(credential->value, &login->keys[login->nkeys]))
        login->labels[login->nkeys++] = xstrdup(credential->label);
}

/* An account that does not exist costs the same time and shows the same salt at each try. */
static void take_decoy(struct login *login)
{
    scram_fake(&login->keys[0], login->fold, login->job.server->world->pepper);
    login->labels[0] = xstrdup("");
    login->nkeys = 1;
}

static bool gather_keys(struct login *login, enum store_status status,
                        const struct store_credential *list, size_t n)
{
    if (status != STORE_OK && status != STORE_MISSING)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (*list[i].label)
            take_keys(login, &list[i]);
    }
    for (size_t i = 0; i < n; i++) {
        if (!*list[i].label)
            take_keys(login, &list[i]);
    }
    if (login->nkeys == 0)
        take_decoy(login);
    return true;
}

/* ---- a password against all credentials ---- */

/* On the hashing thread: touches nothing but the login. */
static void verify_work(void *arg)
{
    struct login *login = arg;
    for (size_t i = 0; i < login->nkeys && !login->label; i++) {
        if (scram_verify(&login->keys[i], login->password))
            login->label = xstrdup(login->labels[i]);
    }
}

static void verify_done(void *arg)
{
    struct login *login = arg;
    finish(login, login->label ? LOGIN_RIGHT : LOGIN_WRONG);
}

static void verify_with(void *arg, enum store_status status, const struct store_credential *list,
                        size_t n)
{
    struct login *login = arg;
    if (gather_keys(login, status, list, n))
        hash(login, verify_work, verify_done);
    else
        finish(login, LOGIN_TRY_LATER);
}

void login_verify(struct ctx *ctx, const char *account, const char *device, const char *password,
                  login_done_fn *done)
{
    struct login *login = login_new(account, device, password, done);
    job_begin(&login->job, ctx);
    store_credentials(ctx->server->store, login->fold, verify_with, login);
}

/* ---- the one credential of a SCRAM exchange ---- */

/* The device's own; else, for a device, a machine's secret; else a typed password. */
static size_t choose(const struct login *login)
{
    for (size_t i = 0; *login->device && i < login->nkeys; i++) {
        if (strcmp(login->labels[i], login->device) == 0)
            return i;
    }
    return *login->device ? 0 : login->nkeys - 1;
}

static void keys_found(void *arg, enum store_status status, const struct store_credential *list,
                       size_t n)
{
    struct login *login = arg;
    if (!gather_keys(login, status, list, n)) {
        finish(login, LOGIN_TRY_LATER);
        return;
    }
    size_t chosen = choose(login);
    login->keys[0] = login->keys[chosen];
    login->label = xstrdup(login->labels[chosen]);
    finish(login, LOGIN_RIGHT);
}

void login_find_keys(struct ctx *ctx, const char *account, const char *device, login_done_fn *done)
{
    struct login *login = login_new(account, device, NULL, done);
    job_begin(&login->job, ctx);
    store_credentials(ctx->server->store, login->fold, keys_found, login);
}

/* ---- a new account ---- */

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
    struct world *world = login->job.server->world;
    struct user *user = world_user(world, login->fold);
    if (!user)
        return;
    world_user_unclaim(world, user);
    if (!user->sessions)
        world_user_free(world, user);
}

/* What a guest had joined is an account's from now on. */
static void keep_rooms(const struct login *login)
{
    struct server *server = login->job.server;
    const struct user *user = world_user(server->world, login->fold);
    const struct member *member = NULL;
    for (member = user ? user->rooms : NULL; member; member = member->user_next) {
        room_keep(server, member->room);
        member_save(server, member);
    }
}

static void claim_done(void *arg, enum store_status status)
{
    struct login *login = arg;
    if (status == STORE_OK) {
        log_event(LOG_INFO, "name_claimed", "name=%s", login->account);
        keep_rooms(login);
        finish(login, LOGIN_RIGHT);
        return;
    }
    unreserve(login);
    finish(login, status == STORE_EXISTS ? LOGIN_TAKEN : LOGIN_TRY_LATER);
}

static void claim_work(void *arg)
{
    struct login *login = arg;
    scram_make(&login->keys[0], login->password, login->keys[0].iterations);
}

static void claim_hashed(void *arg)
{
    struct login *login = arg;
    const struct server *server = login->job.server;
    if (!reserve(login, server->now_ms)) {
        finish(login, LOGIN_TAKEN);
        return;
    }
    char *skeleton = irc_nick_skeleton(login->fold);
    char *value = credential_text(&login->keys[0]);
    const struct store_account account = {.fold = login->fold,
                                          .name = login->account,
                                          .created_ms = server->now_ms,
                                          .last_seen_ms = server->now_ms};
    const struct store_credential credential = {
        .kind = CREDENTIAL_KIND, .label = login->label, .value = value};
    store_claim(server->store, &account, skeleton, &credential, claim_done, login);
    secret_free(value);
    free(skeleton);
}

void login_claim(struct ctx *ctx, const char *account, const char *device, const char *password,
                 login_done_fn *done)
{
    struct login *login = login_new(account, device, password, done);
    bool machine = credential_is_machine(password);
    login->label = xstrdup(machine ? CREDENTIAL_MACHINE_LABEL : "");
    login->keys[0].iterations =
        machine ? SCRAM_ITERATIONS_SECRET : ctx_world(ctx)->config->password_iterations;
    job_begin(&login->job, ctx);
    hash(login, claim_work, claim_hashed);
}

/* ---- in ---- */

/* What the others in its rooms are told of a guest who claimed its name (account-notify). */
static void tell_peers(struct ctx *ctx, const struct user *user)
{
    struct irc_msg msg;
    char source[USER_SOURCE_SIZE];
    irc_msg_make(&msg, user_source(user, source, sizeof(source)), "ACCOUNT", user->name, NULL);
    struct envelope envelope = {.msg = &msg,
                                .time_ms = ctx->now_ms,
                                .sender = user,
                                .caps_needed = IRC_CAP_ACCOUNT_NOTIFY,
                                .except = ctx->session};
    deliver_peers(ctx->server, user, true, &envelope);
}

static char *mask_of(const struct session *session)
{
    char source[USER_SOURCE_SIZE];
    if (session->user)
        return xstrdup(user_source(session->user, source, sizeof(source)));
    return xasprintf("%s!%s@user/%s", session->nick ? session->nick : "*",
                     session->username ? session->username : "*", session->account);
}

void login_enter(struct ctx *ctx, const char *account, const char *device, const char *label)
{
    struct session *session = ctx->session;
    const struct user *user = world_user(ctx_world(ctx), account);
    const char *name = user ? user->name : account;
    bool fresh = !session->account;
    char fold[IRC_NICK_SIZE];
    xreplace(&session->account, irc_fold_to(account, fold, sizeof(fold)));
    if (!*device)
        device = *label ? label : "password";
    if (fresh)
        xreplace(&session->device, device);

    char *mask = mask_of(session);
    char *text = xasprintf("You are now logged in as %s", name);
    reply(ctx, RPL_LOGGEDIN, mask, name, text);
    free(mask);
    free(text);
    if (fresh && session->user)
        tell_peers(ctx, session->user);
}
