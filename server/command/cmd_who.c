/*
 * WHO, with the fields of WHOX (https://ircv3.net/specs/extensions/whox). Of
 * our own is the option m, "WHO #tea m": who is in the room but not connected
 * is listed too, with the flags "G-", and accounts have the flag r.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <utlist.h>

#include "irc_name.h"
#include "look_around.h"
#include "named.h"
#include "reply.h"
#include "room_names.h"

/* Answers to a mask: enough to find somebody, too few to harvest everybody. */
#define WHO_MAX 200

/* Of those who are not connected, so many of a room are listed. */
#define WHO_ABSENT_MAX 200

/* Number of fields, and bytes of the longest ready-made one. */
#define WHO_FIELDS     13
#define WHO_FIELD_SIZE 64

struct who {
    struct ctx *ctx;
    const char *fields; /* letters asked for; NULL for the plain 352 */
    const char *token;  /* of WHOX; "0" for none */
    bool opers;         /* only these */
    bool members;       /* of a room, also those who are not connected */
    size_t found, absent;
};

/* One row of the answer. */
struct who_row {
    const struct user *user;
    const struct member *member;  /* in the room asked for; NULL for none */
    const char *room;             /* "*" for none */
    char flags[12];               /* H, G or G-, *, B, r, prefixes */
    char idle[21];                /* seconds */
    char address[WHO_FIELD_SIZE]; /* seen by itself and opers only */
};

static void write_flags(struct who_row *row, const struct who *who)
{
    char prefixes[4] = "";
    const struct user *user = row->user;
    const char *here = user->away ? "G" : "H";
    if (row->member)
        room_names_prefix(who->ctx, row->member, prefixes);
    snprintf(row->flags, sizeof(row->flags), "%s%s%s%s%s", user->present ? here : "G-",
             user->oper ? "*" : "", user->bot ? "B" : "", who->members && user->account ? "r" : "",
             prefixes);
}

static void write_address(struct who_row *row, const struct ctx *ctx)
{
    const struct user *viewer = ctx_user(ctx);
    const struct session *session = row->user->sessions;
    bool shown = session && viewer && (viewer == row->user || viewer->oper);
    const char *address = shown ? session->address : "255.255.255.255";
    /* "::1" would begin the last parameter. */
    snprintf(row->address, sizeof(row->address), "%s%s", *address == ':' ? "0" : "", address);
}

/* A stranger need not know where people are. */
static const char *host_of(const struct who *who, const struct user *user)
{
    return ctx_user(who->ctx) ? user->host : "*";
}

/* The text of a field, or NULL for a letter that is none. */
static const char *field_text(const struct who *who, const struct who_row *row, char letter)
{
    const struct user *user = row->user;
    switch (letter) {
    case 't': return who->token;
    case 'c': return row->room;
    case 'u': return user->username;
    case 'i': return row->address;
    case 'h': return host_of(who, user);
    case 's': return ctx_world(who->ctx)->config->server_name;
    case 'n': return user->name;
    case 'f': return row->flags;
    case 'd': return "0";
    case 'l': return row->idle;
    case 'a': return user->account ? user->name : "0";
    case 'o': return "n/a";
    case 'r': return user->realname;
    default: return NULL;
    }
}

static void send_plain(const struct who *who, const struct who_row *row)
{
    const struct user *user = row->user;
    struct buf realname = {0};
    buf_printf(&realname, "0 %s", user->realname);
    reply(who->ctx, RPL_WHOREPLY, row->room, user->username, host_of(who, user),
          ctx_world(who->ctx)->config->server_name, user->name, row->flags, buf_text(&realname));
    buf_clear(&realname);
}

/* Whatever the order of the question, the answer has the order of the specification. */
static void send_fields(const struct who *who, const struct who_row *row)
{
    const char *w[WHO_FIELDS] = {NULL};
    size_t n = 0;
    for (const char *letter = "tcuihsnfdlaor"; *letter; letter++)
        if (strchr(who->fields, *letter))
            w[n++] = field_text(who, row, *letter);
    reply(who->ctx, RPL_WHOSPCRPL, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9],
          w[10], w[11], w[12]);
}

static void show(struct who *who, const struct user *user, const struct member *member)
{
    struct who_row row = {
        .user = user, .member = member, .room = member ? member->room->name : "*"};
    if (who->opers && !user->oper)
        return;

    who->found++;
    write_flags(&row, who);
    write_address(&row, who->ctx);
    snprintf(row.idle, sizeof(row.idle), "%lld", (long long)user_idle_s(user, who->ctx->now_ms));
    if (who->fields)
        send_fields(who, &row);
    else
        send_plain(who, &row);
}

/* Whether somebody inside the room is told of a member. */
static bool is_listed(struct who *who, const struct user *user)
{
    if (user->present)
        return true;
    return who->members && user->account && !user->erasing && who->absent++ < WHO_ABSENT_MAX;
}

static void show_room(struct who *who, const char *name)
{
    const struct user *viewer = ctx_user(who->ctx);
    const struct room *room = world_room(ctx_world(who->ctx), name);
    if (!room || !named_room_is_seen(room, viewer))
        return;

    const struct member *member = NULL;
    bool inside = viewer && room_member(room, viewer);
    const size_t max = look_around_limit(who->ctx, SIZE_MAX);
    DL_FOREACH2(room->members, member, room_next)
    {
        const struct user *user = member->user;
        if (who->found == max)
            return;
        if (inside ? is_listed(who, user) : user->present && named_user_is_seen(user, viewer))
            show(who, user, member);
    }
}

static bool matches(const struct user *user, const char *mask)
{
    return irc_mask_match(mask, user->name) || irc_mask_match(mask, user->username) ||
           irc_mask_match(mask, user->host) || irc_mask_match(mask, user->realname);
}

static void show_mask(struct who *who, const char *mask)
{
    const struct user *viewer = ctx_user(who->ctx);
    const size_t max = look_around_limit(who->ctx, WHO_MAX);
    MAP_FOREACH(e, &ctx_world(who->ctx)->users) {
        const struct user *user = map_value(e);
        if (user->present && matches(user, mask) && named_user_is_seen(user, viewer))
            show(who, user, NULL);
        if (who->found == max)
            return;
    }
}

/* "o%tnf,152": flags, fields, token (at most three digits). */
static void read_options(struct who *who, const char *options)
{
    const char *percent = strchrnul(options, '%');
    who->opers = memchr(options, 'o', (size_t)(percent - options)) != NULL;
    who->members = memchr(options, 'm', (size_t)(percent - options)) != NULL;
    if (!*percent)
        return;
    who->fields = percent + 1;
    const char *comma = strchr(percent, ',');
    size_t digits = comma ? strspn(comma + 1, "0123456789") : 0;
    if (digits >= 1 && digits <= 3 && !comma[1 + digits])
        who->token = comma + 1;
}

/* WHO [<room or nick or mask> [<options>]] */
void cmd_who(struct ctx *ctx, const struct irc_msg *msg)
{
    struct who who = {.ctx = ctx, .token = "0"};
    const char *mask = msg->nparams > 0 && *msg->params[0] ? msg->params[0] : "*";
    const struct user *user = world_present_user(ctx_world(ctx), mask);
    if (msg->nparams > 1)
        read_options(&who, msg->params[1]);

    if (irc_is_room(mask))
        show_room(&who, mask);
    else if (user && (ctx_user(ctx) || !user->invisible))
        show(&who, user, NULL);
    else
        show_mask(&who, strcmp(mask, "0") == 0 ? "*" : mask);
    reply(ctx, RPL_ENDOFWHO, mask);
}
