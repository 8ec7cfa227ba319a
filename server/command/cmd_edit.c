/*
 * Saying better what was said: capability parlor.chat/edit.
 *
 *     C: @+parlor.chat/edit=<msgid> PRIVMSG <target> :<new words>
 *     S: @time=..;msgid=<new>;+parlor.chat/edit=<msgid> :src PRIVMSG <target> :<new words>
 *     S: FAIL EDIT <code> <target> [<msgid> [<seconds>]] :<text>
 *
 * For a NOTICE the same with NOTICE; several lines as a batch of draft/multiline,
 * which has the tag. The author's account may, operators may
 * not; where and how long is as with REDACT, and so are the codes
 * (INVALID_TARGET, UNKNOWN_MSGID, EDIT_FORBIDDEN, EDIT_WINDOW_EXPIRED,
 * STORAGE_ERROR). Sessions without the capability hear a message of its own,
 * "[edited] <new words>".
 *
 * The log keeps one row with its first msgid and time, the new words and the
 * tag parlor.chat/edited=<time of the edit>; beside it the last edit as an
 * entry about it (HISTORY_EDIT), for who has the old words already.
 * IRCv3 has no more than drafts for this (pull request 425: a command of its
 * own): a tag goes with labels, echoes and batches as they are.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "clock.h"
#include "editing.h"
#include "history.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "job.h"
#include "mem.h"
#include "multiline.h"
#include "secret.h"
#include "sending.h"
#include "store_edit.h"
#include "trouble.h"

#define MARK "parlor.chat/edited"

/* Tags that are of the old words. */
static const char *const stale[] = {MARK "=", MULTILINE_JOINTS_TAG "=", SENDING_BOT_TAG, NULL};

static const char action[] = "\1ACTION ";

struct edit_job {
    struct job job;
    const char *command; /* PRIVMSG or NOTICE */
    char *target;        /* as the client calls it; owned */
    char *shown;         /* as others do; owned */
    char *msgid;         /* owned */
    char *joints;        /* as in struct multiline; owned; NULL for none */
    size_t longest;      /* bytes of the longest line or piece */
};

static const char prefix[] = "[edited] ";

static void job_free(struct edit_job *edit)
{
    free(edit->target);
    free(edit->shown);
    free(edit->msgid);
    free(edit->joints);
    free(edit);
}

/* ---- refusals ---- */

static void refuse_target(struct ctx *ctx, const char *target)
{
    reply_standard(ctx, "FAIL", "EDIT", "INVALID_TARGET", target, "You cannot edit messages there",
                   NULL);
}

static void refuse(struct ctx *ctx, const char *code, const char *target, const char *msgid,
                   const char *text)
{
    reply_standard(ctx, "FAIL", "EDIT", code, target, msgid, text, NULL);
}

static void refuse_late(struct ctx *ctx, const struct edit_job *edit)
{
    char window[24];
    snprintf(window, sizeof(window), "%" PRId64, ctx_world(ctx)->config->redact_ms / 1000);
    reply_standard(ctx, "FAIL", "EDIT", "EDIT_WINDOW_EXPIRED", edit->target, edit->msgid, window,
                   "That message is too old to be edited", NULL);
}

static const char unknown[] = "There is no such message";

static void tell_failure(struct ctx *ctx, const struct edit_job *edit, enum store_status status)
{
    const char *target = edit->target;
    const char *msgid = edit->msgid;
    if (status == STORE_MISSING)
        refuse(ctx, "UNKNOWN_MSGID", target, msgid, unknown);
    else if (status == STORE_DAMAGED)
        refuse(ctx, "UNKNOWN_MSGID", target, msgid, "The disk has damaged that message");
    else if (status == STORE_FORBIDDEN)
        refuse(ctx, "EDIT_FORBIDDEN", target, msgid, "That message is not yours");
    else if (status == STORE_LATE)
        refuse_late(ctx, edit);
    else
        refuse(ctx, "STORAGE_ERROR", target, msgid, "Not edited, try again");
}

/* ---- it is in the log: others hear it ---- */

/* A way in which an edit is heard. */
struct way {
    struct irc_msg msg;
    struct multiline lines;
    char *text;   /* owned; NULL: that of the entry */
    char *joints; /* the same */
};

struct heard {
    struct way known; /* by who knows edits */
    struct way plain; /* by all others */
    struct envelope envelope;
};

static void heard_clear(const struct heard *heard)
{
    free(heard->plain.text);
    free(heard->plain.joints);
}

/* Bytes of the longest line that has such a message. */
static size_t line_bytes(const struct irc_msg *msg, size_t longest)
{
    return strlen(":   :\r\n") + strlen(msg->source) + strlen(msg->command) +
           strlen(msg->params[0]) + longest;
}

