/* REGISTER (IRCv3 draft/account-registration): claims the name that one uses. */
#include <string.h>

#include "bans.h"
#include "irc_name.h"
#include "login.h"
#include "names.h"
#include "registration.h"
#include "reply.h"
#include "tries.h"

static void refuse(struct ctx *ctx, const char *code, const char *name, const char *text)
{
    reply_standard(ctx, "FAIL", "REGISTER", code, *name ? name : "*", text, NULL);
}

/* Others are tried on the same connection, but not without end. */
static void refuse_name(struct ctx *ctx, const char *code, const char *name, const char *text)
{
    refuse(ctx, code, name, text);
    tries_claim_failed(ctx);
}

static void claimed(struct ctx *ctx, const struct login *login, enum login_result result)
{
    if (result == LOGIN_TAKEN) {
        refuse_name(ctx, "ACCOUNT_EXISTS", login->account, "That name is taken");
        return;
    }
    if (result == LOGIN_TOO_MANY) {
        refuse(ctx, "TEMPORARILY_UNAVAILABLE", login->account,
               "Too many names were claimed from your network, try again later");
        return;
    }
    if (result != LOGIN_RIGHT) {
        refuse(ctx, "TEMPORARILY_UNAVAILABLE", login->account, "Try again later");
        return;
    }
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "REGISTER", "SUCCESS", login->account, "Name claimed", NULL);
    reply_msg(ctx, &msg);
    login_accept(ctx, login);
    registration_try(ctx);
}

/* Whether the session may have an account at all. */
static bool session_fits(struct ctx *ctx, const char *account)
{
    const struct session *session = ctx->session;
    if (!session->nick)
        refuse(ctx, "NEED_NICK", "*", "Choose a name with NICK first");
    else if (session->account)
        refuse(ctx, "ALREADY_AUTHENTICATED", session->account, "You are logged in already");
    else if (strcmp(account, "*") != 0 && !irc_name_equal(account, session->nick))
        refuse(ctx, "ACCOUNT_NAME_MUST_BE_NICK", account, "The account's name must be your nick");
    else if (!registration_has_password(ctx) && !session->user)
        refuse(ctx, "TEMPORARILY_UNAVAILABLE", account, "This server wants a password first");
    else if (!login_is_private(ctx))
        refuse(ctx, "TEMPORARILY_UNAVAILABLE", account,
               "Passwords are not taken over an open network: use TLS");
    else
        return true;
    return false;
}

static bool name_fits(struct ctx *ctx)
{
    const char *nick = ctx->session->nick;
    const char *banned = bans_refuse_name(ctx->server, nick);
    if (banned) {
        refuse_name(ctx, "BAD_ACCOUNT_NAME", nick, banned);
        return false;
    }
    switch (name_check(ctx_world(ctx), nick, ctx_user(ctx))) {
    case NAME_FREE: return true;
    case NAME_RESERVED: refuse_name(ctx, "BAD_ACCOUNT_NAME", nick, "That name is reserved"); break;
    case NAME_LOOKS:
        refuse_name(ctx, "BAD_ACCOUNT_NAME", nick, "That name looks like a registered one");
        break;
    case NAME_OWNED:
    case NAME_IN_USE: refuse_name(ctx, "ACCOUNT_EXISTS", nick, "That name is taken"); break;
    }
    return false;
}

static bool password_fits(struct ctx *ctx, const char *password)
{
    const char *nick = ctx->session->nick;
    if (strlen(password) < CREDENTIAL_PASSWORD_MIN)
        refuse(ctx, "WEAK_PASSWORD", nick, "A password has at least 6 bytes");
    else if (strlen(password) > CREDENTIAL_PASSWORD_MAX)
        refuse(ctx, "UNACCEPTABLE_PASSWORD", nick, "A password has at most 300 bytes");
    else
        return true;
    return false;
}

/* REGISTER <account|*> <email|*> <password>; addresses are not asked for. */
void cmd_register(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *password = msg->params[2];
    if (session_fits(ctx, msg->params[0]) && name_fits(ctx) && password_fits(ctx, password))
        login_claim(ctx, ctx->session->nick, "", password, claimed);
}
