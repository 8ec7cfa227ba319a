#include "rename.h"

#include <utlist.h>

#include "history.h"
#include "irc_name.h"
#include "mem.h"
#include "monitor.h"
#include "reply.h"
#include "secret.h"

/* To all who see the user, to itself, and to the log of its rooms. */
static void announce_nick(struct ctx *ctx, const struct user *user, const char *name)
{
    struct irc_msg msg;
    char source[USER_SOURCE_SIZE];
    char msgid[SECRET_MSGID_SIZE];
    irc_msg_make(&msg, user_source(user, source, sizeof(source)), "NICK", name, NULL);
    secret_make_msgid(ctx->now_ms, msgid);

    struct envelope envelope = {.msg = &msg,
                                .msgid = msgid,
                                .time_ms = ctx->now_ms,
                                .sender = user,
                                .except = ctx->session};
    deliver_peers(ctx->server, user, true, &envelope);
    envelope.except = NULL;
    if (ctx->session)
        reply_envelope(ctx, &envelope);
    const struct member *member = NULL;
    DL_FOREACH2(user->rooms, member, user_next)
    {
        history_event(ctx, member->room, &msg, msgid, ctx->now_ms);
    }
}

void rename_user(struct ctx *ctx, struct user *user, const char *name)
{
    bool moves = !irc_name_equal(user->name, name);
    announce_nick(ctx, user, name);
    if (moves)
        monitor_went(ctx->server, user);
    world_user_rename(ctx_world(ctx), user, name);
    if (moves)
        monitor_came(ctx->server, user);
    struct session *session = NULL;
    DL_FOREACH2(user->sessions, session, user_next)
    {
        xreplace(&session->nick, name);
    }
    if (user->account)
        store_put(ctx->server->store, "name", user->fold, name);
}
