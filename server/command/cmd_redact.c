/* REDACT (IRCv3 message-redaction; server.md, 2.12) */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "audit.h"
#include "history.h"
#include "irc_cap.h"
#include "job.h"
#include "mem.h"
#include "named.h"
#include "operators.h"
#include "reply.h"
#include "secret.h"
#include "trouble.h"
#include "uploads.h"

struct redact_job {
    struct job job;
    char *target;  /* as the client calls it; owned */
    char *msgid;   /* owned */
    bool operates; /* by the right of an operator of the server */
};

static void job_free(struct redact_job *redact)
{
    free(redact->target);
    free(redact->msgid);
    free(redact);
}

/* ---- refusals ---- */

static void refuse_target(struct ctx *ctx, const char *target)
{
    reply_standard(ctx, "FAIL", "REDACT", "INVALID_TARGET", target,
                   "You cannot delete messages there", NULL);
}

static void refuse(struct ctx *ctx, const char *code, const char *target, const char *msgid,
                   const char *text)
{
    reply_standard(ctx, "FAIL", "REDACT", code, target, msgid, text, NULL);
}

static void refuse_late(struct ctx *ctx, const struct redact_job *redact)
{
    char window[24];
    snprintf(window, sizeof(window), "%" PRId64, ctx_world(ctx)->config->redact_ms / 1000);
    reply_standard(ctx, "FAIL", "REDACT", "REDACT_WINDOW_EXPIRED", redact->target, redact->msgid,
                   window, "That message is too old to be deleted", NULL);
}

static const char unknown[] = "There is no such message";

static void tell_failure(struct ctx *ctx, const struct redact_job *redact, enum store_status status)
{
    const char *target = redact->target;
    const char *msgid = redact->msgid;
    if (status == STORE_MISSING)
        refuse(ctx, "UNKNOWN_MSGID", target, msgid, unknown);
    else if (status == STORE_DAMAGED)
        refuse(ctx, "UNKNOWN_MSGID", target, msgid, "The disk has damaged that message");
    else if (status == STORE_FORBIDDEN)
        refuse(ctx, "REDACT_FORBIDDEN", target, msgid, "That message is not yours");
    else if (status == STORE_LATE)
        refuse_late(ctx, redact);
    else
        refuse(ctx, "STORAGE_ERROR", target, msgid, "Not deleted, try again");
}

/* ---- it is in the log: others hear it ---- */

/* line: the entry's body, to be cut up. */
static struct envelope make_envelope(const struct server *server, const struct store_entry *entry,
                                     char *line, struct irc_msg *msg)
{
    const struct user *sender = *entry->sender ? world_user(server->world, entry->sender) : NULL;
    irc_msg_parse(msg, line);
    msg->source = entry->source;
    return (struct envelope){
        .msg = msg,
        .msgid = entry->msgid,
        .time_ms = entry->time_ms,
        .sender = sender,
        .caps_needed = IRC_CAP_MESSAGE_REDACTION,
        .id = entry->id,
        .device = sender ? entry->device : NULL,
    };
}

static void echo(struct ctx *ctx, struct envelope envelope)
{
    envelope.id = 0;
    envelope.except = NULL;
    envelope.caps_needed |= IRC_CAP_ECHO_MESSAGE;
    reply_envelope(ctx, &envelope);
}

static void redacted(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct redact_job *redact = arg;
    struct server *server = redact->job.server;
    struct ctx ctx;
    struct irc_msg msg;
    char *line = xstrdup(entry->body);
    struct envelope envelope = make_envelope(server, entry, line, &msg);
    envelope.except = world_session(server->world, redact->job.serial);
    if (status == STORE_OK || status == STORE_FAILED)
        trouble_note(server, status);
    if (status == STORE_OK) {
        about_published(server, entry);
        about_deliver(server, entry->conv, &envelope);
        uploads_remove_msgid(server, redact->msgid);
        if (redact->operates)
            audit(server, entry->sender, "redact", entry->conv, redact->msgid);
    }
    if (job_resume(&redact->job, &ctx)) {
        if (status == STORE_OK)
            echo(&ctx, envelope);
        else
            tell_failure(&ctx, redact, status);
        job_end(&ctx);
    }
    free(line);
    job_free(redact);
}

/* ---- asking for it ---- */

/* What operators of the server must be allowed for it. */
static const char may_redact[] = "kick";

/* The event as a line; NULL if it was refused, being too long. */
static char *event_line(struct ctx *ctx, const struct about_place *place, const struct irc_msg *msg,
                        const char *source)
{
    struct irc_msg event;
    struct buf line = {0};
    const char *reason = msg->nparams > 2 && *msg->params[2] ? msg->params[2] : NULL;
    irc_msg_make(&event, source, "REDACT", place->shown, msg->params[1], reason, NULL);
    if (!named_fits(ctx, &event))
        return NULL;
    event.source = NULL;
    irc_msg_write(&event, &line);
    buf_truncate(&line, line.len - strlen("\r\n"));
    return buf_detach(&line);
}

static void submit(struct ctx *ctx, const struct about_place *place, const struct irc_msg *msg)
{
    const struct user *user = ctx_user(ctx);
    char source[USER_SOURCE_SIZE];
    char msgid[SECRET_MSGID_SIZE];
    char *line = event_line(ctx, place, msg, user_source(user, source, sizeof(source)));
    if (!line)
        return;
    struct store_redaction redaction = {
        .rules = place->rules, .member = place->member, .not_before = place->not_before};
    secret_make_msgid(ctx->now_ms, msgid);
    redaction.msgid = msg->params[1];
    redaction.own_since = ctx->now_ms - ctx_world(ctx)->config->redact_ms;
    redaction.reason = irc_msg_param(msg, 2);
    redaction.event = (struct store_entry){
        .time_ms = ctx->now_ms,
        .queued = true,
        .kind = HISTORY_REDACT,
        .conv = place->conv,
        .msgid = msgid,
        .sender = user->account ? user->fold : "",
        .device = user->account ? ctx->session->device : "",
        .source = source,
        .body = line,
        .tags = "",
    };
    struct redact_job *redact = xnew(struct redact_job);
    redact->target = xstrdup(msg->params[0]);
    redact->msgid = xstrdup(msg->params[1]);
    redact->operates = place->operates;
    job_begin(&redact->job, ctx);
    store_redact(ctx->server->store, &redaction, redacted, redact);
    free(line);
}

/* REDACT <target> <msgid> [:<reason>] */
void cmd_redact(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *target = msg->params[0];
    struct about_place place = {
        .operates = operators_may(ctx_world(ctx)->config, ctx->session, may_redact)};
    if (!about_find(ctx, target, &place))
        refuse_target(ctx, target);
    else if (!about_is_msgid(msg->params[1]))
        refuse(ctx, "UNKNOWN_MSGID", target, "*", unknown);
    else
        submit(ctx, &place, msg);
    free(place.conv);
}
