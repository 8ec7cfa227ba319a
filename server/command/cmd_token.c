/* TOKEN SERVICELIST GENERATE VALIDATE (token_service.h), and NickServ TOKEN. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "irc_cap.h"
#include "login.h"
#include "mem.h"
#include "reply.h"
#include "secret.h"
#include "services.h"
#include "sharing.h"
#include "ticket.h"
#include "token_service.h"

static const char filehost[] = "FILEHOST";

/* Uploading, and fetching what the account may see. */
#define FOR_EVERYTHING "all"

static void fail(struct ctx *ctx, const char *code, const char *word, const char *text)
{
    if (word)
        reply_standard(ctx, "FAIL", "TOKEN", code, word, text, NULL);
    else
        reply_standard(ctx, "FAIL", "TOKEN", code, text, NULL);
}

char *token_service_make(struct ctx *ctx, const char *scope, const char **why)
{
    const struct session *session = ctx->session;
    *why = NULL;
    if (!session->account)
        *why = "Log in first: tokens are for accounts";
    else if (!login_is_private(ctx))
        *why = "Tokens are not told over an open network: use TLS";
    return *why ? NULL : token_make(ctx->server, session->account, session->device, scope);
}

/* ---- SERVICELIST ---- */

static void send_service(struct ctx *ctx, const char *url)
{
    struct irc_msg msg;
    char *batch = xstrdup(reply_batch_begin(ctx, "draft/authtoken", "*"));
    irc_msg_make(&msg, NULL, "TOKEN", "SERVICE", filehost, url, "Uploading files", NULL);
    if (batch)
        irc_msg_add_tag(&msg, "batch", batch);
    reply_msg(ctx, &msg);
    reply_batch_end(ctx, batch);
    free(batch);
}

static char *filehost_url(const struct ctx *ctx)
{
    return ctx->server->uploads ? sharing_url(ctx->server, ctx->session, "uploads") : NULL;
}

void token_service_list(struct ctx *ctx)
{
    char *url = filehost_url(ctx);
    if (url)
        send_service(ctx, url);
    else
        reply_standard(ctx, "NOTE", "TOKEN", "NO_SERVICES",
                       "No services are defined for this network", NULL);
    free(url);
}

/* ---- GENERATE ---- */

static bool is_filehost(const struct ctx *ctx, const struct irc_msg *msg)
{
    return ctx->server->sharing && msg->nparams > 1 && strcasecmp(msg->params[1], filehost) == 0;
}

static void send_token(struct ctx *ctx, char *token)
{
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "TOKEN", "GENERATE", filehost, token, NULL);
    reply_msg(ctx, &msg);
    secret_free(token);
}

static void generate(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *why = NULL;
    if (!is_filehost(ctx, msg)) {
        fail(ctx, "UNKNOWN_SERVICE", msg->nparams > 1 ? msg->params[1] : "*",
             "There is no such service");
        return;
    }
    if (msg->nparams > 2) {
        fail(ctx, "INVALID_SCOPE", msg->params[2], "A token for files has no scope");
        return;
    }
    char *token = token_service_make(ctx, FOR_EVERYTHING, &why);
    if (token)
        send_token(ctx, token);
    else if (!ctx->session->account)
        fail(ctx, "ACCOUNT_REQUIRED", NULL, why);
    else
        fail(ctx, "NO_PERMISSIONS", filehost, why);
}

/* ---- VALIDATE ---- */

static void claim(struct ctx *ctx, const char *batch, const char *key, const char *value)
{
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "TOKEN", "CLAIM", key, value, NULL);
    irc_msg_add_tag(&msg, "batch", batch);
    reply_msg(ctx, &msg);
}

static void send_claims(struct ctx *ctx, const char *account)
{
    const struct user *user = world_user(ctx_world(ctx), account);
    char *batch = xstrdup(reply_batch_begin(ctx, "draft/authtoken", filehost));
    claim(ctx, batch, "account", user ? user->name : account);
    if (user && user->present)
        claim(ctx, batch, "name", user->name);
    reply_batch_end(ctx, batch);
    free(batch);
}

static void validate(struct ctx *ctx, const struct irc_msg *msg)
{
    char *account = NULL;
    bool is_right = msg->nparams > 2 && is_filehost(ctx, msg) &&
                    token_use(ctx->server, msg->params[2], "upload", &account) == TOKEN_GOOD;
    if (is_right)
        send_claims(ctx, account);
    else
        fail(ctx, "INVALID_TOKEN", NULL, "The token could not be validated");
    free(account);
}

/* TOKEN SERVICELIST | GENERATE <service> [<scope>] | VALIDATE <service> <token> */
void cmd_token(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *word = msg->params[0];
    bool is_list = strcasecmp(word, "SERVICELIST") == 0;
    bool is_check = strcasecmp(word, "VALIDATE") == 0;
    if ((is_list || is_check) && !(ctx->session->caps & IRC_CAP_BATCH))
        fail(ctx, "NEED_CAPABILITY", "batch", "Ask for the batch capability first");
    else if (is_list)
        token_service_list(ctx);
    else if (is_check)
        validate(ctx, msg);
    else if (strcasecmp(word, "GENERATE") == 0)
        generate(ctx, msg);
    else
        fail(ctx, "UNKNOWN_COMMAND", word, "There is no such subcommand");
}

/* NickServ TOKEN */
void service_token(struct ctx *ctx, char *rest)
{
    const char *why = NULL;
    (void)rest;
    char *token = token_service_make(ctx, FOR_EVERYTHING, &why);
    if (!token) {
        service_say(ctx, "%s", why);
        return;
    }
    service_say(ctx,
                "Token for files, for %lld minutes: %s - send it as: Authorization: Bearer "
                "<token>",
                TOKEN_MS / 60000, token);
    secret_free(token);
}
