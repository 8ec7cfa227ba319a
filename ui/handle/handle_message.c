#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "handlers.h"
#include "ignore.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"
#include "when.h"

#define CTCP_EVERY_MS 2000
/* The same news of somebody's absence is told again after so long. */
#define AWAY_AGAIN_MS 600000

/* "@#tea": to those of a rank (STATUSMSG, 005). */
static const char *without_rank(const struct network *network, const char *target)
{
    const char *name = target + strspn(target, network->prefixes);
    return irc_is_room(name) ? name : target;
}

struct conv *message_place(struct from *from, const struct irc_msg *msg, bool notice)
{
    const char *target = msg->params[0];
    if (from->history)
        return named_conv(from, from->batch->target);
    target = without_rank(from->network, target);
    if (irc_is_room(target))
        return known_room(from, target);
    if (from->server || !from->nick[0])
        return NULL;
    const char *peer = from->self ? target : from->nick;
    struct conv *talk = chat_conv(from->chat, from->network, peer);
    if (!talk && from_ignored(from, msg, IGNORE_MESSAGES, NULL))
        return NULL;
    return notice ? talk : named_conv(from, peer);
}

static void read_at_once(struct from *from, struct conv *conv)
{
    if (!from->history && conv == from->chat->current && from->chat->focused)
        ask_mark_read(from->chat, conv);
}

static void add_said(struct from *from, const struct irc_msg *msg, struct conv *conv,
                     struct line line)
{
    struct person *person = members_get(&conv->members, from->nick);
    if (person && from->time_ms > person->spoke_ms)
        person->spoke_ms = from->time_ms;
    if (conv->typing && typing_set(conv, from->nick, TYPING_DONE, 0))
        from_changed(from, conv, CHANGE_STATUS);
    if (conv->kind == CONV_PERSON && !from->history && !from->self)
        conv->offline = false;
    if (!from->self && line.kind != LINE_NOTICE &&
        notify_calls(from->chat, from->network->nick, from->nick, line.text))
        line.flags |= LINE_MENTION;
    if (edit_took(from, msg, conv, &line) || say_adopt(from, msg, conv, &line))
        return;
    line.nick = from->nick;
    line.reply = reply_of(msg);
    from_add_flagged(from, msg, conv, line);
    files_note(from, msg, conv);
    read_at_once(from, conv);
}

char *ctcp_text(const char *text, const char *word)
{
    size_t len = strlen(word);
    if (*text != '\x01' || strncasecmp(text + 1, word, len) != 0 ||
        (text[len + 1] != ' ' && text[len + 1] != '\x01'))
        return NULL;
    text += len + 1 + (text[len + 1] == ' ');
    return xstrndup(text, strcspn(text, "\x01"));
}

/* To one, never in a room, and not often: else it would be a way to make us flood. */
static void answer_ctcp(struct from *from, const struct irc_msg *msg, const char *text)
{
    struct network *network = from->network;
    if (from->history || from->self || !from->nick[0] || from->server ||
        !irc_name_equal(msg->params[0], network->nick))
        return;
    if (network->ctcp_ms && from->chat->mono_ms - network->ctcp_ms < CTCP_EVERY_MS)
        return;

    char *reply = NULL;
    char *token = ctcp_text(text, "PING");
    char *version = ctcp_text(text, "VERSION");
    if (token)
        reply = xasprintf("\x01PING %.64s\x01", token);
    else if (version)
        reply = xasprintf("\x01VERSION parlor %s\x01", PARLOR_VERSION);
    if (reply) {
        network->ctcp_ms = from->chat->mono_ms;
        ask(network, "NOTICE", from->nick, reply, NULL);
        chat_info(from->chat, network->console, LINE_INFO, "%s asked for our %s", from->nick,
                  token ? "PING" : "VERSION");
    }
    free(token);
    free(version);
    free(reply);
}

/* What we said ourselves is where we said it. */
static void note_own_file(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = chat_conv(from->chat, from->network, msg->params[0]);
    if (conv)
        files_note(from, msg, conv);
}

/* PRIVMSG <target> :<text> */
void on_privmsg(struct from *from, const struct irc_msg *msg)
{
    if (recovery_took(from, msg) || announce_took(from, msg))
        return;
    const char *text = msg->params[1];
    char *action = ctcp_text(text, "ACTION");
    if (*text == '\x01' && !action) {
        if (!from_ignored(from, msg, IGNORE_MESSAGES, NULL))
            answer_ctcp(from, msg, text);
        return;
    }
    if (say_echoed(from, msg)) {
        note_own_file(from, msg);
    } else {
        struct conv *conv = message_place(from, msg, false);
        add_said(from, msg, conv ? conv : from->network->console,
                 (struct line){.kind = action ? LINE_ACTION : LINE_MESSAGE,
                               .text = action ? action : text});
    }
    free(action);
}

