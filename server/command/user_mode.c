#include "user_mode.h"

#include "irc_name.h"
#include "operators.h"
#include "persist.h"
#include "reply.h"

/* The field of a letter that its owner may change, or NULL. */
static bool *find_field(struct user *user, char letter)
{
    switch (letter) {
    case 'B': return &user->bot;
    case 'i': return &user->invisible;
    case 'w': return &user->wallops;
    default: return NULL;
    }
}

static void show_modes(struct ctx *ctx)
{
    const struct user *user = ctx_user(ctx);
    struct buf letters = {0};
    buf_putc(&letters, '+');
    if (user->bot)
        buf_putc(&letters, 'B');
    if (user->invisible)
        buf_putc(&letters, 'i');
    if (user->oper)
        buf_putc(&letters, 'o');
    if (user->wallops)
        buf_putc(&letters, 'w');
    reply(ctx, RPL_UMODEIS, buf_text(&letters));
    buf_clear(&letters);
}

/* Applies "+i-B"; puts what really changed into changes. */
static void apply(struct ctx *ctx, const char *wishes, struct buf *changes)
{
    char sign = '+';
    char said = '\0';
    bool unknown = false;
    for (; *wishes; wishes++) {
        bool *field = find_field(ctx_user(ctx), *wishes);
        if (*wishes == '+' || *wishes == '-') {
            sign = *wishes;
        } else if (field && *field != (sign == '+')) {
            *field = sign == '+';
            if (said != sign)
                buf_putc(changes, sign);
            said = sign;
            buf_putc(changes, *wishes);
        } else if (*wishes == 'o' && sign == '-') {
            operators_fall(ctx->server, ctx->session);
        }
        unknown |= !field && *wishes != '+' && *wishes != '-' && *wishes != 'o';
    }
    if (unknown)
        reply_plain(ctx, ERR_UMODEUNKNOWNFLAG);
}

static void change_modes(struct ctx *ctx, const char *wishes)
{
    const struct user *user = ctx_user(ctx);
    char source[USER_SOURCE_SIZE];
    struct buf changes = {0};
    struct irc_msg msg;

    apply(ctx, wishes, &changes);
    if (changes.len > 0) {
        user_modes_save(ctx->server, user);
        user_source(user, source, sizeof(source));
        irc_msg_make(&msg, source, "MODE", user->name, buf_text(&changes), NULL);
        struct envelope envelope = {
            .msg = &msg, .time_ms = ctx->now_ms, .sender = user, .except = ctx->session};
        deliver_user(ctx->server, user, &envelope);
        envelope.except = NULL;
        reply_envelope(ctx, &envelope);
    }
    buf_clear(&changes);
}

void user_mode(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *name = msg->params[0];
    if (!world_present_user(ctx_world(ctx), name))
        reply(ctx, ERR_NOSUCHNICK, name);
    else if (!irc_name_equal(name, ctx_user(ctx)->name))
        reply_plain(ctx, ERR_USERSDONTMATCH);
    else if (msg->nparams == 1)
        show_modes(ctx);
    else
        change_modes(ctx, msg->params[1]);
}
