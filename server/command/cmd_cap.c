/* CAP (IRCv3 capability negotiation, version 302). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "irc_cap.h"
#include "mem.h"
#include "multiline.h"
#include "news.h"
#include "registration.h"
#include "reply.h"
#include "sasl.h"

#define CAP_302 302

/* Bytes of names in one line: what is left beside ":server CAP nick LS * :". */
#define NAMES_MAX 400

/* Who knows these knows 302: all in one line would be too long for the others. */
static const uint64_t young =
    IRC_CAP_PARLOR_ACK | IRC_CAP_PARLOR_EDIT | IRC_CAP_PARLOR_IDEMPOTENCY | IRC_CAP_MULTILINE;

/* ---- what there is ---- */

/* What stands behind a name for clients of version 302, with its '='. */
static const char *value_of(const struct ctx *ctx, uint64_t cap)
{
    switch (cap) {
    case IRC_CAP_SASL: return sasl_mechanisms(ctx);
    case IRC_CAP_ACCOUNT_REGISTRATION: return "=before-connect";
    case IRC_CAP_MULTILINE: return MULTILINE_VALUE;
    default: return "";
    }
}

/* ---- answers ---- */

static const char *own_name(const struct ctx *ctx)
{
    return ctx->session->nick ? ctx->session->nick : "*";
}

static void answer(struct ctx *ctx, const char *subcommand, const char *text)
{
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "CAP", own_name(ctx), subcommand, text, NULL);
    reply_msg(ctx, &msg);
}

/* One line of a longer list; older clients know no such thing and get all in one. */
static void answer_part(struct ctx *ctx, const char *subcommand, struct buf *names)
{
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "CAP", own_name(ctx), subcommand, "*", buf_text(names), NULL);
    reply_msg(ctx, &msg);
    buf_reset(names);
}

/*
 * STS is news, not a capability: it has no bit, is never asked for, and REQ does
 * not know it. Without TLS it names the port for it; over TLS it says for how
 * long, if the client came by a name of ours.
 */
static void add_sts(const struct ctx *ctx, struct buf *names)
{
    const struct world_config *config = ctx_world(ctx)->config;
    if (config->sts_duration_ms == 0)
        return;
    const char *space = names->len > 0 ? " " : "";
    if (ctx->session->named)
        buf_printf(names, "%ssts=duration=%" PRId64, space, config->sts_duration_ms / 1000);
    else if (!ctx->session->private_path)
        buf_printf(names, "%ssts=port=%d", space, config->sts_port);
}

static void list(struct ctx *ctx, const char *subcommand, uint64_t caps, bool values)
{
    const bool parts = ctx->session->cap_version >= CAP_302;
    struct buf names = {0};
    for (int i = 0; i < IRC_CAP_COUNT; i++) {
        uint64_t cap = (uint64_t)1 << i;
        if (!(caps & cap))
            continue;
        if (parts && names.len > NAMES_MAX)
            answer_part(ctx, subcommand, &names);
        buf_printf(&names, "%s%s%s", names.len > 0 ? " " : "", irc_cap_name(i),
                   values ? value_of(ctx, cap) : "");
    }
    if (values)
        add_sts(ctx, &names);
    answer(ctx, subcommand, buf_text(&names));
    buf_clear(&names);
}

char *cap_words(const struct ctx *ctx)
{
    struct buf words = {0};
    for (int i = 0; i < IRC_CAP_COUNT; i++)
        buf_printf(&words, "%s%s%s", i ? " " : "", irc_cap_name(i),
                   value_of(ctx, (uint64_t)1 << i));
    add_sts(ctx, &words);
    return buf_detach(&words);
}

/* ---- REQ ---- */

/* What a list of names asks for. */
struct request {
    uint64_t on, off;
};

static bool read_name(const struct ctx *ctx, const char *name, struct request *request)
{
    bool off = name[0] == '-';
    uint64_t cap = irc_cap_find(name + off);
    if (!cap)
        return false;
    /* With 302 it is part of the version (IRCv3 capability negotiation). */
    if (off && cap == IRC_CAP_CAP_NOTIFY && ctx->session->cap_version >= CAP_302)
        return false;
    /* The last word about a name counts. */
    request->on = off ? request->on & ~cap : request->on | cap;
    request->off = off ? request->off | cap : request->off & ~cap;
    return true;
}

/* All or nothing. */
static bool read_request(const struct ctx *ctx, const char *text, struct request *request)
{
    char *words = xstrdup(text);
    char *rest = NULL;
    bool good = true;
    for (char *name = strtok_r(words, " ", &rest); name && good; name = strtok_r(NULL, " ", &rest))
        good = read_name(ctx, name, request);
    free(words);
    return good;
}

static void cap_req(struct ctx *ctx, const char *text)
{
    struct request request = {0};
    if (!read_request(ctx, text, &request)) {
        answer(ctx, "NAK", text);
        return;
    }
    answer(ctx, "ACK", text);
    ctx->session->caps = (ctx->session->caps | request.on) & ~request.off;
}

/* ---- the command ---- */

static void cap_ls(struct ctx *ctx, const char *version)
{
    struct session *session = ctx->session;
    long number = version ? strtol(version, NULL, 10) : 0;
    if (number > session->cap_version)
        session->cap_version = number > CAP_302 ? CAP_302 : (int)number;
    if (session->cap_version >= CAP_302)
        session->caps |= IRC_CAP_CAP_NOTIFY;
    list(ctx, "LS", ctx->session->cap_version >= CAP_302 ? ~(uint64_t)0 : ~young,
         number >= CAP_302);
}

static void cap_end(struct ctx *ctx)
{
    if (ctx->session->stage != SESSION_NEW)
        return;
    ctx->session->cap_pending = false;
    sasl_abort(ctx);
    registration_try(ctx);
}

/* CAP <subcommand> [<parameter>] */
void cmd_cap(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *subcommand = msg->nparams > 0 ? msg->params[0] : "*";
    const char *param = msg->nparams > 1 ? msg->params[1] : NULL;
    bool asks = strcasecmp(subcommand, "LS") == 0 || strcasecmp(subcommand, "REQ") == 0;
    if (asks && ctx->session->stage == SESSION_NEW)
        ctx->session->cap_pending = true;

    if (strcasecmp(subcommand, "LS") == 0)
        cap_ls(ctx, param);
    else if (strcasecmp(subcommand, "REQ") == 0)
        cap_req(ctx, param ? param : "");
    else if (strcasecmp(subcommand, "LIST") == 0)
        list(ctx, "LIST", ctx->session->caps, false);
    else if (strcasecmp(subcommand, "END") == 0)
        cap_end(ctx);
    else
        reply(ctx, ERR_INVALIDCAPCMD, subcommand);
}
