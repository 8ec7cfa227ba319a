#include "sending.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "clock.h"
#include "history.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "job.h"
#include "mem.h"
#include "reply.h"
#include "secret.h"

/* R16: how often a sender is told that the same person is away. */
#define TOLD_MS 600000

enum fate { FATE_LIVE, FATE_STORED, FATE_REFUSED };

struct target {
    struct sending *sending;
    enum fate fate;
    enum store_status status; /* of what was to be stored */
    char *shown;              /* the message's first parameter; owned */
    char *fold;               /* to find it again; owned */
    unsigned ranks;           /* who of a room; 0: all */
    bool is_room;
    enum irc_num num; /* of a refusal */
    const char *why;
    char msgid[SECRET_MSGID_SIZE];
    int64_t time_ms;
    uint64_t id; /* 0 while not stored */
};

struct sending {
    struct job job;             /* first */
    struct sending *next;       /* said later by the same session, waits behind this */
    const struct user *account; /* the sender; NULL for a guest, who may go meanwhile */
    char *device;               /* owned */
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg; /* all but the first parameter */
    char *tags;         /* as in a line, "" for none; owned */
    char *parsed;       /* what msg's tags point into; owned */
    char *text;         /* owned */
    int pending;        /* targets that wait for the disk */
    size_t n;
    struct target targets[SENDING_TARGETS_MAX];
};

/* ---- building ---- */

/* The client's own tags as they stand in a line; to free. */
static char *own_tags(const struct irc_msg *msg)
{
    struct irc_msg bare;
    struct buf line = {0};
    irc_msg_make(&bare, NULL, "X", NULL);
    for (size_t i = 0; i < msg->ntags; i++) {
        if (msg->tags[i].key[0] == '+')
            irc_msg_add_tag(&bare, msg->tags[i].key, msg->tags[i].value);
    }
    if (bare.ntags == 0 || irc_msg_write(&bare, &line) < 0)
        return xstrdup("");
    buf_consume(&line, strlen("@"));
    buf_truncate(&line, line.len - strlen(" X\r\n"));
    return buf_detach(&line);
}

static void take_tags(struct sending *sending, const struct irc_msg *msg)
{
    sending->tags = own_tags(msg);
    if (*sending->tags) {
        sending->parsed = xasprintf("@%s X", sending->tags);
        irc_msg_parse(&sending->msg, sending->parsed);
    }
}

