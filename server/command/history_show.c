/* Entries of the log as lines again. */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "history.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "multiline.h"
#include "reply.h"
#include "utf8.h"

/* "[2026-11-20 18:04] " with NUL. */
#define STAMP_SIZE 20

static bool is_edit(const struct store_entry *entry)
{
    return entry->kind == HISTORY_EDIT || entry->kind == HISTORY_EDIT_NOTICE;
}

static bool is_message(const struct store_entry *entry)
{
    return entry->kind == HISTORY_PRIVMSG || entry->kind == HISTORY_NOTICE || is_edit(entry);
}

static bool is_notice(const struct store_entry *entry)
{
    return entry->kind == HISTORY_NOTICE || entry->kind == HISTORY_EDIT_NOTICE;
}

/* ---- tags ---- */

/* The tags that the session gets, before those that its sender gave (which msg has now). */
static void put_tags(const struct ctx *ctx, const struct store_entry *entry, const char *batch,
                     char iso[CLOCK_ISO_SIZE], struct irc_msg *msg)
{
    const struct user *sender = *entry->sender ? world_user(ctx_world(ctx), entry->sender) : NULL;
    const uint64_t caps = ctx->session->caps;
    const struct irc_msg given = *msg;
    msg->ntags = 0;
    if (batch)
        irc_msg_add_tag(msg, "batch", batch);
    if (caps & IRC_CAP_SERVER_TIME) {
        clock_format_iso(entry->time_ms, iso);
        irc_msg_add_tag(msg, "time", iso);
    }
    if (caps & IRC_CAP_MESSAGE_TAGS)
        irc_msg_add_tag(msg, "msgid", entry->msgid);
    if (sender && (caps & IRC_CAP_ACCOUNT_TAG))
        irc_msg_add_tag(msg, "account", sender->name);
    for (size_t i = 0; (caps & IRC_CAP_MESSAGE_TAGS) && i < given.ntags; i++) {
        if (strcmp(given.tags[i].key, MULTILINE_JOINTS_TAG) != 0)
            irc_msg_add_tag(msg, given.tags[i].key, given.tags[i].value);
    }
}

/* ---- text with the time before it, for clients that show no other (R10) ---- */

static void stamp(const struct store_entry *entry, char out[STAMP_SIZE])
{
    char iso[CLOCK_ISO_SIZE];
    clock_format_iso(entry->time_ms, iso);
    memcpy(out, "[YYYY-MM-DD hh:mm] ", STAMP_SIZE);
    memcpy(out + 1, iso, strlen("YYYY-MM-DD"));
    memcpy(out + strlen("[YYYY-MM-DD "), iso + strlen("YYYY-MM-DDT"), strlen("hh:mm"));
}

static const char action[] = "\1ACTION ";

/* Bytes of text that a line of this message may still have. */
static size_t text_room(const struct irc_msg *msg, bool is_action)
{
    size_t taken = strlen(":  :") + 1 + strlen(msg->source) + strlen(msg->command) +
                   strlen(msg->params[0]) + STAMP_SIZE - 1 + strlen("\r\n");
    return IRC_LINE_MAX - taken - (is_action ? sizeof(action) : 0);
}

/* With the time, what filled a line before may need two. */
static void show_stamped(struct ctx *ctx, struct irc_msg *msg, const struct store_entry *entry)
{
    char when[STAMP_SIZE];
    const char *text = msg->params[1];
    bool is_action = strncmp(text, action, strlen(action)) == 0;
    if (is_action)
        text += strlen(action);
    size_t len = is_action ? strcspn(text, "\1") : strlen(text);
    size_t room = text_room(msg, is_action);
    stamp(entry, when);
    do {
        size_t piece = utf8_cut_bytes(text, len, room);
        if (piece == 0)
            piece = len < room ? len : room;
        char *line = xasprintf("%s%s%.*s%s", is_action ? action : "", when, (int)piece, text,
                               is_action ? "\1" : "");
        msg->params[1] = line;
        reply_msg(ctx, msg);
        free(line);
        text += piece;
        len -= piece;
    } while (len > 0);
}

/* ---- entries ---- */

/* Who it was for, as this session calls it now. */
static const char *target_of(const struct ctx *ctx, const struct store_entry *entry)
{
    const struct user *user = ctx_user(ctx);
    if (irc_is_room(entry->conv) || strcmp(entry->conv, STORE_EVERYBODY) == 0 ||
        strcmp(entry->sender, user->fold) == 0)
        return history_name(ctx_world(ctx), entry->conv, user);
    return user->name;
}

/* The entry as a line to parse, without source; to free. */
static char *line_of(const struct store_entry *entry)
{
    const char *at = *entry->tags ? "@" : "";
    const char *space = *entry->tags ? " " : "";
    const char *body = entry->body;
    if (is_message(entry))
        body = is_notice(entry) ? "NOTICE" : "PRIVMSG";
    return xasprintf("%s%s%s%s", at, entry->tags, space, body);
}

/* What is said while a session catches up comes from the log too, but is news. */
static bool needs_stamp(const struct session *session, const struct store_entry *entry)
{
    const struct replay *replay = &session->replay;
    bool news = replay->running && entry->id > replay->waited;
    return is_message(entry) && !(session->caps & IRC_CAP_SERVER_TIME) && !news;
}

static void show_line(struct ctx *ctx, struct irc_msg *msg, const struct store_entry *entry,
                      bool stamps)
{
    if (stamps)
        show_stamped(ctx, msg, entry);
    else
        reply_msg(ctx, msg);
}

/* Of a message that has only one, that. */
static void show_lines(struct ctx *ctx, struct irc_msg *msg, const struct store_entry *entry,
                       const char *joints)
{
    const struct multiline lines = {.text = entry->body, .joints = joints, .msgid = entry->msgid};
    bool stamps = needs_stamp(ctx->session, entry);
    struct multiline_walk walk;
    if (!multiline_is(&lines)) {
        show_line(ctx, msg, entry, stamps);
        return;
    }
    multiline_begin(&walk, msg, &lines, stamps ? 0 : ctx->session->caps);
    while (multiline_next(&walk))
        show_line(ctx, &walk.line, entry, stamps);
    multiline_end(&walk);
}

static void show(struct ctx *ctx, const struct store_entry *entry, const char *batch)
{
    char iso[CLOCK_ISO_SIZE];
    struct irc_msg msg;
    char *line = line_of(entry);
    if (irc_msg_parse(&msg, line) == 0) {
        const char *joints = irc_msg_tag(&msg, MULTILINE_JOINTS_TAG);
        put_tags(ctx, entry, batch, iso, &msg);
        msg.source = entry->source;
        if (is_message(entry)) {
            msg.params[0] = target_of(ctx, entry);
            msg.params[1] = entry->body;
            msg.nparams = 2;
        }
        if (entry->kind == HISTORY_REDACT || entry->kind == HISTORY_REACT)
            msg.params[0] = target_of(ctx, entry);
        if (entry->kind == HISTORY_JOIN && !(ctx->session->caps & IRC_CAP_EXTENDED_JOIN))
            msg.nparams = 1;
        if (is_message(entry))
            show_lines(ctx, &msg, entry, joints);
        else
            reply_msg(ctx, &msg);
    }
    free(line);
}

void history_show(struct ctx *ctx, const struct store_entry *entries, size_t n, const char *batch)
{
    for (size_t i = 0; i < n; i++) {
        bool erased = is_edit(&entries[i]) && !*entries[i].body;
        if (!erased)
            show(ctx, &entries[i], batch);
    }
}
