/* MOTD LUSERS VERSION TIME INFO: about the server; SETNAME: about oneself. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "isupport.h"
#include "mem.h"
#include "monitor.h"
#include "named.h"
#include "reply.h"

/* Bytes of a line of MOTD, so that the whole is no line too long. */
#define MOTD_LINE_MAX 380

/* True if the command is for this server: nothing, its name, a mask of it, or somebody on it; or
 * 402. */
static bool is_for_us(struct ctx *ctx, const struct irc_msg *msg)
{
    const struct world *world = ctx_world(ctx);
    if (msg->nparams == 0 || irc_mask_match(msg->params[0], world->config->server_name) ||
        world_present_user(world, msg->params[0]))
        return true;
    reply(ctx, ERR_NOSUCHSERVER, msg->params[0]);
    return false;
}

/* ---- MOTD ---- */

static void show_motd(struct ctx *ctx, const char *motd)
{
    const char *server = ctx_world(ctx)->config->server_name;
    reply_text(ctx, RPL_MOTDSTART, NULL, "- %s Message of the day - ", server);
    while (*motd) {
        size_t len = strcspn(motd, "\n");
        int shown = (int)(len > MOTD_LINE_MAX ? MOTD_LINE_MAX : len);
        reply_text(ctx, RPL_MOTD, NULL, "- %.*s", shown, motd);
        motd += len + (motd[len] == '\n');
    }
    reply_plain(ctx, RPL_ENDOFMOTD);
}

/* MOTD [<server>] */
void cmd_motd(struct ctx *ctx, const struct irc_msg *msg)
{
    const struct world *world = ctx_world(ctx);
    const char *motd = world->motd ? world->motd : world->config->motd;
    if (!is_for_us(ctx, msg))
        return;
    if (motd)
        show_motd(ctx, motd);
    else
        reply_plain(ctx, ERR_NOMOTD);
}

/* ---- LUSERS ---- */

struct people {
    int visible, invisible, opers;
};

static struct people count_people(const struct world *world)
{
    struct people people = {0};
    MAP_FOREACH(e, &world->users) {
        const struct user *user = map_value(e);
        if (!user->present)
            continue;
        people.opers += user->oper;
        if (user->invisible)
            people.invisible++;
        else
            people.visible++;
    }
    return people;
}

/* Those that the asker may know of: the number must not betray a secret room either. */
static int count_rooms(const struct ctx *ctx)
{
    int n = 0;
    MAP_FOREACH(e, &ctx_world(ctx)->rooms) {
        n += named_room_is_seen(map_value(e), ctx_user(ctx));
    }
    return n;
}

static void show_count(struct ctx *ctx, enum irc_num num, int count)
{
    char number[12];
    snprintf(number, sizeof(number), "%d", count);
    if (count > 0)
        reply(ctx, num, number);
}

static void show_current(struct ctx *ctx, enum irc_num num, const char *which)
{
    const struct world *world = ctx_world(ctx);
    char now[12];
    char most[12];
    struct buf text = {0};
    snprintf(now, sizeof(now), "%d", world->npresent);
    snprintf(most, sizeof(most), "%d", world->npresent_max);
    buf_printf(&text, "Current %s users %s, max %s", which, now, most);
    reply(ctx, num, now, most, buf_text(&text));
    buf_clear(&text);
}

/* LUSERS [<server>] */
void cmd_lusers(struct ctx *ctx, const struct irc_msg *msg)
{
    const struct world *world = ctx_world(ctx);
    if (!is_for_us(ctx, msg))
        return;

    struct people people = count_people(world);
    reply_text(ctx, RPL_LUSERCLIENT, NULL, "There are %d users and %d invisible on 1 servers",
               people.visible, people.invisible);
    show_count(ctx, RPL_LUSEROP, people.opers);
    show_count(ctx, RPL_LUSERUNKNOWN, world->nsessions - world->nregistered);
    show_count(ctx, RPL_LUSERCHANNELS, count_rooms(ctx));
    reply_text(ctx, RPL_LUSERME, NULL, "I have %d clients and 0 servers", world->nregistered);
    show_current(ctx, RPL_LOCALUSERS, "local");
    show_current(ctx, RPL_GLOBALUSERS, "global");
}

/* ---- VERSION TIME INFO ---- */

/* VERSION [<server>] */
void cmd_version(struct ctx *ctx, const struct irc_msg *msg)
{
    if (!is_for_us(ctx, msg))
        return;
    reply(ctx, RPL_VERSION, "parlord-" PARLOR_VERSION, ctx_world(ctx)->config->server_name,
          "messages wait until you are back");
    isupport_send(ctx);
}

/* TIME [<server>] */
void cmd_time(struct ctx *ctx, const struct irc_msg *msg)
{
    char now[CLOCK_ISO_SIZE];
    if (!is_for_us(ctx, msg))
        return;
    clock_format_iso(ctx->now_ms, now);
    reply(ctx, RPL_TIME, ctx_world(ctx)->config->server_name, now);
}

/* INFO [<server>] */
void cmd_info(struct ctx *ctx, const struct irc_msg *msg)
{
    char started[CLOCK_ISO_SIZE];
    if (!is_for_us(ctx, msg))
        return;
    clock_format_iso(ctx_world(ctx)->started_ms, started);
    reply(ctx, RPL_INFO, "Parlor " PARLOR_VERSION ", a place to talk that keeps what was said");
    reply_text(ctx, RPL_INFO, NULL, "Up since %s", started);
    reply_plain(ctx, RPL_ENDOFINFO);
}

/* ---- SETNAME ---- */

/* SETNAME <real name> (IRCv3 setname) */
void cmd_setname(struct ctx *ctx, const struct irc_msg *msg)
{
    struct user *user = ctx_user(ctx);
    const char *name = msg->params[0];
    char source[USER_SOURCE_SIZE];
    struct irc_msg setname;
    if (!*name || strlen(name) > ISUPPORT_NAME_MAX) {
        reply_standard(ctx, "FAIL", "SETNAME", "INVALID_REALNAME", "A real name has 1 to 128 bytes",
                       NULL);
        return;
    }

    xreplace(&user->realname, name);
    user_source(user, source, sizeof(source));
    irc_msg_make(&setname, source, "SETNAME", user->realname, NULL);
    struct envelope envelope = {.msg = &setname,
                                .time_ms = ctx->now_ms,
                                .sender = user,
                                .caps_needed = IRC_CAP_SETNAME,
                                .except = ctx->session};
    deliver_peers(ctx->server, user, true, &envelope);
    monitor_spread(ctx->server, user, &envelope);
    envelope.except = NULL;
    reply_envelope(ctx, &envelope);
}
