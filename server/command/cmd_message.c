/* PRIVMSG NOTICE TAGMSG AWAY */
#include <stdlib.h>
#include <string.h>

#include "bans.h"
#include "command.h"
#include "editing.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "isupport.h"
#include "mem.h"
#include "monitor.h"
#include "multiline_in.h"
#include "named.h"
#include "persist.h"
#include "reactions.h"
#include "reply.h"
#include "sending.h"
#include "services.h"
#include "utf8.h"

/* IRCv3 typing: once per target in this time (server.md, 2.12). */
#define TYPING_MS 3000

/* What is being said, while its targets are found. */
struct saying {
    struct ctx *ctx;
    struct sending *sending;
    const char *command;
    const char *text; /* NULL for a TAGMSG */
    size_t longest;   /* bytes of it that one line must hold */
    bool stored;      /* as far as its nature goes */
    bool typing;
};

/* Questions from client to client (CTCP) are for those who are here; ACTION is talk. */
static bool is_talk(const char *text)
{
    return text[0] != '\1' || strncmp(text, "\1ACTION ", strlen("\1ACTION ")) == 0;
}

/* What somebody wrote is never cut: the line must fit as others get it. */
static bool fits(const struct saying *saying, const char *shown)
{
    char source[USER_SOURCE_SIZE];
    user_source(ctx_user(saying->ctx), source, sizeof(source));
    size_t text_len = saying->text ? strlen(" :") + saying->longest : 0;
    return strlen(":  ") + strlen(source) + strlen(saying->command) + strlen(shown) + text_len +
               strlen("\r\n") <=
           IRC_LINE_MAX;
}

/* True if this target was told of typing just now; the rest is dropped silently. */
static bool types_too_often(const struct saying *saying, const char *fold)
{
    struct stamps *typed = &saying->ctx->session->typed;
    int64_t typed_ms = stamps_get(typed, fold);
    if (!saying->typing)
        return false;
    if (typed_ms >= 0 && saying->ctx->mono_ms - typed_ms < TYPING_MS)
        return true;
    stamps_set(typed, fold, saying->ctx->mono_ms);
    return false;
}

/* ---- to a room ---- */

/* "@#tea" is for ops and owners, and so on; 0 for a plain name. */
static unsigned ranks_of(char prefix)
{
    switch (prefix) {
    case '~': return RANK_OWNER;
    case '@': return RANK_OWNER | RANK_OP;
    case '+': return RANK_OWNER | RANK_OP | RANK_VOICE;
    default: return 0;
    }
}

static void say_to_room(struct saying *saying, const char *name)
{
    const struct user *user = ctx_user(saying->ctx);
    unsigned ranks = ranks_of(name[0]);
    const struct room *room = world_room(ctx_world(saying->ctx), ranks ? name + 1 : name);
    if (!room || !named_room_is_seen(room, user)) {
        sending_add_refusal(saying->sending, name, ERR_NOSUCHCHANNEL, NULL);
        return;
    }
    if (!room_may_speak(room, user)) {
        sending_add_refusal(saying->sending, room->name, ERR_CANNOTSENDTOCHAN, NULL);
        return;
    }
    char *ranked = ranks ? xasprintf("%c%s", name[0], room->name) : NULL;
    const char *shown = ranked ? ranked : room->name;
    if (!fits(saying, shown))
        sending_add_refusal(saying->sending, shown, ERR_INPUTTOOLONG, NULL);
    else if (!types_too_often(saying, room->fold))
        sending_add_room(saying->sending, room, shown, ranks, saying->stored && !ranks);
    free(ranked);
}

/* ---- to somebody ---- */

