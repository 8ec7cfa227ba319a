/* Messages of tags alone: reactions, and who is typing. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "ignore.h"
#include "irc_cap.h"

bool tag_denied(const struct network *network, const char *name)
{
    const char *list = map_get(&network->isupport, "CLIENTTAGDENY");
    bool denied = false;
    for (size_t len = 0; list && *list; list += len + (list[len] == ',')) {
        len = strcspn(list, ",");
        bool not = *list == '-';
        if (len == 1 && *list == '*')
            denied = true;
        else if (len - not == strlen(name) && strncmp(list + not, name, len - not ) == 0)
            return !not ;
    }
    return denied;
}

/* ---- reactions ---- */

static void react(struct from *from, const struct irc_msg *msg, struct conv *conv)
{
    const char *given = irc_msg_tag(msg, "+draft/react");
    const char *back = irc_msg_tag(msg, "+draft/unreact");
    const char *msgid = reply_of(msg);
    const char *account = irc_msg_tag(msg, "account");
    const char *who = account && strcmp(account, "*") != 0 ? account : from->nick;
    if (!msgid || (given != NULL) == (back != NULL))
        return;
    bool ignored = given && from_ignored(from, msg, IGNORE_MESSAGES, conv);
    struct reaction reaction = {who, given ? given : back, ignored};
    chat_react(from->chat, conv, msgid, &reaction, given != NULL);
}

bool ask_react(struct chat *chat, struct conv *conv, const char *msgid, const char *value, bool on)
{
    struct network *network = conv->network;
    struct irc_msg msg;
    const char *name = on ? "draft/react" : "draft/unreact";
    const char *tag = on ? "+draft/react" : "+draft/unreact";
    if (network->stage != NETWORK_READY) {
        chat_complain(chat, "There is no link to %s now: a reaction does not wait", network->name);
        return false;
    }
    if (!*msgid || !network_can(network, IRC_CAP_MESSAGE_TAGS) || tag_denied(network, name)) {
        chat_complain(chat, "%s knows no reactions", network->name);
        return false;
    }
    if (!*value || strlen(value) > REACTION_BYTES) {
        chat_complain(chat, "A reaction is one emoji, or a word or two");
        return false;
    }
    irc_msg_make(&msg, NULL, "TAGMSG", conv->name, NULL);
    irc_msg_add_tag(&msg, tag, value);
    irc_msg_add_tag(&msg, REPLY_TAG, msgid);
    if (!ask_msg(network, &msg))
        return false;
    /* Else it comes back to us. */
    struct reaction own = {.who = network->account ? network->account : network->nick,
                           .value = value};
    if (!network_can(network, IRC_CAP_ECHO_MESSAGE))
        chat_react(chat, conv, msgid, &own, on);
    return true;
}

/* ---- typing ---- */

static enum typing_state state_of(const char *value)
{
    if (strcmp(value, "active") == 0)
        return TYPING_ACTIVE;
    return strcmp(value, "paused") == 0 ? TYPING_PAUSED : TYPING_DONE;
}

/* TAGMSG <target> */
void on_tagmsg(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = from->nick[0] ? message_place(from, msg, true) : NULL;
    const char *typing = irc_msg_tag(msg, "+typing");
    if (!conv)
        return;
    react(from, msg, conv);
    if (typing && !from->self && !from->history &&
        !from_ignored(from, msg, IGNORE_MESSAGES, conv) &&
        typing_set(conv, from->nick, state_of(typing), from->chat->mono_ms))
        from_changed(from, conv, CHANGE_STATUS);
}

static int64_t sooner(int64_t one_ms, int64_t other_ms)
{
    return one_ms < 0 || (other_ms >= 0 && other_ms < one_ms) ? other_ms : one_ms;
}

int64_t typing_tick(struct chat *chat, const struct network *network, int64_t wait_ms)
{
    struct conv *conv = chat->current;
    if (!conv || conv->network != network)
        return wait_ms;
    wait_ms = sooner(wait_ms, ask_typing_paused(chat, conv));
    if (!conv->typing)
        return wait_ms;
    if (typing_expire(conv, chat->mono_ms))
        chat->changed |= CHANGE_STATUS;
    int64_t next_ms = typing_next_ms(conv);
    return next_ms < 0 ? wait_ms : sooner(wait_ms, next_ms - chat->mono_ms);
}
