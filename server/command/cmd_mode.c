/* MODE of rooms. MODE of oneself is in user_mode.c. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_name.h"
#include "mem.h"
#include "mode.h"
#include "named.h"
#include "persist.h"
#include "reply.h"
#include "room_keep.h"
#include "user_mode.h"

/* Bytes of a ban, so that one fits in a line of its own. */
#define BAN_MAX 160

/* One MODE line at work. */
struct mode_run {
    struct ctx *ctx;
    struct room *room;
    struct member *member; /* who asks; NULL for a stranger */
    struct mode_changes changes;
    bool kept_changed;          /* more than ranks: the room's record must be kept */
    bool refused;               /* 442 or 482 was said; once is enough */
    bool incomplete;            /* 461 was said */
    bool listed;                /* the bans were shown */
    bool unknown[CHAR_MAX + 1]; /* letters that 472 was said for */
};

static void refuse_param(struct mode_run *run, const struct mode_request *request, const char *why)
{
    char letter[] = {request->letter, '\0'};
    reply(run->ctx, ERR_INVALIDMODEPARAM, run->room->name, letter, request->param, why);
}

/* ---- one change of each kind ---- */

static void change_flag(struct mode_run *run, const struct mode_request *request)
{
    unsigned bit = request->mode->bit;
    if (((run->room->flags & bit) != 0) == request->add)
        return;
    run->room->flags ^= bit;
    run->kept_changed = true;
    mode_changes_add(&run->changes, request, NULL);
}

static struct member *find_target(struct mode_run *run, const char *name)
{
    const struct user *user = world_user(ctx_world(run->ctx), name);
    if (!user) {
        reply(run->ctx, ERR_NOSUCHNICK, name);
        return NULL;
    }
    struct member *member = room_member(run->room, user);
    if (!member)
        reply(run->ctx, ERR_USERNOTINCHANNEL, user->name, run->room->name);
    return member;
}

/* Owners are made and unmade by owners; an op does not take an owner's rank. */
static bool needs_owner(const struct mode_run *run, const struct member *target, unsigned rank)
{
    return rank == RANK_OWNER ||
           (rank == RANK_OP && target != run->member && (target->ranks & RANK_OWNER));
}

static void change_rank(struct mode_run *run, const struct mode_request *request)
{
    unsigned rank = request->mode->bit;
    struct member *target = find_target(run, request->param);
    if (!target)
        return;
    if (needs_owner(run, target, rank) && !(run->member->ranks & RANK_OWNER)) {
        reply_text(run->ctx, ERR_CHANOPRIVSNEEDED, run->room->name,
                   "Only an owner of the room may do that");
        return;
    }
    if (((target->ranks & rank) != 0) == request->add)
        return;
    target->ranks ^= rank;
    member_save(run->ctx->server, target);
    mode_changes_add(&run->changes, request, target->user->name);
}

static void change_key(struct mode_run *run, const struct mode_request *request)
{
    struct room *room = run->room;
    const char *key = request->param;
    if (!request->add) {
        if (!room->key)
            return;
        xreplace(&room->key, NULL);
    } else if (*key == ':' || strlen(key) > MODE_KEY_MAX || strpbrk(key, " ,")) {
        reply(run->ctx, ERR_INVALIDKEY, room->name);
        return;
    } else if (room->key && strcmp(room->key, key) == 0) {
        return;
    } else {
        xreplace(&room->key, key);
    }
    run->kept_changed = true;
    mode_changes_add(&run->changes, request, request->add ? key : "*");
}

static void change_limit(struct mode_run *run, const struct mode_request *request)
{
    char number[12];
    long limit = 0;
    if (request->add) {
        char *end = NULL;
        limit = strtol(request->param, &end, 10);
        if (*end || limit < 1 || limit > INT_MAX) {
            refuse_param(run, request, "A limit is a whole number from 1 on");
            return;
        }
    }
    if (run->room->limit == (int)limit)
        return;
    run->room->limit = (int)limit;
    run->kept_changed = true;
    snprintf(number, sizeof(number), "%ld", limit);
    mode_changes_add(&run->changes, request, request->add ? number : NULL);
}

/* The mask in full, to free; NULL if it is none. "$a:alice" is an account (ACCOUNTEXTBAN=a). */
static char *complete_ban(const char *mask)
{
    if (*mask == ':' || strchr(mask, ' ') || strlen(mask) > BAN_MAX)
        return NULL;
    if (*mask != '$')
        return irc_mask_complete(mask);
    return strncmp(mask, "$a:", 3) == 0 && mask[3] ? xstrdup(mask) : NULL;
}

static void add_ban(struct mode_run *run, const struct mode_request *request, const char *mask)
{
    const struct ctx *ctx = run->ctx;
    char source[USER_SOURCE_SIZE];
    user_source(ctx_user(ctx), source, sizeof(source));
    if (run->room->nbans >= (size_t)ctx_world(ctx)->config->bans_max) {
        reply(run->ctx, ERR_BANLISTFULL, run->room->name, mask);
    } else if (room_ban(run->room, mask, source, ctx->now_ms)) {
        run->kept_changed = true;
        mode_changes_add(&run->changes, request, mask);
    }
}

static void remove_ban(struct mode_run *run, const struct mode_request *request, const char *mask)
{
    const struct ban *ban = NULL;
    DL_FOREACH(run->room->bans, ban)
    {
        if (!irc_name_equal(ban->mask, mask))
            continue;
        run->kept_changed = true;
        mode_changes_add(&run->changes, request, ban->mask);
        room_unban(run->room, mask);
        return;
    }
}