static void say_to_user(struct saying *saying, const char *name)
{
    const struct user *user = ctx_user(saying->ctx);
    struct user *other = world_user(ctx_world(saying->ctx), name);
    bool stored = saying->stored && other && other->account && user->account;
    bool is_missed = saying->text && !stored && other && !other->sessions;
    if (!other || other->erasing || (is_missed && !saying->stored))
        sending_add_refusal(saying->sending, name, ERR_NOSUCHNICK, NULL);
    else if (is_missed)
        sending_add_refusal(saying->sending, other->name, ERR_CANNOTSENDTOUSER,
                            "They are offline: log in to leave messages");
    else if (!fits(saying, other->name))
        sending_add_refusal(saying->sending, other->name, ERR_INPUTTOOLONG, NULL);
    else if (!types_too_often(saying, other->fold))
        sending_add_user(saying->sending, other, stored);
}

/* ---- targets ---- */

static void say_to(struct saying *saying, const char *name)
{
    if (name[ranks_of(name[0]) ? 1 : 0] == '#')
        say_to_room(saying, name);
    else if (service_is(name))
        sending_add_refusal(saying->sending, name, ERR_CANNOTSENDTOUSER, "Speak to it alone");
    else
        say_to_user(saying, name);
}

static void say(struct saying *saying, const struct irc_msg *msg)
{
    struct ctx *ctx = saying->ctx;
    char *names = xstrdup(msg->params[0]);
    char *rest = names;
    saying->sending = sending_new(ctx, saying->command, msg, saying->text);
    size_t n = 0;
    for (char *name = NULL; (name = strsep(&rest, ","));) {
        if (*name && n++ < SENDING_TARGETS_MAX)
            say_to(saying, name);
    }
    sending_go(ctx, saying->sending);
    free(names);
}

static size_t count_targets(const char *names)
{
    size_t n = 1;
    for (const char *comma = strchr(names, ','); comma; comma = strchr(comma + 1, ','))
        n++;
    return n;
}

/* What people tell a service is secret: only its speaker gets it back, to know that it arrived. */
static void say_to_service(struct ctx *ctx, const struct irc_msg *msg)
{
    struct irc_msg echo;
    char source[USER_SOURCE_SIZE];
    user_source(ctx_user(ctx), source, sizeof(source));
    irc_msg_make(&echo, source, "PRIVMSG", msg->params[0], msg->params[1], NULL);
    struct envelope envelope = {.msg = &echo,
                                .time_ms = ctx->now_ms,
                                .sender = ctx_user(ctx),
                                .caps_needed = IRC_CAP_ECHO_MESSAGE};
    reply_envelope(ctx, &envelope);
    service_run(ctx, msg->params[0], msg->params[1]);
}

/* Who is muted is told so for what it says; what it types is dropped silently. */
static bool is_muted(struct ctx *ctx, const struct irc_msg *msg, const char *command)
{
    const char *why = mutes_refuse(ctx->server, ctx->session);
    const char *target = msg->params[0];
    if (!why || strcmp(command, "PRIVMSG") != 0)
        return why != NULL;
    if (ctx->session->caps & IRC_CAP_STANDARD_REPLIES)
        reply_standard(ctx, "FAIL", command, "MUTED", target, why, NULL);
    else
        reply_text(ctx, irc_is_room(target) ? ERR_CANNOTSENDTOCHAN : ERR_CANNOTSENDTOUSER, target,
                   "%s", why);
    return true;
}

/* PRIVMSG and NOTICE: nothing is answered to a faulty NOTICE (RFC 2812, 3.3.2). */
static void say_text(struct ctx *ctx, const struct irc_msg *msg, const char *command)
{
    struct saying saying = {.ctx = ctx, .command = command};
    bool is_notice = strcmp(command, "NOTICE") == 0;
    if (msg->nparams < 1 || !*msg->params[0]) {
        if (!is_notice)
            reply_text(ctx, ERR_NORECIPIENT, NULL, "No recipient given (%s)", command);
    } else if (msg->nparams < 2 || !*msg->params[1]) {
        if (!is_notice)
            reply_plain(ctx, ERR_NOTEXTTOSEND);
    } else if (count_targets(msg->params[0]) > SENDING_TARGETS_MAX) {
        if (!is_notice)
            reply(ctx, ERR_TOOMANYTARGETS, msg->params[0]);
    } else if (service_is(msg->params[0])) {
        if (!is_notice && msg->params[1][0] != '\1')
            say_to_service(ctx, msg);
    } else if (is_muted(ctx, msg, command)) {
        return;
    } else if (irc_msg_tag(msg, SENDING_EDIT_TAG)) {
        edit_message(ctx, command, msg, &(struct multiline){.text = msg->params[1]},
                     strlen(msg->params[1]));
    } else {
        saying.text = msg->params[1];
        saying.longest = strlen(saying.text);
        saying.stored = is_talk(saying.text);
        ctx_user(ctx)->active_ms = ctx->now_ms;
        user_spoke(ctx->server, ctx_user(ctx));
        say(&saying, msg);
    }
}