/* The same joints of a text that has so many bytes more at its begin; to free. */
static char *moved(const char *joints, size_t by)
{
    struct buf out = {0};
    char *end = NULL;
    if (!joints)
        return NULL;
    for (; *joints; joints = *end ? end + 1 : end)
        buf_printf(&out, "%s%zu", out.len > 0 ? "," : "", strtoul(joints, &end, 10) + by);
    return buf_detach(&out);
}

/* Words that fill a line are not cut for it. */
static void make_plain(const struct edit_job *edit, struct heard *heard)
{
    const struct way *known = &heard->known;
    struct way *plain = &heard->plain;
    const char *text = known->lines.text;
    size_t verb = strncmp(text, action, strlen(action)) == 0 ? strlen(action) : 0;
    bool fits = line_bytes(&known->msg, edit->longest) + strlen(prefix) <= IRC_LINE_MAX;
    plain->text = xasprintf("%.*s%s%s", (int)verb, text, fits ? prefix : "", text + verb);
    plain->joints = moved(known->lines.joints, fits ? strlen(prefix) : 0);
    plain->lines = known->lines;
    plain->lines.text = plain->text;
    plain->lines.joints = plain->joints;
    plain->msg = known->msg;
    plain->msg.params[1] = plain->text;
}

static void make_heard(const struct edit_job *edit, const struct store_entry *entry,
                       struct heard *heard)
{
    struct server *server = edit->job.server;
    const struct user *sender = world_user(server->world, entry->sender);
    struct way *known = &heard->known;
    irc_msg_make(&known->msg, entry->source, edit->command, edit->shown, entry->body, NULL);
    known->lines =
        (struct multiline){.text = entry->body, .joints = edit->joints, .msgid = entry->msgid};
    make_plain(edit, heard);
    irc_msg_add_tag(&known->msg, SENDING_EDIT_TAG, edit->msgid);
    heard->envelope = (struct envelope){
        .msgid = entry->msgid,
        .time_ms = entry->time_ms,
        .sender = sender,
        .id = entry->id,
        .device = entry->device,
        .except = world_session(server->world, edit->job.serial),
    };
}

static struct envelope heard_as(const struct heard *heard, const struct way *way)
{
    struct envelope envelope = heard->envelope;
    envelope.msg = &way->msg;
    envelope.lines = multiline_is(&way->lines) ? &way->lines : NULL;
    if (way == &heard->known)
        envelope.caps_needed = IRC_CAP_PARLOR_EDIT | IRC_CAP_MESSAGE_TAGS;
    else
        envelope.caps_unwanted = IRC_CAP_PARLOR_EDIT;
    return envelope;
}

/* The author's other devices, privately: only those that know what to make of a line from
 * themselves. */
static void deliver_plain(struct server *server, const struct store_entry *entry,
                          const struct edit_job *edit, struct envelope envelope)
{
    const struct user *other = world_user(server->world, edit->shown);
    if (irc_is_room(entry->conv)) {
        about_deliver(server, entry->conv, &envelope);
        return;
    }
    if (other && other != envelope.sender)
        deliver_user(server, other, &envelope);
    envelope.caps_needed |= IRC_CAP_ECHO_MESSAGE;
    if (envelope.sender)
        deliver_user(server, envelope.sender, &envelope);
}

static void publish(const struct edit_job *edit, const struct store_entry *entry,
                    const struct heard *heard)
{
    struct server *server = edit->job.server;
    struct envelope envelope = heard_as(heard, &heard->known);
    about_published(server, entry);
    about_deliver(server, entry->conv, &envelope);
    deliver_plain(server, entry, edit, heard_as(heard, &heard->plain));
}

static void echo(struct ctx *ctx, const struct heard *heard)
{
    struct envelope ways[] = {heard_as(heard, &heard->known), heard_as(heard, &heard->plain)};
    for (size_t i = 0; i < 2; i++) {
        ways[i].id = 0;
        ways[i].except = NULL;
        ways[i].caps_needed |= IRC_CAP_ECHO_MESSAGE;
        reply_envelope(ctx, &ways[i]);
    }
}

static void edited(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct edit_job *edit = arg;
    struct ctx ctx;
    struct heard heard = {0};
    if (status == STORE_OK || status == STORE_FAILED)
        trouble_note(edit->job.server, status);
    if (status == STORE_OK) {
        make_heard(edit, entry, &heard);
        publish(edit, entry, &heard);
    }
    if (job_resume(&edit->job, &ctx)) {
        if (status == STORE_OK)
            echo(&ctx, &heard);
        else
            tell_failure(&ctx, edit, status);
        job_end(&ctx);
    }
    heard_clear(&heard);
    job_free(edit);
}

/* ---- asking for it ---- */

