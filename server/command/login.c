#include "login.h"

#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "mem.h"
#include "reply.h"
#include "secret.h"
#include "tries.h"

bool login_is_private(const struct ctx *ctx)
{
    return ctx->session->private_path || ctx_world(ctx)->config->plaintext_auth;
}

/* ---- a login on its way ---- */

struct login *login_new(const char *account, const char *device, const char *password,
                        login_done_fn *done)
{
    struct login *login = xnew(struct login);
    login->account = xstrdup(account);
    login->fold = irc_fold(account);
    login->device = xstrdup(device);
    login->password = xstrdup(password);
    login->code = password ? credential_code_read(password) : NULL;
    login->done = done;
    return login;
}

static void login_free(struct login *login)
{
    for (size_t i = 0; i < login->nkeys; i++) {
        free(login->keys[i].label);
        free(login->keys[i].kind);
    }
    free(login->account);
    free(login->fold);
    free(login->device);
    free(login->address);
    secret_free(login->password);
    secret_free(login->code);
    secret_wipe(login->keys, sizeof(login->keys));
    free(login);
}

void login_finish(struct login *login, enum login_result result)
{
    struct ctx ctx;
    if (login->checked) {
        login->checked(login->arg, login, result);
    } else if (job_resume(&login->job, &ctx)) {
        login->done(&ctx, login, result);
        job_end(&ctx);
    }
    login_free(login);
}

void login_hash(struct login *login, void (*work)(void *arg), void (*done)(void *arg))
{
    struct server *server = login->job.server;
    if (server->hash(server->hasher, work, done, login) < 0)
        login_finish(login, LOGIN_TRY_LATER);
}

const char *login_proof(const struct login *login)
{
    const struct login_key *match = login->match;
    return match && !match->once && *match->label ? match->label : NULL;
}

const char *login_device_name(const char *device, const char *proof)
{
    if (*device && strcmp(device, LOGIN_ANY_DEVICE) != 0)
        return device;
    return proof ? proof : "password";
}

const char *login_device(const struct login *login)
{
    const struct login_key *match = login->match;
    if (match && strcmp(match->kind, CREDENTIAL_CODE_KIND) == 0)
        return match->label; /* the device that the code was made for */
    return login_device_name(login->device, login_proof(login));
}

/* ---- the credentials of an account ---- */

static void take_keys(struct login *login, const struct store_credential *credential)
{
    struct login_key *key = &login->keys[login->nkeys];
    bool scram = strcmp(credential->kind, CREDENTIAL_KIND) == 0;
    bool once = credential_is_once(credential, login->job.server->now_ms);
    if (login->nkeys == LOGIN_KEYS_MAX || (!scram && (!once || !login->code)) ||
        !credential_parse(credential->value, &key->keys))
        return;
    key->label = xstrdup(credential->label);
    key->kind = xstrdup(credential->kind);
    key->once = once;
    login->nkeys++;
}

/* An account that does not exist costs the same time and shows the same salt at each try. */
static void take_decoy(struct login *login)
{
    scram_fake(&login->keys[0].keys, login->fold, login->job.server->world->pepper);
    login->keys[0].label = xstrdup("");
    login->keys[0].kind = xstrdup(CREDENTIAL_KIND);
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

/* False if the session is gone, or too many guesses came from its network meanwhile. */
static bool may_guess(const struct login *login)
{
    struct server *server = login->job.server;
    if (login->address)
        return tries_may_guess_from(server, login->address, login->fold);
    struct ctx ctx = {.server = server,
                      .session = world_session(server->world, login->job.serial),
                      .now_ms = server->now_ms,
                      .mono_ms = server->mono_ms};
    return ctx.session && tries_may_guess(&ctx, login->fold);
}

/* ---- a password against all credentials ---- */

static bool fits(const struct login *login, const struct login_key *key)
{
    return scram_verify(&key->keys, key->once ? login->code : login->password);
}

/* On the hashing thread: touches nothing but the login. */
static void verify_work(void *arg)
{
    struct login *login = arg;
    for (size_t i = 0; i < login->nkeys && !login->match; i++) {
        if (fits(login, &login->keys[i]))
            login->match = &login->keys[i];
    }
}

/* Of two who come with the same code, the store tells one that it was there. */
static void code_used(void *arg, enum store_status status)
{
    struct login *login = arg;
    if (status == STORE_OK)
        login_finish(login, LOGIN_RIGHT);
    else
        login_finish(login, status == STORE_MISSING ? LOGIN_WRONG : LOGIN_TRY_LATER);
}

/* Guesses that were made at the same time count before this one: even a right one is refused, or a
 * thousand connections would be a thousand guesses. */
static void verify_done(void *arg)
{
    struct login *login = arg;
    if (!may_guess(login))
        login_finish(login, LOGIN_TOO_MANY);
    else if (!login->match)
        login_finish(login, LOGIN_WRONG);
    else if (login->match->once)
        store_credential_remove(login->job.server->store, login->fold, login->match->kind,
                                login->match->label, code_used, login);
    else
        login_finish(login, LOGIN_RIGHT);
}

static void verify_with(void *arg, enum store_status status, const struct store_credential *list,
                        size_t n)
{
    struct login *login = arg;
    if (gather_keys(login, status, list, n))
        login_hash(login, verify_work, verify_done);
    else
        login_finish(login, LOGIN_TRY_LATER);
}

void login_ask(struct login *login)
{
    if (may_guess(login))
        store_credentials(login->job.server->store, login->fold, verify_with, login);
    else
        login_finish(login, LOGIN_TOO_MANY);
}

void login_verify(struct ctx *ctx, const char *account, const char *device, const char *password,
                  login_done_fn *done)
{
    struct login *login = login_new(account, device, password, done);
    job_begin(&login->job, ctx);
    login_ask(login);
}

/* ---- the one credential of a SCRAM exchange ---- */

/* The device's own; else, for a device, a machine's secret; else a typed password. */
static const struct login_key *choose(const struct login *login)
{
    for (size_t i = 0; *login->device && i < login->nkeys; i++) {
        if (strcmp(login->keys[i].label, login->device) == 0)
            return &login->keys[i];
    }
    return &login->keys[*login->device ? 0 : login->nkeys - 1];
}

static void keys_found(void *arg, enum store_status status, const struct store_credential *list,
                       size_t n)
{
    struct login *login = arg;
    bool found = gather_keys(login, status, list, n);
    login->match = found ? choose(login) : NULL;
    login_finish(login, found ? LOGIN_RIGHT : LOGIN_TRY_LATER);
}

void login_find_keys(struct ctx *ctx, const char *account, const char *device, login_done_fn *done)
{
    struct login *login = login_new(account, device, NULL, done);
    job_begin(&login->job, ctx);
    if (tries_may_guess(ctx, login->fold))
        store_credentials(ctx->server->store, login->fold, keys_found, login);
    else
        login_finish(login, LOGIN_TOO_MANY);
}

/* ---- what did not work ---- */

void login_refuse(struct ctx *ctx, const struct login *login, enum login_result result, int num,
                  const char *text)
{
    if (result != LOGIN_TRY_LATER) {
        tries_wrong(ctx, login->fold, result == LOGIN_WRONG, (enum irc_num)num, text);
        return;
    }
    reply_notice(ctx, "Cannot check passwords now, try again later");
    if (text)
        reply(ctx, (enum irc_num)num, text);
    else
        reply_plain(ctx, (enum irc_num)num);
}