/* One target, and one message. */
void say_lines(struct ctx *ctx, const char *command, const struct irc_msg *opening,
               const struct multiline *lines, size_t longest)
{
    struct saying saying = {
        .ctx = ctx, .command = command, .text = lines->text, .longest = longest};
    if (is_muted(ctx, opening, command))
        return;
    if (irc_msg_tag(opening, SENDING_EDIT_TAG)) {
        edit_message(ctx, command, opening, lines, longest);
        return;
    }
    saying.stored = is_talk(saying.text);
    ctx_user(ctx)->active_ms = ctx->now_ms;
    user_spoke(ctx->server, ctx_user(ctx));
    saying.sending = sending_new(ctx, command, opening, saying.text);
    sending_set_lines(saying.sending, lines);
    say_to(&saying, opening->params[0]);
    sending_go(ctx, saying.sending);
}

/* PRIVMSG <target>{,<target>} :<text> */
void cmd_privmsg(struct ctx *ctx, const struct irc_msg *msg)
{
    say_text(ctx, msg, "PRIVMSG");
}

/* NOTICE <target>{,<target>} :<text> */
void cmd_notice(struct ctx *ctx, const struct irc_msg *msg)
{
    say_text(ctx, msg, "NOTICE");
}

/* @+<tag>=<value> TAGMSG <target>{,<target>} */
void cmd_tagmsg(struct ctx *ctx, const struct irc_msg *msg)
{
    struct saying saying = {.ctx = ctx, .command = "TAGMSG"};
    if (msg->nparams < 1 || !*msg->params[0]) {
        reply_text(ctx, ERR_NORECIPIENT, NULL, "No recipient given (TAGMSG)");
    } else if (count_targets(msg->params[0]) > SENDING_TARGETS_MAX) {
        reply(ctx, ERR_TOOMANYTARGETS, msg->params[0]);
    } else if (!is_muted(ctx, msg, "TAGMSG")) {
        saying.typing = irc_msg_tag(msg, "+typing");
        saying.stored =
            ctx_user(ctx)->account && reactions_read(msg->tags, msg->ntags, &(struct reaction){0});
        say(&saying, msg);
    }
}

/* AWAY [:<reason>]: goes, or without a reason comes back. */
void cmd_away(struct ctx *ctx, const struct irc_msg *msg)
{
    struct user *user = ctx_user(ctx);
    struct irc_msg news;
    char source[USER_SOURCE_SIZE];
    const char *given = irc_msg_param(msg, 0);
    char *reason = xstrndup(given, utf8_cut_bytes(given, strlen(given), ISUPPORT_AWAY_MAX));
    xreplace(&user->away, *reason ? reason : NULL);
    free(reason);

    reply_plain(ctx, user->away ? RPL_NOWAWAY : RPL_UNAWAY);
    irc_msg_make(&news, user_source(user, source, sizeof(source)), "AWAY", user->away, NULL);
    struct envelope envelope = {
        .msg = &news, .time_ms = ctx->now_ms, .sender = user, .caps_needed = IRC_CAP_AWAY_NOTIFY};
    deliver_peers(ctx->server, user, false, &envelope);
    monitor_spread(ctx->server, user, &envelope);
}