static void change_ban(struct mode_run *run, const struct mode_request *request)
{
    char *mask = complete_ban(request->param);
    if (!mask) {
        refuse_param(run, request, "A ban is nick!user@host or $a:account");
        return;
    }
    if (request->add)
        add_ban(run, request, mask);
    else
        remove_ban(run, request, mask);
    free(mask);
}

typedef void change_fn(struct mode_run *run, const struct mode_request *request);

static change_fn *const change_kind[] = {
    [MODE_FLAG] = change_flag, [MODE_RANK] = change_rank,   [MODE_BAN] = change_ban,
    [MODE_KEY] = change_key,   [MODE_LIMIT] = change_limit,
};

/* ---- what all changes need ---- */

static bool may_change(struct mode_run *run)
{
    bool may = run->member && member_is_op(run->member);
    if (!may && !run->refused)
        reply(run->ctx, run->member ? ERR_CHANOPRIVSNEEDED : ERR_NOTONCHANNEL, run->room->name);
    run->refused |= !may;
    return may;
}

static void show_bans(struct mode_run *run)
{
    const struct room *room = run->room;
    const struct ban *ban = NULL;
    if (run->listed)
        return;
    run->listed = true;
    if (!run->member) {
        reply(run->ctx, ERR_NOTONCHANNEL, room->name);
        return;
    }
    DL_FOREACH(room->bans, ban)
    {
        char seconds[21];
        snprintf(seconds, sizeof(seconds), "%lld", (long long)(ban->set_ms / 1000));
        reply(run->ctx, RPL_BANLIST, room->name, ban->mask, ban->setter, seconds);
    }
    reply(run->ctx, RPL_ENDOFBANLIST, room->name);
}

static void refuse_letter(struct mode_run *run, char letter)
{
    /* A byte of a character beyond ASCII is no word that could be said back. */
    char known = letter > ' ' && letter != ':' ? letter : '?';
    char word[] = {known, '\0'};
    if (!run->unknown[(int)known])
        reply(run->ctx, ERR_UNKNOWNMODE, word);
    run->unknown[(int)known] = true;
}

/* The key goes without being known; all else that takes a parameter must have it. */
static bool lacks_param(const struct mode_request *request)
{
    bool takes =
        request->mode->kind != MODE_FLAG && (request->add || request->mode->kind == MODE_RANK);
    return takes && (!request->param || !*request->param);
}

static void run_request(struct mode_run *run, const struct mode_request *request)
{
    if (!request->mode) {
        refuse_letter(run, request->letter);
    } else if (request->mode->kind == MODE_BAN && !request->param) {
        show_bans(run);
    } else if (!may_change(run)) {
        return;
    } else if (lacks_param(request)) {
        if (!run->incomplete)
            reply(run->ctx, ERR_NEEDMOREPARAMS, "MODE");
        run->incomplete = true;
    } else if (mode_changes_have_space(&run->changes, request->mode->kind != MODE_FLAG)) {
        change_kind[request->mode->kind](run, request);
    }
}

/* ---- the line ---- */

static void announce_changes(struct mode_run *run)
{
    char source[USER_SOURCE_SIZE];
    struct buf letters = {0};
    user_source(ctx_user(run->ctx), source, sizeof(source));
    size_t size =
        IRC_LINE_MAX - strlen(source) - strlen(run->room->name) - strlen(":  MODE  +\r\n");

    for (size_t i = 0; i < run->changes.n;) {
        struct irc_msg msg;
        irc_msg_make(&msg, source, "MODE", run->room->name, NULL);
        i = mode_changes_write(&run->changes, i, size, &msg, &letters);
        announce_room(run->ctx, run->room, &msg, NULL);
    }
    buf_clear(&letters);
}

static void show_modes(struct ctx *ctx, const struct room *room)
{
    char letters[MODE_LETTERS_SIZE];
    char number[21];
    const char *params[2] = {NULL, NULL};
    size_t n = 0;

    /* Who is not inside learns that there is a key, and not which. */
    if (room->key)
        params[n++] = room_member(room, ctx_user(ctx)) ? room->key : "*";
    if (room->limit > 0) {
        snprintf(number, sizeof(number), "%d", room->limit);
        params[n++] = number;
    }
    reply(ctx, RPL_CHANNELMODEIS, room->name, mode_room_letters(room, letters), params[0],
          params[1]);
    snprintf(number, sizeof(number), "%lld", (long long)(room->created_ms / 1000));
    reply(ctx, RPL_CREATIONTIME, room->name, number);
}

static void change_modes(struct ctx *ctx, struct room *room, const struct irc_msg *msg)
{
    struct mode_run run = {.ctx = ctx, .room = room, .member = room_member(room, ctx_user(ctx))};
    struct mode_reader reader;
    struct mode_request request;

    mode_read_begin(&reader, msg, 1);
    while (mode_read(&reader, &request))
        run_request(&run, &request);
    if (run.kept_changed)
        room_keep(ctx->server, room);
    announce_changes(&run);
    mode_changes_clear(&run.changes);
}

/* MODE <room> [<changes> [<parameter>...]]; MODE <own nick> [<changes>] */
void cmd_mode(struct ctx *ctx, const struct irc_msg *msg)
{
    if (!irc_is_room(msg->params[0])) {
        user_mode(ctx, msg);
        return;
    }
    struct room *room = named_room(ctx, msg->params[0]);
    if (!room)
        return;
    if (msg->nparams == 1)
        show_modes(ctx, room);
    else
        change_modes(ctx, room, msg);
}