struct sending *sending_new(struct ctx *ctx, const char *command, const struct irc_msg *msg,
                            const char *text)
{
    const struct user *user = ctx_user(ctx);
    struct sending *sending = xnew(struct sending);
    sending->job.server = ctx->server;
    sending->account = user->account ? user : NULL;
    sending->device = xstrdup(user->account ? ctx->session->device : "");
    take_tags(sending, msg);
    sending->text = xstrdup(text);
    sending->msg.source = user_source(user, sending->source, sizeof(sending->source));
    sending->msg.command = command;
    sending->msg.params[1] = sending->text;
    sending->msg.nparams = text ? 2 : 1;
    return sending;
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

void sending_add_user(struct sending *sending, const struct user *user, bool stored)
{
    struct target *target = add(sending, stored ? FATE_STORED : FATE_LIVE, user->name);
    target->fold = xstrdup(user->fold);
}

void sending_add_refusal(struct sending *sending, const char *target, enum irc_num num,
                         const char *why)
{
    struct target *refused = add(sending, FATE_REFUSED, target);
    refused->num = num;
    refused->why = why;
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
    free(sending->text);
    free(sending);
}

/* ---- delivering ---- */

static struct envelope envelope_of(struct target *target)
{
    struct sending *sending = target->sending;
    sending->msg.params[0] = target->shown;
    struct envelope envelope = {
        .msg = &sending->msg,
        .msgid = target->msgid,
        .time_ms = target->time_ms,
        .sender = sending->account,
        .caps_needed = sending->text ? 0 : IRC_CAP_MESSAGE_TAGS,
        .id = target->id,
    };
    return envelope;
}

static void deliver_ranks(struct server *server, const struct room *room, unsigned ranks,
                          const struct envelope *envelope)
{
    const struct member *member = NULL;
    DL_FOREACH2(room->members, member, room_next)
    {
        if (member->ranks & ranks)
            deliver_user(server, member->user, envelope);
    }
}

/* Returns whether the sender was among them. */
static bool deliver_to_room(struct target *target, const struct envelope *envelope)
{
    struct server *server = target->sending->job.server;
    const struct user *sender = target->sending->account;
    struct room *room = world_room(server->world, target->fold);
    if (!room)
        return false;

    if (room->last_ms < target->time_ms)
        room->last_ms = target->time_ms;
    if (target->ranks)
        deliver_ranks(server, room, target->ranks, envelope);
    else
        deliver_room(server, room, envelope);
    const struct member *own = sender ? room_member(room, sender) : NULL;
    return own && (!target->ranks || (own->ranks & target->ranks));
}

/* To oneself it comes even where it was sent from (2.5). Returns whether the sender got it. */
static bool deliver_to_user(struct target *target, struct envelope *envelope)
{
    struct server *server = target->sending->job.server;
    const struct user *user = world_user(server->world, target->fold);
    if (!user)
        return false;
    if (envelope->except && envelope->except->user == user)
        envelope->except = NULL;
    deliver_user(server, user, envelope);
    return user == target->sending->account;
}

/* The sender's other devices see what was said, too: privately said, only those that know what to
 * make of a line from themselves. */
static void mirror(struct target *target, struct envelope *envelope)
{
    const struct sending *sending = target->sending;
    if (!sending->account)
        return;
    if (!target->is_room)
        envelope->caps_needed |= IRC_CAP_ECHO_MESSAGE;
    deliver_user(sending->job.server, sending->account, envelope);
}

static void publish(struct target *target, const struct session *from)
{
    struct envelope envelope = envelope_of(target);
    envelope.except = from;
    bool mirrored =
        target->is_room ? deliver_to_room(target, &envelope) : deliver_to_user(target, &envelope);
    if (!mirrored)
        mirror(target, &envelope);
}

/* ---- answering ---- */

static void refuse(struct ctx *ctx, const struct target *target)
{
    const char *text = target->why ? target->why : irc_num_text(target->num);
    if (target->num == ERR_INPUTTOOLONG)
        reply_plain(ctx, target->num);
    else if (strcmp(target->sending->msg.command, "NOTICE") != 0)
        reply_text(ctx, target->num, target->shown, "%s", text);
    else if (ctx->session->caps & IRC_CAP_STANDARD_REPLIES)
        reply_standard(ctx, "FAIL", "NOTICE", "INVALID_TARGET", target->shown, text, NULL);
}

/* R4 */
static void tell_failure(struct ctx *ctx, const struct target *target)
{
    static const char text[] = "Not accepted, try again";
    const char *command = target->sending->msg.command;
    if (ctx->session->caps & IRC_CAP_STANDARD_REPLIES)
        reply_standard(ctx, "FAIL", command, "STORAGE_ERROR", target->shown, text, NULL);
    else if (strcmp(command, "NOTICE") != 0)
        reply_text(ctx, target->is_room ? ERR_CANNOTSENDTOCHAN : ERR_CANNOTSENDTOUSER,
                   target->shown, "%s", text);
}

static void tell_offline(struct ctx *ctx, const struct user *user)
{
    char since[CLOCK_ISO_SIZE];
    struct stamps *told = &ctx->session->told;
    int64_t told_ms = stamps_get(told, user->fold);
    if (!ctx->session->label && told_ms >= 0 && ctx->mono_ms - told_ms < TOLD_MS)
        return;
    stamps_set(told, user->fold, ctx->mono_ms);
    clock_format_iso(user->last_seen_ms, since);
    reply_text(ctx, RPL_AWAY, user->name, "offline since %s, message stored", since);
}

/* R16 */
static void tell_absence(struct ctx *ctx, const struct target *target)
{
    const struct user *user = world_user(ctx_world(ctx), target->fold);
    if (!user || user == ctx_user(ctx) || strcmp(target->sending->msg.command, "PRIVMSG") != 0)
        return;
    if (target->id && !user->sessions)
        tell_offline(ctx, user);
    else if (user->away)
        reply(ctx, RPL_AWAY, user->name, user->away);
}

static void answer_target(struct ctx *ctx, struct target *target)
{
    if (target->fate == FATE_REFUSED) {
        refuse(ctx, target);
        return;
    }
    if (target->status != STORE_OK) {
        tell_failure(ctx, target);
        return;
    }
    /* Catching up or not: what one has said oneself is never replayed to the same device. */
    struct envelope echo = envelope_of(target);
    echo.id = 0;
    echo.caps_needed |= IRC_CAP_ECHO_MESSAGE;
    reply_envelope(ctx, &echo);
    if (!target->is_room)
        tell_absence(ctx, target);
}

static void answer(struct ctx *ctx, struct sending *sending)
{
    for (size_t i = 0; i < sending->n; i++)
        answer_target(ctx, &sending->targets[i]);
}

/* ---- on the way ---- */

static void give_id(struct target *target, int64_t now_ms)
{
    target->time_ms = now_ms;
    secret_make_msgid(now_ms, target->msgid);
}

static void publish_live(struct sending *sending, const struct session *from)
{
    for (size_t i = 0; i < sending->n; i++) {
        if (sending->targets[i].fate == FATE_LIVE)
            publish(&sending->targets[i], from);
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
        answer(&ctx, sending);
        job_end(&ctx);
    }
    sending_free(sending);
}

static void committed(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct target *target = arg;
    struct sending *sending = target->sending;
    struct world *world = sending->job.server->world;
    target->status = status;
    if (status == STORE_OK) {
        target->id = world->published = entry->id;
        target->time_ms = entry->time_ms;
        publish(target, world_session(world, sending->job.serial));
    }
    sending->pending--;
    while (sending && sending->pending == 0) {
        struct sending *next = sending->next;
        conclude(sending);
        sending = next;
    }
}

static void append(struct server *server, struct target *target)
{
    struct sending *sending = target->sending;
    const char *sender = sending->account ? sending->account->fold : "";
    bool is_notice = strcmp(sending->msg.command, "NOTICE") == 0;
    char *conv = target->is_room ? xstrdup(target->fold) : history_pair(sender, target->fold);
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
    };
    store_append(server->store, &entry, committed, target);
    free(conv);
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
    answer(ctx, sending);
    sending_free(sending);
}
