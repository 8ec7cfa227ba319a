#include "sending.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "mailbox.h"
#include "mem.h"
#include "reactions.h"
#include "sending_private.h"
#include "trouble.h"
#include "uploads.h"

/* ---- building ---- */

/* The client's own tags, and what it is, as they stand in a line; to free. An edit comes another
 * way (cmd_edit.c). */
static char *own_tags(const struct user *user, const struct irc_msg *msg)
{
    struct irc_msg bare;
    struct buf line = {0};
    irc_msg_make(&bare, NULL, "X", NULL);
    if (user->bot)
        irc_msg_add_tag(&bare, SENDING_BOT_TAG, "");
    for (size_t i = 0; i < msg->ntags; i++) {
        if (msg->tags[i].key[0] == '+' && strcmp(msg->tags[i].key, SENDING_EDIT_TAG) != 0)
            irc_msg_add_tag(&bare, msg->tags[i].key, msg->tags[i].value);
    }
    if (bare.ntags == 0 || irc_msg_write(&bare, &line) < 0)
        return xstrdup("");
    buf_consume(&line, strlen("@"));
    buf_truncate(&line, line.len - strlen(" X\r\n"));
    return buf_detach(&line);
}

static void take_tags(struct sending *sending, const struct user *user, const struct irc_msg *msg)
{
    struct irc_msg own;
    sending->tags = own_tags(user, msg);
    if (!*sending->tags)
        return;
    sending->parsed = xasprintf("@%s X", sending->tags);
    irc_msg_parse(&own, sending->parsed);
    sending->nown = own.ntags;
    sending->own = xreallocarray(NULL, own.ntags, sizeof(*own.tags));
    memcpy(sending->own, own.tags, own.ntags * sizeof(*own.tags));
}

struct sending *sending_new(struct ctx *ctx, const char *command, const struct irc_msg *msg,
                            const char *text)
{
    struct user *user = ctx_user(ctx);
    struct sending *sending = xnew(struct sending);
    sending->job.server = ctx->server;
    sending->account = user->account ? user : NULL;
    sending->device = xstrdup(user->account ? ctx->session->device : "");
    take_tags(sending, user, msg);
    sending->text = xstrdup(text);
    if (text && user->account)
        sending->idem = xstrdup(irc_msg_tag(msg, SENDING_IDEM_TAG));
    user_source(user, sending->source, sizeof(sending->source));
    sending->command = command;
    return sending;
}

/* The log keeps the joints among the tags. */
void sending_set_lines(struct sending *sending, const struct multiline *lines)
{
    sending->is_lines = multiline_is(lines);
    sending->joints = xstrdup(lines->joints);
    if (!lines->joints)
        return;
    char *tags = xasprintf("%s%s" MULTILINE_JOINTS_TAG "=%s", sending->tags,
                           *sending->tags ? ";" : "", lines->joints);
    free(sending->tags);
    sending->tags = tags;
}

static struct target *add(struct sending *sending, enum fate fate, const char *shown)
{
    struct target *target = &sending->targets[sending->n++];
    target->sending = sending;
    target->fate = fate;
    target->shown = xstrdup(shown);
    return target;
}

void sending_add_room(struct sending *sending, const struct room *room, const char *shown,
                      unsigned ranks, bool stored)
{
    struct target *target = add(sending, stored ? FATE_STORED : FATE_LIVE, shown);
    target->fold = xstrdup(room->fold);
    target->ranks = ranks;
    target->is_room = true;
}

void sending_add_refusal(struct sending *sending, const char *target, enum irc_num num,
                         const char *why)
{
    struct target *refused = add(sending, FATE_REFUSED, target);
    refused->num = num;
    refused->why = why;
}

static void refuse_full(struct target *target)
{
    target->fate = FATE_REFUSED;
    target->num = ERR_CANNOTSENDTOUSER;
    target->code = "MAILBOX_FULL";
    target->why = "Too much waits for them already: try again later";
}

/* What a message counts in a mailbox. */
static size_t mail_bytes(const struct sending *sending)
{
    return strlen(sending->text) + strlen(sending->tags);
}

/* What was said before needs no room: where there is a key, the store knows. */
void sending_add_user(struct sending *sending, struct user *user, bool stored)
{
    struct server *server = sending->job.server;
    struct target *target = add(sending, stored ? FATE_STORED : FATE_LIVE, user->name);
    target->fold = xstrdup(user->fold);
    if (!stored || user->sessions || !sending->text)
        return;
    target->is_mail = mailbox_take(server, sending->account, user, mail_bytes(sending));
    target->is_full = !target->is_mail;
    if (target->is_full && !sending->idem)
        refuse_full(target);
}

static void sending_free(struct sending *sending)
{
    for (size_t i = 0; i < sending->n; i++) {
        free(sending->targets[i].shown);
        free(sending->targets[i].fold);
    }
    free(sending->device);
    free(sending->tags);
    free(sending->parsed);
    free(sending->own);
    free(sending->text);
    free(sending->joints);
    free(sending->idem);
    free(sending);
}

/* ---- on the way ---- */

char *sending_conv(const struct target *target)
{
    const struct user *account = target->sending->account;
    if (target->is_room)
        return xstrdup(target->fold);
    return history_pair(account ? account->fold : "", target->fold);
}

