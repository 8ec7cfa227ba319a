/* NickServ: REGISTER IDENTIFY SET RECOVERY INFO. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "credential.h"
#include "irc_num.h"
#include "login.h"
#include "mem.h"
#include "names.h"
#include "reply.h"
#include "secret.h"
#include "secret_job.h"
#include "services.h"
#include "tries.h"

/* ---- REGISTER ---- */

static void claimed(struct ctx *ctx, const struct login *login, enum login_result result)
{
    if (result == LOGIN_TAKEN) {
        service_say(ctx, "That name is taken");
        tries_claim_failed(ctx);
    } else if (result == LOGIN_TOO_MANY) {
        service_say(ctx, "Too many names were claimed from your network, try again later");
    } else if (result != LOGIN_RIGHT) {
        service_say(ctx, "Try again later");
    } else {
        service_say(ctx, "%s is now yours; keep the password", login->account);
        login_accept(ctx, login);
    }
}

void service_register(struct ctx *ctx, char *rest)
{
    const char *nick = ctx->session->nick;
    if (!*rest) {
        service_usage(ctx, "REGISTER");
    } else if (ctx->session->account) {
        service_say(ctx, "You are logged in as %s already", ctx->session->account);
    } else if (name_check(ctx_world(ctx), nick, ctx_user(ctx)) != NAME_FREE) {
        service_say(ctx, "That name looks like a registered one: take another by NICK first");
        tries_claim_failed(ctx);
    } else if (service_password_fits(ctx, rest)) {
        login_claim(ctx, nick, "", rest, claimed);
    }
}

/* ---- IDENTIFY ---- */

static void identified(struct ctx *ctx, const struct login *login, enum login_result result)
{
    if (result == LOGIN_RIGHT && login_accept(ctx, login)) {
        service_say(ctx, "You are %s", ctx_user(ctx)->name);
        return;
    }
    char *text = xasprintf("Password incorrect for the name %s", login->account);
    login_refuse(ctx, login, result == LOGIN_RIGHT ? LOGIN_WRONG : result, ERR_PASSWDMISMATCH,
                 text);
    free(text);
}

/* "alice secret", "alice@phone secret", or only the secret: the first word counts as a name if
 * somebody owns it. */
static const char *read_name(const struct ctx *ctx, const char *rest, char account[IRC_NICK_SIZE],
                             char device[IRC_NICK_SIZE])
{
    size_t len = strcspn(rest, " ");
    char *who = xstrndup(rest, len);
    const char *secret = rest + len + strspn(rest + len, " ");
    bool named = *secret && name_split(who, account, device);
    secret_free(who);
    const struct user *owner = named ? world_user(ctx_world(ctx), account) : NULL;
    if (owner && owner->account)
        return secret;
    irc_fold_to(ctx->session->nick, account, IRC_NICK_SIZE);
    device[0] = '\0';
    return rest;
}

void service_identify(struct ctx *ctx, char *rest)
{
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE];
    if (!*rest) {
        service_usage(ctx, "IDENTIFY");
        return;
    }
    const char *secret = read_name(ctx, rest, account, device);
    if (!login_is_private(ctx))
        service_say(ctx, "Passwords are not taken over an open network: use TLS");
    else if (ctx->session->account && !irc_name_equal(ctx->session->account, account))
        service_say(ctx, "You are %s on this connection", ctx_user(ctx)->name);
    else
        login_verify(ctx, account, device, secret, identified);
}

/* ---- SET RECOVERY ---- */

void service_set(struct ctx *ctx, char *rest)
{
    const char *word = service_word(&rest);
    const struct new_secret wanted = {.kind = CREDENTIAL_KIND,
                                      .label = "",
                                      .secret = rest,
                                      .said = "Your password is set; devices keep their secrets"};
    if (strcasecmp(word, "PASSWORD") != 0 || !*rest)
        service_usage(ctx, "SET");
    else if (service_password_fits(ctx, rest))
        secret_job_begin(ctx, &wanted);
}

void service_recovery(struct ctx *ctx, char *rest)
{
    char code[CREDENTIAL_CODE_SIZE];
    (void)rest;
    if (!login_is_private(ctx)) {
        service_say(ctx, "Codes are not told over an open network: use TLS");
        return;
    }
    credential_code_make(code);
    char *said = xasprintf("Your recovery code: %s - it works once instead of a password, and the "
                           "one before is void. Write it down.",
                           code);
    const struct new_secret wanted = {.kind = CREDENTIAL_RECOVERY_KIND,
                                      .label = CREDENTIAL_RECOVERY_KIND,
                                      .secret = code,
                                      .said = said};
    secret_job_begin(ctx, &wanted);
    secret_free(said);
    secret_wipe(code, sizeof(code));
}

/* ---- INFO ---- */

void service_info(struct ctx *ctx, char *rest)
{
    char when[CLOCK_ISO_SIZE];
    const char *word = service_word(&rest);
    const struct user *user = world_user(ctx_world(ctx), *word ? word : ctx->session->nick);
    if (!user || !user->account) {
        service_say(ctx, "Nobody has claimed that name");
        return;
    }
    clock_format_iso(user->created_ms, when);
    service_say(ctx, "%s was claimed %.10s", user->name, when);
    if (user->present)
        service_say(ctx, "%s is here", user->name);
    else if (user->last_seen_ms > 0) {
        clock_format_iso(user->last_seen_ms, when);
        service_say(ctx, "%s was last here %.10s", user->name, when);
    }
}
