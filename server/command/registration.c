#include "registration.h"

#include <stdlib.h>
#include <string.h>

#include "bans.h"
#include "irc_name.h"
#include "lifecycle.h"
#include "login.h"
#include "mem.h"
#include "names.h"
#include "reply.h"
#include "secret.h"
#include "tries.h"

bool registration_has_password(const struct ctx *ctx)
{
    const char *wanted = ctx_world(ctx)->config->password;
    const struct login_state *login = ctx->session->login;
    const char *given = login ? login->password : NULL;
    if (!wanted)
        return true;
    size_t len = strlen(wanted);
    return given && strlen(given) == len && secret_equal(wanted, given, len);
}

/* ---- names that nobody proved ---- */

static void refuse_name(struct ctx *ctx, enum name_refusal refusal)
{
    const char *nick = ctx->session->nick;
    char *text = NULL;
    if (refusal == NAME_RESERVED) {
        reply(ctx, ERR_ERRONEUSNICKNAME, nick, "Name is reserved");
    } else if (refusal == NAME_IN_USE) {
        reply(ctx, ERR_NICKNAMEINUSE, nick, "Name is in use; choose another");
    } else if (refusal == NAME_LOOKS) {
        reply(ctx, ERR_NICKNAMEINUSE, nick, "Name looks like a registered one; choose another");
    } else {
        text = xasprintf("Name is registered; log in (SASL, or server password %s:<password>) or "
                         "choose another",
                         nick);
        reply(ctx, ERR_NICKNAMEINUSE, nick, text);
        free(text);
    }
    xreplace(&ctx->session->nick, NULL);
}

/* What would work here, for clients of any age. */
static const char *claim_hint(const struct ctx *ctx)
{
    return login_is_private(ctx) ? "/msg NickServ REGISTER <password>"
                                 : "connect by TLS to claim it";
}

static void enter_as_guest(struct ctx *ctx)
{
    struct world *world = ctx_world(ctx);
    const char *nick = ctx->session->nick;
    if (!world->config->guests) {
        reply_standard(ctx, "FAIL", "*", "ACCOUNT_REQUIRED",
                       "Only claimed names get in: log in, or give a server password, which "
                       "claims a free name",
                       NULL);
        return;
    }
    struct user *user = world_user_new(world, nick, false, ctx->now_ms);
    welcome(ctx, user);
    reply_notice(ctx, "This name is not yours yet: %s", claim_hint(ctx));
}

/* ---- PASS: the key to a name (server.md, 4.2) ---- */

static void refuse_password(struct ctx *ctx, const struct login *login, enum login_result result)
{
    if (result == LOGIN_TRY_LATER) {
        reply(ctx, ERR_PASSWDMISMATCH, "Cannot check passwords now, try again later");
        return;
    }
    char *text = xasprintf("Password incorrect for the name %s", login->account);
    login_refuse(ctx, login, result, ERR_PASSWDMISMATCH, text);
    free(text);
}

static void enter_by_password(struct ctx *ctx, const struct login *login)
{
    if (login_accept(ctx, login))
        registration_try(ctx);
    else
        refuse_password(ctx, login, LOGIN_WRONG);
}

static void pass_verified(struct ctx *ctx, const struct login *login, enum login_result result)
{
    ctx->session->stage = SESSION_NEW;
    if (result == LOGIN_RIGHT)
        enter_by_password(ctx, login);
    else
        refuse_password(ctx, login, result);
}

static void pass_claimed(struct ctx *ctx, const struct login *login, enum login_result result)
{
    ctx->session->stage = SESSION_NEW;
    if (result == LOGIN_TAKEN) {
        if (tries_claim_failed(ctx))
            refuse_name(ctx, NAME_OWNED);
        return;
    }
    if (result == LOGIN_TOO_MANY) {
        reply(ctx, ERR_PASSWDMISMATCH,
              "Too many names were claimed from your network; try again later, or come without a "
              "password as a guest");
        return;
    }
    if (result != LOGIN_RIGHT) {
        refuse_password(ctx, login, LOGIN_TRY_LATER);
        return;
    }
    reply_notice(ctx, "%s is now yours; this server password is your key", login->account);
    enter_by_password(ctx, login);
}