/* In one room no time is before the last. */
static void give_id(struct target *target, int64_t now_ms)
{
    const struct world *world = target->sending->job.server->world;
    const struct room *room = target->is_room ? world_room(world, target->fold) : NULL;
    target->time_ms = room && room->last_ms > now_ms ? room->last_ms : now_ms;
    secret_make_msgid(target->time_ms, target->msgid);
}

static void publish_live(struct sending *sending, const struct session *from)
{
    for (size_t i = 0; i < sending->n; i++) {
        if (sending->targets[i].fate == FATE_LIVE)
            sending_publish(&sending->targets[i], from);
    }
}

static void conclude(struct sending *sending)
{
    struct ctx ctx;
    struct session *from = world_session(sending->job.server->world, sending->job.serial);
    if (from && from->sending == sending)
        from->sending = NULL;
    publish_live(sending, from);
    if (job_resume(&sending->job, &ctx)) {
        sending_answer(&ctx, sending);
        job_end(&ctx);
    }
    sending_free(sending);
}

/* The mailbox for which it was taken room, as it is now. */
static void settle_mail(struct target *target)
{
    struct sending *sending = target->sending;
    struct user *to = world_user(sending->job.server->world, target->fold);
    if (!target->is_mail || !to)
        return;
    if (target->status == STORE_OK)
        mailbox_keep(sending->job.server, sending->account, to, target->id);
    else
        mail_remove(sending->account, to, mail_bytes(sending));
}

/* It is said already: then as it was then. */
static void take_place(struct target *target, const struct store_entry *entry)
{
    target->id = entry->id;
    target->time_ms = entry->time_ms;
    if (target->status != STORE_REPEATED)
        return;
    char *conv = sending_conv(target);
    target->is_elsewhere = strcmp(conv, entry->conv) != 0;
    snprintf(target->msgid, sizeof(target->msgid), "%s", entry->msgid);
    free(conv);
}

static void conclude_ready(struct sending *sending)
{
    while (sending && sending->pending == 0) {
        struct sending *next = sending->next;
        conclude(sending);
        sending = next;
    }
}

/* What it announces goes when it is taken back. */
static void note_uploads(const struct target *target, const struct store_entry *entry)
{
    const struct sending *sending = target->sending;
    const struct upload_message message = {
        .account = sending->account ? sending->account->fold : NULL,
        .conv = entry->conv,
        .msgid = target->msgid,
        .text = sending->text,
    };
    uploads_note_message(sending->job.server, &message);
}

void sending_unstored(struct target *target)
{
    struct sending *sending = target->sending;
    sending_publish(target, world_session(sending->job.server->world, sending->job.serial));
    sending->pending--;
    conclude_ready(sending);
}

void sending_committed(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct target *target = arg;
    struct sending *sending = target->sending;
    struct world *world = sending->job.server->world;
    target->status = status;
    trouble_note(sending->job.server, status);
    if (status == STORE_OK || status == STORE_REPEATED)
        take_place(target, entry);
    else if (target->is_full && status == STORE_MISSING)
        refuse_full(target);
    settle_mail(target);
    if (status == STORE_OK) {
        history_published(world, entry);
        if (sending->text)
            note_uploads(target, entry);
        sending_publish(target, world_session(world, sending->job.serial));
    }
    sending->pending--;
    conclude_ready(sending);
}

/* One key may stand for several messages: to each its own. */
static char *idem_of(const struct target *target)
{
    const struct sending *sending = target->sending;
    if (!sending->idem || sending->n == 1)
        return xstrdup(sending->idem);
    return xasprintf("%s\n%zu", sending->idem, (size_t)(target - sending->targets));
}

static void append(struct server *server, struct target *target)
{
    struct sending *sending = target->sending;
    if (!sending->text) {
        reactions_store(server, target);
        return;
    }
    const char *sender = sending->account ? sending->account->fold : "";
    bool is_notice = strcmp(sending->command, "NOTICE") == 0;
    char *conv = sending_conv(target);
    char *idem = idem_of(target);
    struct store_entry entry = {
        .time_ms = target->time_ms,
        .queued = true,
        .kind = is_notice ? HISTORY_NOTICE : HISTORY_PRIVMSG,
        .conv = conv,
        .msgid = target->msgid,
        .sender = sender,
        .device = sending->device,
        .source = sending->source,
        .body = sending->text,
        .tags = sending->tags,
        .idem = idem,
        .known_only = target->is_full,
    };
    store_append(server->store, &entry, sending_committed, target);
    free(conv);
    free(idem);
}

/* Behind what this session has said before. */
static void queue(struct ctx *ctx, struct sending *sending)
{
    struct session *session = ctx->session;
    job_follow(&sending->job, ctx);
    if (session->sending)
        session->sending->next = sending;
    session->sending = sending;
    for (size_t i = 0; i < sending->n; i++) {
        if (sending->targets[i].fate == FATE_STORED)
            append(ctx->server, &sending->targets[i]);
    }
}

void sending_go(struct ctx *ctx, struct sending *sending)
{
    for (size_t i = 0; i < sending->n; i++) {
        give_id(&sending->targets[i], ctx->now_ms);
        sending->pending += sending->targets[i].fate == FATE_STORED;
    }
    if (sending->pending > 0 || ctx->session->sending) {
        queue(ctx, sending);
        return;
    }
    publish_live(sending, ctx->session);
    sending_answer(ctx, sending);
    sending_free(sending);
}