/* What a client asks for. */
struct wish {
    const char *command, *target;
    const char *old; /* msgid */
    const struct multiline *words;
    size_t longest;
};

/* "first=value" with, if there are, joints and what its author is; to free. */
static char *make_tags(const struct ctx *ctx, const struct wish *wish, const char *first,
                       const char *value)
{
    struct buf tags = {0};
    buf_printf(&tags, "%s=%s", first, value);
    if (wish->words->joints)
        buf_printf(&tags, ";" MULTILINE_JOINTS_TAG "=%s", wish->words->joints);
    if (ctx_user(ctx)->bot)
        buf_puts(&tags, ";" SENDING_BOT_TAG);
    return buf_detach(&tags);
}

static struct edit_job *job_new(const struct wish *wish, const struct about_place *place)
{
    struct edit_job *edit = xnew(struct edit_job);
    edit->command = wish->command;
    edit->target = xstrdup(wish->target);
    edit->shown = xstrdup(place->shown);
    edit->msgid = xstrdup(wish->old);
    edit->joints = xstrdup(wish->words->joints);
    edit->longest = wish->longest;
    return edit;
}

static void submit(struct ctx *ctx, const struct about_place *place, const struct wish *wish)
{
    const struct user *user = ctx_user(ctx);
    bool is_notice = strcmp(wish->command, "NOTICE") == 0;
    char source[USER_SOURCE_SIZE];
    char msgid[SECRET_MSGID_SIZE];
    char iso[CLOCK_ISO_SIZE];
    secret_make_msgid(ctx->now_ms, msgid);
    clock_format_iso(ctx->now_ms, iso);
    char *mark = make_tags(ctx, wish, MARK, iso);
    char *tags = make_tags(ctx, wish, SENDING_EDIT_TAG, wish->old);
    struct store_edit asked = {
        .msgid = wish->old,
        .kind = is_notice ? HISTORY_NOTICE : HISTORY_PRIVMSG,
        .member = place->member,
        .not_before = place->not_before,
        .own_since = ctx->now_ms - ctx_world(ctx)->config->redact_ms,
        .body = wish->words->text,
        .mark = mark,
        .stale = stale,
        .event = {.time_ms = ctx->now_ms,
                  .queued = true,
                  .kind = is_notice ? HISTORY_EDIT_NOTICE : HISTORY_EDIT,
                  .conv = place->conv,
                  .msgid = msgid,
                  .sender = user->account ? user->fold : "",
                  .device = user->account ? ctx->session->device : "",
                  .source = user_source(user, source, sizeof(source)),
                  .body = wish->words->text,
                  .tags = tags},
    };
    struct edit_job *edit = job_new(wish, place);
    job_begin(&edit->job, ctx);
    store_edit(ctx->server->store, &asked, edited, edit);
    free(mark);
    free(tags);
}

/* Who may not speak there now does not do so by old messages either. */
static bool may_speak(struct ctx *ctx, const struct about_place *place)
{
    const struct room *room =
        irc_is_room(place->conv) ? world_room(ctx_world(ctx), place->conv) : NULL;
    return !room || room_may_speak(room, ctx_user(ctx));
}

/* Questions from client to client (CTCP) are no words. */
static bool is_words(const char *text)
{
    return text[0] != '\1' || strncmp(text, action, strlen(action)) == 0;
}

/* True if no line is longer than one may be, or 417. */
static bool fits(struct ctx *ctx, const struct about_place *place, const struct wish *wish)
{
    char source[USER_SOURCE_SIZE];
    struct irc_msg line;
    irc_msg_make(&line, user_source(ctx_user(ctx), source, sizeof(source)), wish->command,
                 place->shown, NULL);
    if (line_bytes(&line, wish->longest) <= IRC_LINE_MAX)
        return true;
    reply_plain(ctx, ERR_INPUTTOOLONG);
    return false;
}

void edit_message(struct ctx *ctx, const char *command, const struct irc_msg *msg,
                  const struct multiline *words, size_t longest)
{
    const char *target = msg->params[0];
    const char *old = irc_msg_tag(msg, SENDING_EDIT_TAG);
    const struct wish wish = {command, target, old, words, longest};
    struct about_place place = {0};
    if (!about_find(ctx, target, &place))
        refuse_target(ctx, target);
    else if (!about_is_msgid(old))
        refuse(ctx, "UNKNOWN_MSGID", target, "*", unknown);
    else if (!may_speak(ctx, &place))
        refuse(ctx, "EDIT_FORBIDDEN", target, old, "You may not speak there");
    else if (!is_words(words->text))
        refuse(ctx, "EDIT_FORBIDDEN", target, old, "Those are no words");
    else if (fits(ctx, &place, &wish))
        submit(ctx, &place, &wish);
    free(place.conv);
}