static void claim_by_password(struct ctx *ctx, const char *account, const char *device,
                              const char *secret)
{
    enum name_refusal refusal = name_check(ctx_world(ctx), account, NULL);
    size_t len = strlen(secret);
    if (refusal != NAME_FREE) {
        if (tries_claim_failed(ctx))
            refuse_name(ctx, refusal);
    } else if (len < CREDENTIAL_PASSWORD_MIN || len > CREDENTIAL_PASSWORD_MAX) {
        reply_text(ctx, ERR_PASSWDMISMATCH, NULL, "A password has %d to %d bytes",
                   CREDENTIAL_PASSWORD_MIN, CREDENTIAL_PASSWORD_MAX);
    } else {
        ctx->session->stage = SESSION_WAITING;
        login_claim(ctx, account, device, secret, pass_claimed);
    }
}

/*
 * "alice:secret", "alice@phone:secret", or only the secret, with the name from
 * NICK. A colon may as well be part of a secret: what stands before it counts
 * as a name if it is the NICK or an account.
 */
static const char *read_password(const struct ctx *ctx, const char *password,
                                 char account[IRC_NICK_SIZE], char device[IRC_NICK_SIZE])
{
    const char *nick = ctx->session->nick;
    size_t len = strcspn(password, ":");
    char *who = xstrndup(password, len);
    bool named = password[len] && name_split(who, account, device);
    secret_free(who);
    if (named && (irc_name_equal(account, nick) || world_user(ctx_world(ctx), account)))
        return password + len + 1;
    irc_fold_to(nick, account, IRC_NICK_SIZE);
    device[0] = '\0';
    return password;
}

static void use_password(struct ctx *ctx)
{
    struct session *session = ctx->session;
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE];
    if (!login_is_private(ctx)) {
        reply(ctx, ERR_PASSWDMISMATCH,
              "Passwords are not taken over an open network: use TLS, or no password as a guest");
        login_state_forget_password(session);
        return;
    }

    char *password = session->login->password;
    session->login->password = NULL;
    const char *secret = read_password(ctx, password, account, device);
    const struct user *owner = world_user(ctx_world(ctx), account);
    if (owner && owner->account) {
        session->stage = SESSION_WAITING;
        login_verify(ctx, account, device, secret, pass_verified);
    } else if (ctx_world(ctx)->config->claim_on_pass) {
        claim_by_password(ctx, irc_name_equal(account, session->nick) ? session->nick : account,
                          device, secret);
    } else {
        enter_as_guest(ctx);
    }
    secret_free(password);
}

/* ---- the end of registration ---- */

static bool is_complete(const struct session *session)
{
    return session->stage == SESSION_NEW && session->nick && session->username &&
           !session->cap_pending;
}

void registration_try(struct ctx *ctx)
{
    struct session *session = ctx->session;
    const struct world_config *config = ctx_world(ctx)->config;
    if (!is_complete(session))
        return;

    if (!registration_has_password(ctx)) {
        bool given = session->login && session->login->password;
        reply(ctx, ERR_PASSWDMISMATCH,
              given ? "Password incorrect" : "This server wants a password");
        session_close(ctx, given ? "the server's password is wrong" : "no password was given");
        return;
    }
    if (bans_stop(ctx, NULL))
        return;
    if (config->password)
        login_state_forget_password(session);
    if (session->account) {
        welcome(ctx, world_user(ctx_world(ctx), session->account));
        return;
    }
    if (session->login && session->login->password) {
        use_password(ctx);
        return;
    }
    enum name_refusal refusal = name_check(ctx_world(ctx), session->nick, NULL);
    if (refusal == NAME_FREE)
        enter_as_guest(ctx);
    else
        refuse_name(ctx, refusal);
}
