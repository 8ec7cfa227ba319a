/* The gate to accounts: whoever is logged in came through here. */
#include <stdlib.h>

#include "attach.h"
#include "bans.h"
#include "irc_cap.h"
#include "login.h"
#include "mem.h"
#include "monitor.h"
#include "reply.h"

/* What the others in its rooms are told of a guest who is an account now (account-notify). */
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
    monitor_spread(ctx->server, user, &envelope);
}

static char *mask_of(const struct session *session)
{
    char source[USER_SOURCE_SIZE];
    if (session->user)
        return xstrdup(user_source(session->user, source, sizeof(source)));
    char *host = user_cloak(session->account);
    char *mask = xasprintf("%s!%s@%s", session->nick ? session->nick : "*",
                           session->username ? session->username : "*", host);
    free(host);
    return mask;
}

/* 900 */
static void say_so(struct ctx *ctx, const struct user *user)
{
    char *mask = mask_of(ctx->session);
    char *text = xasprintf("You are now logged in as %s", user->name);
    reply(ctx, RPL_LOGGEDIN, mask, user->name, text);
    free(mask);
    free(text);
}

bool login_enter(struct ctx *ctx, const char *account, const char *device, const char *proof)
{
    struct session *session = ctx->session;
    struct user *user = world_account(ctx_world(ctx), account);
    if (!user)
        return false;
    if (bans_stop(ctx, user->fold))
        return true;
    if (session->account) {
        /* Once more the same one: nothing changes. */
        say_so(ctx, user);
        return true;
    }
    xreplace(&session->account, user->fold);
    xreplace(&session->device, device);
    xreplace(&session->proof, proof);
    bool is_guest = session->user && session->user != user;
    bool is_news = session->user && !(is_guest && user->present);
    if (is_guest)
        attach_begin(ctx, user);
    say_so(ctx, user);
    if (is_news)
        tell_peers(ctx, user);
    if (is_guest)
        attach_catch_up(ctx);
    return true;
}

bool login_accept(struct ctx *ctx, const struct login *login)
{
    return login_enter(ctx, login->account, login_device(login), login_proof(login));
}
