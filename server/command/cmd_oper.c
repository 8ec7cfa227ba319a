/* OPER, and what only operators say: KILL WALLOPS REHASH DIE. */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "irc_name.h"
#include "log.h"
#include "login.h"
#include "mem.h"
#include "operate_session.h"
#include "operators.h"
#include "reply.h"
#include "secret.h"
#include "tries.h"

/* ---- OPER ---- */

/* Compared in the same time wherever they differ. */
static bool is_right(const char *wanted, const char *given)
{
    size_t len = strlen(wanted);
    return strlen(given) == len && secret_equal(wanted, given, len);
}

/* Whether this account may; who is not listed learns no more than that. */
static bool is_listed(const struct ctx *ctx, const char *name)
{
    const char *account = ctx->session->account;
    return account && irc_name_equal(account, name) &&
           operators_are(ctx_world(ctx)->config, account);
}

static void refuse(struct ctx *ctx, const char *name)
{
    const struct session *session = ctx->session;
    const char *who = session->account ? session->account : session->user->name;
    audit(ctx->server, who, "oper refused", name, session->address);
    log_event(LOG_WARN, "oper_refused", "name=%s address=%s as=%s", who, session->address, name);
    if (session->account)
        reply_plain(ctx, ERR_NOOPERHOST);
    else
        reply_text(ctx, ERR_NOOPERHOST, NULL, "Log in to your account first");
}

/* Guesses at it count as those at an account. */
static void check_password(struct ctx *ctx, const char *wanted, const char *given)
{
    char *counted = xasprintf("oper %s", ctx->session->account);
    if (!login_is_private(ctx)) {
        reply(ctx, ERR_PASSWDMISMATCH, "Passwords are not taken over an open network: use TLS");
    } else if (!tries_may_guess(ctx, counted)) {
        tries_wrong(ctx, counted, false, ERR_PASSWDMISMATCH, "Password incorrect");
    } else if (is_right(wanted, given)) {
        audit(ctx->server, ctx->session->account, "oper", NULL, ctx->session->address);
        operators_rise(ctx);
    } else {
        audit(ctx->server, ctx->session->account, "oper refused", NULL, "wrong password");
        tries_wrong(ctx, counted, true, ERR_PASSWDMISMATCH, "Password incorrect");
    }
    free(counted);
}

/* OPER <account> [<password>]: the password only where the settings want one. */
void cmd_oper(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *name = msg->params[0];
    if (!is_listed(ctx, name)) {
        refuse(ctx, name);
        return;
    }
    const char *wanted = operators_password(ctx_world(ctx)->config, ctx->session->account);
    if (wanted) {
        check_password(ctx, wanted, irc_msg_param(msg, 1));
        return;
    }
    audit(ctx->server, ctx->session->account, "oper", NULL, ctx->session->address);
    operators_rise(ctx);
}

/* ---- what operators say ---- */

/* KILL <nick> [<reason>] */
void cmd_kill(struct ctx *ctx, const struct irc_msg *msg)
{
    if (!world_present_user(ctx_world(ctx), msg->params[0]))
        reply(ctx, ERR_NOSUCHNICK, msg->params[0]);
    else
        operate_words_from_session(ctx, "kill", msg->params[0],
                                   msg->nparams > 1 ? msg->params[1] : NULL);
}

/* WALLOPS <text> */
void cmd_wallops(struct ctx *ctx, const struct irc_msg *msg)
{
    operate_words_from_session(ctx, "wall", NULL, msg->params[0]);
}

/* REHASH */
void cmd_rehash(struct ctx *ctx, const struct irc_msg *msg)
{
    (void)msg;
    reply(ctx, RPL_REHASHING, ctx_world(ctx)->config->server_name);
    operate_words_from_session(ctx, "reload", NULL, NULL);
}

/* DIE [<reason>] */
void cmd_die(struct ctx *ctx, const struct irc_msg *msg)
{
    operate_words_from_session(ctx, "stop", NULL, msg->nparams > 0 ? msg->params[0] : NULL);
}
