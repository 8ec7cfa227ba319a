/* WHOIS, WHOWAS, ISON and USERHOST: about people by name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "clock.h"
#include "irc_cap.h"
#include "listing.h"
#include "mem.h"
#include "named.h"
#include "reply.h"
#include "room_names.h"

/* Names that one WHOIS answers, and one USERHOST (RFC 2812, 4.8). */
#define WHOIS_MAX    4
#define USERHOST_MAX 5

/* ---- WHOIS ---- */

/* Rooms of both; and of those who do not hide, the rooms that do not hide either. */
static bool shows_room(const struct member *member, const struct user *viewer)
{
    if (member->user == viewer || room_member(member->room, viewer))
        return true;
    return !member->user->invisible && named_room_is_seen(member->room, viewer);
}

static void show_rooms(struct ctx *ctx, const struct user *user)
{
    struct listing listing;
    const struct member *member = NULL;
    listing_begin(&listing, ctx, RPL_WHOISCHANNELS, user->name, NULL);
    DL_FOREACH2(user->rooms, member, user_next)
    {
        char word[4 + IRC_LINE_MAX];
        char prefixes[4];
        if (!shows_room(member, ctx_user(ctx)))
            continue;
        snprintf(word, sizeof(word), "%s%s", room_names_prefix(ctx, member, prefixes),
                 member->room->name);
        listing_add(&listing, word);
    }
    listing_end(&listing);
}

static void show_times(struct ctx *ctx, const struct user *user)
{
    char idle[21];
    char signon[21];
    snprintf(idle, sizeof(idle), "%lld", (long long)user_idle_s(user, ctx->now_ms));
    snprintf(signon, sizeof(signon), "%lld", (long long)(user->signon_ms / 1000));
    reply(ctx, RPL_WHOISIDLE, user->name, idle, signon);
}

/* One line for each device, to its owner only. */
static void show_addresses(struct ctx *ctx, const struct user *user)
{
    const struct session *session = NULL;
    if (user != ctx_user(ctx))
        return;
    DL_FOREACH2(user->sessions, session, user_next)
    {
        struct buf address = {0};
        /* "::1" would begin the last parameter. */
        buf_printf(&address, "%s%s", *session->address == ':' ? "0" : "", session->address);
        reply(ctx, RPL_WHOISACTUALLY, user->name, buf_text(&address));
        buf_clear(&address);
    }
}

static void show_present(struct ctx *ctx, const struct user *user)
{
    const struct world_config *config = ctx_world(ctx)->config;
    reply(ctx, RPL_WHOISUSER, user->name, user->username, user->host, "*", user->realname);
    show_rooms(ctx, user);
    reply(ctx, RPL_WHOISSERVER, user->name, config->server_name, config->network);
    if (user->oper)
        reply(ctx, RPL_WHOISOPERATOR, user->name);
    if (user->account) {
        reply(ctx, RPL_WHOISREGNICK, user->name);
        reply(ctx, RPL_WHOISACCOUNT, user->name, user->name);
    }
    if (user->bot)
        reply(ctx, RPL_WHOISBOT, user->name);
    if (user->away)
        reply(ctx, RPL_AWAY, user->name, user->away);
    show_times(ctx, user);
    show_addresses(ctx, user);
}

/* Who is away for good may still be written to: that is worth saying (server.md, R16). */
static void show_offline(struct ctx *ctx, const struct user *user)
{
    char since[CLOCK_ISO_SIZE];
    clock_format_iso(user->last_seen_ms, since);
    if (user->last_seen_ms > 0)
        reply_text(ctx, ERR_NOSUCHNICK, user->name,
                   "%s is offline since %s; messages to them are kept", user->name, since);
    else
        reply_text(ctx, ERR_NOSUCHNICK, user->name, "%s is offline; messages to them are kept",
                   user->name);
}

static void whois(struct ctx *ctx, const char *name)
{
    const struct user *user = world_user(ctx_world(ctx), name);
    if (!user)
        reply(ctx, ERR_NOSUCHNICK, name);
    else if (user->present)
        show_present(ctx, user);
    else
        show_offline(ctx, user);
    reply(ctx, RPL_ENDOFWHOIS, user ? user->name : name);
}

/* WHOIS [<server>] <nick>{,<nick>} */
void cmd_whois(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *asked = msg->nparams > 0 ? msg->params[msg->nparams > 1 ? 1 : 0] : "";
    if (!*asked) {
        reply_plain(ctx, ERR_NONICKNAMEGIVEN);
        return;
    }

    char *names = xstrdup(asked);
    char *left = names;
    int n = 0;
    for (const char *name = NULL; n <= WHOIS_MAX && (name = strsep(&left, ","));) {
        if (!*name)
            continue;
        if (n++ < WHOIS_MAX)
            whois(ctx, name);
        else
            reply(ctx, ERR_TOOMANYTARGETS, name);
    }
    free(names);
}

/* ---- WHOWAS ---- */

/* WHOWAS <nick>: of claimed names it is known when they were last here. */
void cmd_whowas(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *name = irc_msg_param(msg, 0);
    const struct user *user = world_user(ctx_world(ctx), name);
    if (!*name) {
        reply_plain(ctx, ERR_NONICKNAMEGIVEN);
        return;
    }
    if (user && user->account && user->last_seen_ms > 0) {
        char seen[CLOCK_ISO_SIZE];
        clock_format_iso(user->last_seen_ms, seen);
        reply(ctx, RPL_WHOWASUSER, user->name, user->username, user->host, "*", user->realname);
        reply(ctx, RPL_WHOISSERVER, user->name, ctx_world(ctx)->config->server_name, seen);
    } else {
        reply(ctx, ERR_WASNOSUCHNICK, name);
    }
    reply(ctx, RPL_ENDOFWHOWAS, name);
}

/* ---- ISON and USERHOST ---- */

/* ISON <nick> {<nick>}, or all of them in one parameter */
void cmd_ison(struct ctx *ctx, const struct irc_msg *msg)
{
    struct buf here = {0};
    for (size_t i = 0; i < msg->nparams; i++) {
        char *names = xstrdup(msg->params[i]);
        char *left = names;
        for (const char *name = NULL; (name = strsep(&left, " "));) {
            const struct user *user = world_present_user(ctx_world(ctx), name);
            if (user)
                buf_printf(&here, "%s%s", here.len > 0 ? " " : "", user->name);
        }
        free(names);
    }
    reply(ctx, RPL_ISON, buf_text(&here));
    buf_clear(&here);
}

/* USERHOST <nick> {<nick>} */
void cmd_userhost(struct ctx *ctx, const struct irc_msg *msg)
{
    struct buf words = {0};
    for (size_t i = 0; i < msg->nparams && i < USERHOST_MAX; i++) {
        const struct user *user = world_present_user(ctx_world(ctx), msg->params[i]);
        if (user)
            buf_printf(&words, "%s%s%s=%c%s@%s", words.len > 0 ? " " : "", user->name,
                       user->oper ? "*" : "", user->away ? '-' : '+', user->username, user->host);
    }
    reply(ctx, RPL_USERHOST, buf_text(&words));
    buf_clear(&words);
}
