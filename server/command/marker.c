#include "marker.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "history.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "reply.h"

/* "timestamp=2026-11-20T18:04:05.123Z" with NUL. */
#define MARK_SIZE (sizeof("timestamp=") - 1 + CLOCK_ISO_SIZE)

static const char mark_word[] = "timestamp=";

static void make(const struct user *user, const char *conv, const char *target,
                 char mark[MARK_SIZE], struct irc_msg *msg)
{
    int64_t read_ms = conv ? stamps_get(&user->markers, conv) : -1;
    memcpy(mark, mark_word, sizeof(mark_word));
    if (read_ms >= 0)
        clock_format_iso(read_ms, mark + strlen(mark_word));
    irc_msg_make(msg, NULL, "MARKREAD", target, read_ms >= 0 ? mark : "*", NULL);
}

static void show(struct ctx *ctx, const char *conv, const char *target)
{
    struct irc_msg msg;
    char mark[MARK_SIZE];
    make(ctx_user(ctx), conv, target, mark, &msg);
    reply_msg(ctx, &msg);
}

void marker_show(struct ctx *ctx, const char *conv, const char *target)
{
    if (ctx_user(ctx)->account && (ctx->session->caps & IRC_CAP_READ_MARKER))
        show(ctx, conv, target);
}

void marker_restore(struct world *world, const char *account, const char *conv, int64_t read_ms)
{
    struct user *user = world_user(world, account);
    if (user)
        stamps_set(&user->markers, conv, read_ms);
}

/* ---- MARKREAD ---- */

/* The conversation that a target means to this session, to free; NULL if there is none (2.8: a
 * secret room is not betrayed). *name is how it is called. */
static char *conv_of(const struct ctx *ctx, const char *target, const char **name)
{
    const struct user *user = ctx_user(ctx);
    const struct room *room = world_room(ctx_world(ctx), target);
    const struct user *other = world_user(ctx_world(ctx), target);
    if (room && room_member(room, user)) {
        *name = room->name;
        return xstrdup(room->fold);
    }
    if (other && !irc_is_room(target)) {
        *name = other->name;
        return history_pair(user->fold, other->fold);
    }
    *name = target;
    return NULL;
}

static void tell_others(struct ctx *ctx, const char *conv, const char *target)
{
    struct irc_msg msg;
    char mark[MARK_SIZE];
    make(ctx_user(ctx), conv, target, mark, &msg);
    msg.source = ctx_world(ctx)->config->server_name;
    struct envelope envelope = {.msg = &msg,
                                .time_ms = ctx->now_ms,
                                .caps_needed = IRC_CAP_READ_MARKER,
                                .except = ctx->session};
    deliver_user(ctx->server, ctx_user(ctx), &envelope);
}

/* The newest that can be read: of now, unless the clock went back since. */
static int64_t newest_ms(const struct ctx *ctx)
{
    const int64_t latest_ms = ctx_world(ctx)->latest_ms;
    return latest_ms > ctx->now_ms ? latest_ms : ctx->now_ms;
}

/* Only forward, and never beyond what there is. */
static void set(struct ctx *ctx, const char *conv, const char *target, int64_t read_ms)
{
    struct user *user = ctx_user(ctx);
    if (read_ms > newest_ms(ctx))
        read_ms = newest_ms(ctx);
    if (read_ms <= stamps_get(&user->markers, conv))
        return;
    stamps_set(&user->markers, conv, read_ms);
    if (user->account)
        store_mark(ctx->server->store, user->fold, conv, read_ms);
    tell_others(ctx, conv, target);
}

static int64_t parse_mark(const char *mark)
{
    bool is_time = strncmp(mark, mark_word, strlen(mark_word)) == 0;
    return is_time ? clock_parse_iso(mark + strlen(mark_word)) : -1;
}

/* MARKREAD <target> [timestamp=<time>]: asks how far it was read, or says so. */
void cmd_markread(struct ctx *ctx, const struct irc_msg *msg)
{
    if (msg->nparams < 1 || !*msg->params[0]) {
        reply_standard(ctx, "FAIL", "MARKREAD", "NEED_MORE_PARAMS", "Missing parameters", NULL);
        return;
    }
    const char *name = NULL;
    char *conv = conv_of(ctx, msg->params[0], &name);
    int64_t read_ms = msg->nparams > 1 ? parse_mark(msg->params[1]) : 0;
    if (read_ms < 0) {
        reply_standard(ctx, "FAIL", "MARKREAD", "INVALID_PARAMS", msg->params[1],
                       "Not a time like timestamp=2026-01-01T00:00:00.000Z", NULL);
    } else if (!conv && msg->nparams > 1) {
        reply_standard(ctx, "FAIL", "MARKREAD", "INVALID_PARAMS", msg->params[0],
                       "No such conversation", NULL);
    } else {
        if (msg->nparams > 1)
            set(ctx, conv, name, read_ms);
        show(ctx, conv, name);
    }
    free(conv);
}
