#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "ignore.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"

#define ARRIVING_MS 10000

struct person *put_member(struct conv *conv, const char *nick)
{
    struct person *person = members_get(&conv->members, nick);
    members_remove(&conv->absent, nick);
    if (person || conv->members.n >= MEMBERS_MAX)
        return person;
    return members_put(&conv->members, nick);
}

/* History of a room or person lands where it was asked for. */
static struct conv *history_conv(struct from *from)
{
    return named_conv(from, from->batch->target);
}

/* One wants to be in the first room after coming. */
static void arrive(struct from *from, struct conv *conv)
{
    const struct network *network = from->network;
    bool arriving = from->chat->current == network->console && !network->lost_ms &&
                    from->chat->mono_ms - network->ready_ms < ARRIVING_MS;
    if (arriving)
        chat_open(from->chat, conv);
}

static void join_self(struct from *from, const struct irc_msg *msg, struct conv *conv)
{
    struct network *network = from->network;
    char key[BATCH_TARGET_MAX + 1];
    struct asked *asked = asked_get(network, asked_key(ASKED_KEY_JOIN, conv->name, key));

    /* We were here before, and nobody saw us come: no event, only how things stand. */
    bool quiet =
        conv->rejoin && !irc_msg_tag(msg, "msgid") && network_can(network, IRC_CAP_MESSAGE_TAGS);
    network->source_len = (int)strnlen(msg->source, IRC_LINE_MAX / 2);
    conv->joined = true;
    conv->rejoin = conv->entering = false;
    members_clear(&conv->members);
    members_clear(&conv->absent);
    put_member(conv, network->nick);
    if (!network_can(network, IRC_CAP_READ_MARKER) && !conv->read_ms)
        conv->read_ms = from->time_ms;
    if (asked && asked->key[0])
        xreplace(&conv->key, asked->key);
    /* Who asked for it has opened it, and may have gone on since. */
    if (!asked)
        arrive(from, conv);
    asked_drop(network, key);
    if (!quiet)
        from_add(from, msg, conv, LINE_JOIN, "");
    ask_newer(conv);
    from->chat->changed |= CHANGE_CONVS;
    from_changed(from, conv, CHANGE_ALL);
}

/* JOIN <room> [<account|*> :<realname>] */
void on_join(struct from *from, const struct irc_msg *msg)
{
    const char *account = strcmp(irc_msg_param(msg, 1), "*") == 0 ? "" : irc_msg_param(msg, 1);
    if (from->history) {
        from_add(from, msg, history_conv(from), LINE_JOIN, account);
        return;
    }
    if (!irc_is_room(msg->params[0]))
        return;
    struct conv *conv =
        from->self ? named_conv(from, msg->params[0]) : known_room(from, msg->params[0]);
    if (!conv || conv->kind != CONV_ROOM)
        return;
    if (from->self) {
        join_self(from, msg, conv);
        return;
    }

    struct person *person = put_member(conv, from->nick);
    if (person && *account) {
        char clean[FROM_NICK_SIZE];
        if (clean_name(account, clean, sizeof(clean)))
            xreplace(&person->account, clean);
    }
    struct conv *talk = chat_conv(from->chat, from->network, from->nick);
    if (talk)
        talk->offline = false;
    from_add(from, msg, conv, LINE_JOIN, account);
    from_changed(from, conv, CHANGE_MEMBERS);
}

static void leave_self(struct from *from, struct conv *conv)
{
    conv->joined = conv->rejoin = false;
    members_clear(&conv->members);
    members_clear(&conv->absent);
    from->chat->changed |= CHANGE_CONVS;
    from_changed(from, conv, CHANGE_ALL);
}

/* PART <room> [:<why>] */
void on_part(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = from->history ? history_conv(from) : known_room(from, msg->params[0]);
    if (!conv)
        return;
    from_add(from, msg, conv, LINE_PART, irc_msg_param(msg, 1));
    if (from->history)
        return;
    if (from->self)
        leave_self(from, conv);
    members_remove(&conv->members, from->nick);
    members_remove(&conv->absent, from->nick);
    from_changed(from, conv, CHANGE_MEMBERS);
}

/* Who puts somebody out by mistake sees how to take it back. */
static void tell_kick(const struct from *from, const struct conv *conv, const char *victim)
{
    char *mask = irc_mask_complete(victim);
    if (conv->banned && strcasecmp(conv->banned, mask) == 0)
        chat_notice(from->chat, "%s is out of %s and cannot enter: /unban %s takes it back", victim,
                    conv->name, victim);
    else
        chat_notice(from->chat, "%s is out of %s: /invite %s asks them back", victim, conv->name,
                    victim);
    free(mask);
}

/* KICK <room> <nick> [:<why>] */
void on_kick(struct from *from, const struct irc_msg *msg)
{
    char victim[FROM_NICK_SIZE];
    struct conv *conv = from->history ? history_conv(from) : known_room(from, msg->params[0]);
    if (!conv || !clean_name(msg->params[1], victim, sizeof(victim)))
        return;

    char *text = xasprintf("%s %s", victim, irc_msg_param(msg, 2));
    from_add(from, msg, conv, LINE_KICK, text);
    free(text);
    if (from->history)
        return;
    if (irc_name_equal(victim, from->network->nick)) {
        leave_self(from, conv);
        chat_complain(from->chat, "%s put you out of %s: %s", from->nick, conv->name,
                      irc_msg_param(msg, 2));
    }
    members_remove(&conv->members, victim);
    members_remove(&conv->absent, victim);
    from_changed(from, conv, CHANGE_MEMBERS);
    if (from->self && !irc_name_equal(victim, from->network->nick))
        tell_kick(from, conv, victim);
}

