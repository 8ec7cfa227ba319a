/* 001 and what follows: the session is one of its user's from here on. */
#include <inttypes.h>
#include <stdlib.h>
#include <utlist.h>

#include "clock.h"
#include "history.h"
#include "irc_cap.h"
#include "isupport.h"
#include "log.h"
#include "mem.h"
#include "monitor.h"
#include "presence.h"
#include "registration.h"
#include "reply.h"
#include "room_enter.h"
#include "room_invites.h"
#include "secret.h"
#include "token_service.h"

/* Modes of users and of rooms, of these with a parameter (numeric 004). */
#define USER_MODES  "Biow"
#define ROOM_MODES  "biklmnoqstv"
#define PARAM_MODES "bkloqv"

/* What LUSERS says, as far as it costs no walk over everybody at each welcome. */
static void summarize(struct ctx *ctx)
{
    const struct world *world = ctx_world(ctx);
    reply_text(ctx, RPL_LUSERCLIENT, NULL, "There are %d users and 0 invisible on 1 servers",
               world->npresent);
    reply_text(ctx, RPL_LUSERME, NULL, "I have %d clients and 0 servers", world->nregistered);
}

static void greet(struct ctx *ctx)
{
    const struct world *world = ctx_world(ctx);
    const struct world_config *config = world->config;
    char source[USER_SOURCE_SIZE];
    char since[CLOCK_ISO_SIZE];
    clock_format_iso(world->started_ms, since);
    reply_text(ctx, RPL_WELCOME, NULL, "Welcome to %s, %s", config->network,
               user_source(ctx_user(ctx), source, sizeof(source)));
    reply_text(ctx, RPL_YOURHOST, NULL, "Your host is %s, running parlord-%s", config->server_name,
               PARLOR_VERSION);
    reply_text(ctx, RPL_CREATED, NULL, "This server has been up since %s", since);
    reply(ctx, RPL_MYINFO, config->server_name, "parlord-" PARLOR_VERSION, USER_MODES, ROOM_MODES,
          PARAM_MODES);
    isupport_send(ctx);
    if (ctx->session->caps & IRC_CAP_AUTHTOKEN)
        token_service_list(ctx);

    const struct irc_msg bare = {.command = ""};
    summarize(ctx);
    cmd_motd(ctx, &bare);
}

/* ---- who it is ---- */

/* Hosts are words: an address may begin with a colon ("::1"). */
static void show_address(struct user *user, const char *address)
{
    char *host = xasprintf("%s%s", *address == ':' ? "0" : "", address);
    xreplace(&user->host, host);
    free(host);
}

static void attach(struct ctx *ctx, struct user *user)
{
    struct session *session = ctx->session;
    struct world *world = ctx_world(ctx);
    if (!user->present) {
        xreplace(&user->username, session->username);
        xreplace(&user->realname, session->realname);
    }
    xreplace(&session->username, NULL);
    xreplace(&session->realname, NULL);
    if (!user->account)
        show_address(user, session->address);
    world_attach(world, session, user);
    session->stage = SESSION_REGISTERED;
    login_state_free(session);
    xreplace(&session->nick, user->name);
    world_set_grace(world, user, 0);
    user->active_ms = ctx->now_ms;
}

/* ---- rooms ---- */

/* The others in the user's rooms see it come. */
static void announce_presence(struct ctx *ctx, const struct user *user, const char *msgid)
{
    const struct member *member = NULL;
    DL_FOREACH2(user->rooms, member, user_next)
    {
        presence_announce(ctx, member, msgid);
    }
}

static void show_rooms(struct ctx *ctx, const struct user *user, const char *msgid)
{
    const struct member *member = NULL;
    DL_FOREACH2(user->rooms, member, user_next)
    {
        presence_show(ctx, member, msgid);
    }
}

/* At its very first visit everyone is put where the others are. */
static void enter_default_room(struct ctx *ctx)
{
    const char *name = ctx_world(ctx)->config->default_room;
    struct room *room = name ? world_room(ctx_world(ctx), name) : NULL;
    if (room && !room_member(room, ctx_user(ctx)))
        room_enter(ctx, room, 0);
}

void welcome(struct ctx *ctx, struct user *user)
{
    bool first_visit = user->signon_ms == 0 && user->last_seen_ms == 0;
    bool returns = !user->present;
    bool alone = !user->sessions;
    char msgid[SECRET_MSGID_SIZE];
    secret_make_msgid(ctx->now_ms, msgid);
    attach(ctx, user);
    if (returns) {
        world_set_present(ctx_world(ctx), user, true);
        user->signon_ms = ctx->now_ms;
        monitor_came(ctx->server, user);
    }
    log_event(LOG_INFO, "session_registered",
              "session=%" PRIu64 " address=%s port=%d name=%s account=%d", ctx->session->serial,
              ctx->session->address, ctx->session->port, user->name, user->account);
    greet(ctx);
    if (alone)
        presence_come_back(ctx, user);
    if (returns)
        announce_presence(ctx, user, msgid);
    show_rooms(ctx, user, returns ? msgid : NULL);
    if (first_visit)
        enter_default_room(ctx);
    if (user->account) {
        room_invites_show(ctx);
        history_attach(ctx);
    }
}