/* The answer to a CTCP question of ours: "\x01VERSION parlor 1\x01". */
static void show_ctcp_reply(struct from *from, const char *text)
{
    char *inside = xstrndup(text + 1, strcspn(text + 1, "\x01"));
    struct conv *here = chat_here(from->chat, from->network);
    char *end = NULL;
    int64_t sent_ms = strncmp(inside, "PING ", 5) == 0 ? strtoll(inside + 5, &end, 10) : 0;
    int64_t took_ms = from->chat->mono_ms - sent_ms;
    if (sent_ms > 0 && !*end && took_ms >= 0)
        chat_info(from->chat, here, LINE_INFO, "%s answers PING after %lld ms", from->nick,
                  (long long)took_ms);
    else
        chat_info(from->chat, here, LINE_INFO, "%s answers: %s", from->nick, inside);
    free(inside);
}

/* NOTICE <target> :<text> */
void on_notice(struct from *from, const struct irc_msg *msg)
{
    const char *text = msg->params[1];
    if (*text == '\x01') {
        if (!from->history && !from->self && from->nick[0] &&
            !from_ignored(from, msg, IGNORE_NOTICES, NULL))
            show_ctcp_reply(from, text);
        return;
    }
    if (announce_took(from, msg) || say_echoed(from, msg) || recovery_took(from, msg))
        return;
    struct conv *conv = message_place(from, msg, true);
    if (conv) {
        add_said(from, msg, conv, (struct line){.kind = LINE_NOTICE, .text = text});
        return;
    }
    add_said(from, msg, from->network->console, (struct line){.kind = LINE_NOTICE, .text = text});
    struct conv *here = chat_here(from->chat, from->network);
    if (from->server || from->self || here == from->network->console ||
        from_ignored(from, msg, IGNORE_NOTICES, NULL))
        return;
    if (conv_names_service(from->nick))
        chat_notice(from->chat, "%s notes: %s", from->nick, text);
    else
        chat_info(from->chat, here, LINE_INFO, "%s notes: %s", from->nick, text);
}

void on_wallops(struct from *from, const struct irc_msg *msg)
{
    from_add(from, msg, from->network->console, LINE_NOTICE, msg->params[0]);
}

/* "offline since 2026-11-20T18:04:00.000Z, message stored" (server.md, R16); to free. */
static char *offline_text(const struct from *from, const char *nick, const char *text)
{
    static const char start[] = "offline since ";
    char when[WHEN_SIZE];
    char iso[CLOCK_ISO_SIZE];
    if (strncmp(text, start, sizeof(start) - 1) != 0)
        return NULL;
    const char *since = text + sizeof(start) - 1;
    size_t len = strcspn(since, ",");
    if (len >= sizeof(iso))
        return xasprintf("%s is offline: your message is kept", nick);
    memcpy(iso, since, len);
    iso[len] = '\0';
    int64_t since_ms = clock_parse_iso(iso);
    if (since_ms <= 0)
        return xasprintf("%s is offline: your message is kept", nick);
    return xasprintf("%s is offline since %s: your message is kept", nick,
                     when_text(from->chat, since_ms, when));
}

/* 301 <me> <nick> :<text> */
void on_away_reply(struct from *from, const struct irc_msg *msg)
{
    struct chat *chat = from->chat;
    const char *nick = msg->params[1];
    const char *text = msg->params[2];
    if (from->network->card.len) {
        on_whois(from, msg);
        return;
    }

    struct conv *conv = best_conv(from, nick);
    char *offline = offline_text(from, nick, text);
    char *said = offline ? xstrdup(offline) : xasprintf("%s is away: %s", nick, text);
    char *clean = utf8_sanitize(offline ? "" : text, offline ? 0 : strlen(text), false, false);
    bool person = conv->kind == CONV_PERSON;
    bool known = person && conv->offline == (offline != NULL) &&
                 strcmp(conv->away ? conv->away : "", clean) == 0 && conv->away_told_ms &&
                 chat->now_ms - conv->away_told_ms < AWAY_AGAIN_MS;
    if (person && offline) {
        conv->held = conv->offline ? conv->held + 1 : 1;
        chat->changed |= CHANGE_CONVS;
    }
    if (!known)
        chat_info(chat, conv, LINE_INFO, "%s", said);
    if (!known && offline && conv != chat->current)
        chat_notice(chat, "%s", said);
    if (person && !known) {
        conv->away_told_ms = chat->now_ms;
        conv->offline = offline != NULL;
        xreplace(&conv->away, *clean ? clean : NULL);
        from_changed(from, conv, CHANGE_TOPIC | CHANGE_STATUS);
    }
    free(offline);
    free(said);
    free(clean);
}