/* The name that we wanted was somebody else's, and is free now. */
static void take_name_back(const struct from *from)
{
    struct network *network = from->network;
    if (!from->self && irc_name_equal(from->nick, network->want_nick) &&
        !irc_name_equal(network->nick, network->want_nick))
        ask(network, "NICK", network->want_nick, NULL);
}

/* QUIT [:<why>] */
void on_quit(struct from *from, const struct irc_msg *msg)
{
    if (from->history) {
        from_add(from, msg, history_conv(from), LINE_QUIT, irc_msg_param(msg, 0));
        return;
    }
    MAP_FOREACH(entry, &from->network->convs) {
        struct conv *conv = map_value(entry);
        bool was_here = members_get(&conv->members, from->nick) != NULL;
        bool is_peer = conv->kind == CONV_PERSON && irc_name_equal(conv->name, from->nick);
        if (is_peer)
            conv->offline = true;
        if (is_peer)
            conv->held = 0;
        if (!was_here && !is_peer)
            continue;
        people_leave(from, conv);
        from_add(from, msg, conv, LINE_QUIT, irc_msg_param(msg, 0));
        from_changed(from, conv, CHANGE_MEMBERS | CHANGE_STATUS);
    }
    take_name_back(from);
}

/* Who is logged in comes back by the name of the account; whom a service gave another name, by the
 * one that was wanted. */
static void rename_self(struct from *from, const char *nick)
{
    struct network *network = from->network;
    bool wanted = network->asked_nick && irc_name_equal(network->asked_nick, nick);
    bool back = irc_name_equal(network->want_nick, nick);
    xreplace(&network->nick, nick);
    xreplace(&network->asked_nick, NULL);
    if (wanted && !network->account)
        xreplace(&network->want_nick, nick);
    if (wanted || back)
        chat_notice(from->chat, "you are %s now", nick);
    else
        chat_complain(from->chat, "the server calls you %s now: /nick %s", nick,
                      network->want_nick);
}

/* NICK <new> */
void on_nick(struct from *from, const struct irc_msg *msg)
{
    char nick[FROM_NICK_SIZE];
    if (!clean_name(msg->params[0], nick, sizeof(nick)))
        return;
    if (from->history) {
        from_add(from, msg, history_conv(from), LINE_NICK, nick);
        return;
    }

    MAP_FOREACH(entry, &from->network->convs) {
        struct conv *conv = map_value(entry);
        bool was_here = members_rename(&conv->members, from->nick, nick);
        bool is_peer = conv->kind == CONV_PERSON && irc_name_equal(conv->name, from->nick);
        if (was_here || is_peer)
            from_add(from, msg, conv, LINE_NICK, nick);
        from_changed(from, conv, was_here ? CHANGE_MEMBERS : 0);
    }
    struct conv *talk = chat_conv(from->chat, from->network, from->nick);
    if (talk)
        chat_rename(from->chat, talk, nick);
    take_name_back(from);
    if (!from->self)
        return;
    rename_self(from, nick);
}

static void set_topic(struct from *from, struct conv *conv, const char *topic)
{
    char *clean = utf8_sanitize(topic, strlen(topic), false, true);
    xreplace(&conv->topic, *clean ? clean : NULL);
    free(clean);
    from_changed(from, conv, CHANGE_TOPIC);
}

/* TOPIC <room> :<text> */
void on_topic(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = from->history ? history_conv(from) : known_room(from, msg->params[0]);
    if (!conv)
        return;
    from_add(from, msg, conv, LINE_TOPIC, msg->params[1]);
    if (from->history)
        return;
    set_topic(from, conv, msg->params[1]);
    xreplace(&conv->topic_setter, from->nick);
    conv->topic_ms = from->time_ms;
}

/* 332 <me> <room> :<topic> */
void on_topic_is(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = known_room(from, msg->params[1]);
    if (conv && conv->joined)
        set_topic(from, conv, msg->params[2]);
    else
        on_numeric(from, msg);
}

void on_no_topic(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = known_room(from, msg->params[1]);
    if (conv)
        set_topic(from, conv, "");
    on_numeric(from, msg);
}

/* 333 <me> <room> <who> <seconds> */
void on_topic_who(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = known_room(from, msg->params[1]);
    char setter[FROM_NICK_SIZE];
    size_t len = irc_source_nick_len(msg->params[2]);
    char *nick = xstrndup(msg->params[2], len);
    if (conv && clean_name(nick, setter, sizeof(setter))) {
        xreplace(&conv->topic_setter, setter);
        conv->topic_ms = strtoll(msg->params[3], NULL, 10) % ((int64_t)1 << 40) * 1000;
        from_changed(from, conv, CHANGE_TOPIC);
    }
    free(nick);
}

/* INVITE <who> <room> */
void on_invite(struct from *from, const struct irc_msg *msg)
{
    char who[FROM_NICK_SIZE];
    char room[BATCH_TARGET_MAX];
    if (from->history || !clean_name(msg->params[0], who, sizeof(who)) ||
        !clean_name(msg->params[1], room, sizeof(room)))
        return;

    struct conv *conv = known_room(from, room);
    if (!irc_name_equal(who, from->network->nick)) {
        if (conv)
            chat_info(from->chat, conv, LINE_INFO, "%s invited %s", from->nick, who);
        return;
    }
    if (from_ignored(from, msg, IGNORE_INVITES, NULL))
        return;
    xreplace(&from->network->invited, room);
    chat_info(from->chat, chat_here(from->chat, from->network), LINE_INFO,
              "%s invites you to %s: /join %s", from->nick, room, room);
    chat_notice(from->chat, "%s invites you to %s: /join goes there", from->nick, room);
}
