/* NICK USER PASS QUIT PING PONG. */
#include <stdlib.h>
#include <string.h>

#include "bans.h"
#include "history.h"
#include "irc_name.h"
#include "isupport.h"
#include "lifecycle.h"
#include "mem.h"
#include "names.h"
#include "registration.h"
#include "rename.h"
#include "reply.h"
#include "utf8.h"

/* ---- NICK ---- */

static void change_nick(struct ctx *ctx, struct user *user, const char *name)
{
    enum name_refusal refusal = name_check(ctx_world(ctx), name, user);
    const char *banned = bans_refuse_name(ctx->server, name);
    if (strcmp(name, user->name) == 0)
        return;

    if (user->account && !irc_name_equal(name, user->name))
        reply(ctx, ERR_NONICKCHANGE,
              "Your name is your account: connect with another name to use that");
    else if (refusal == NAME_RESERVED)
        reply(ctx, ERR_ERRONEUSNICKNAME, name, "Name is reserved");
    else if (banned)
        reply(ctx, ERR_ERRONEUSNICKNAME, name, banned);
    else if (refusal != NAME_FREE)
        reply(ctx, ERR_NICKNAMEINUSE, name, "Name is taken; choose another");
    else
        rename_user(ctx, user, name);
}

/* NICK <name>: before the end of registration only a wish. */
void cmd_nick(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *name = irc_msg_param(msg, 0);
    if (!*name) {
        reply_plain(ctx, ERR_NONICKNAMEGIVEN);
    } else if (!irc_nick_valid(name)) {
        reply(ctx, ERR_ERRONEUSNICKNAME, name,
              "A name has 1 to 24 letters, digits or _-[]\\^{}|`, no digit or - first");
    } else if (ctx_user(ctx)) {
        change_nick(ctx, ctx_user(ctx), name);
    } else {
        xreplace(&ctx->session->nick, name);
        registration_try(ctx);
    }
}

/* ---- USER PASS ---- */

/* What is no word in a mask is left out; to free. */
static char *clean_username(const char *name)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~[]\\^{}|`";
    char clean[ISUPPORT_USER_MAX + 1];
    size_t len = 0;
    for (; *name && len < ISUPPORT_USER_MAX; name++) {
        if (strchr(letters, *name))
            clean[len++] = *name;
    }
    return len > 0 ? xstrndup(clean, len) : xstrdup("user");
}

/* USER <username> <unused> <unused> :<real name> */
void cmd_user(struct ctx *ctx, const struct irc_msg *msg)
{
    struct session *session = ctx->session;
    const char *name = *msg->params[3] ? msg->params[3] : msg->params[0];
    free(session->username);
    free(session->realname);
    session->username = clean_username(msg->params[0]);
    session->realname = xstrndup(name, utf8_cut_bytes(name, strlen(name), ISUPPORT_NAME_MAX));
    registration_try(ctx);
}

/* PASS <password>: the server's, or the key to a name (server.md, 4.2). */
void cmd_pass(struct ctx *ctx, const struct irc_msg *msg)
{
    login_state_forget_password(ctx->session);
    login_state(ctx->session)->password = xstrdup(msg->params[0]);
    registration_try(ctx);
}

/* ---- QUIT PING PONG ---- */

/* QUIT [<reason>] */
void cmd_quit(struct ctx *ctx, const struct irc_msg *msg)
{
    bool reason = msg->nparams > 0 && *msg->params[0];
    char *why = reason ? xasprintf("Quit: %s", msg->params[0]) : xstrdup("Quit");
    session_leave(ctx, why, true);
    session_close(ctx, "quit");
    free(why);
}

/* PING <token> */
void cmd_ping(struct ctx *ctx, const struct irc_msg *msg)
{
    struct irc_msg pong;
    if (msg->nparams == 0) {
        reply_plain(ctx, ERR_NOORIGIN);
        return;
    }
    irc_msg_make(&pong, NULL, "PONG", ctx_world(ctx)->config->server_name, msg->params[0], NULL);
    reply_msg(ctx, &pong);
}

/* PONG [<server>] <token>: with ":q<id>" all up to that id has arrived. */
void cmd_pong(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *token = msg->nparams > 0 ? msg->params[msg->nparams - 1] : "";
    char *end = NULL;
    if (!ctx_user(ctx) || token[0] != 'q' || token[1] < '0' || token[1] > '9')
        return;
    unsigned long long id = strtoull(token + 1, &end, 10);
    if (*end == '\0')
        history_acked(ctx, id);
}
