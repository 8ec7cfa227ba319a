/* What was said is taken back: by others, and by us. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"

static struct conv *place_of(const struct from *from, const char *target)
{
    if (from->history)
        return chat_conv(from->chat, from->network, from->batch->target);
    if (irc_is_room(target))
        return known_room(from, target);
    return chat_conv(from->chat, from->network, from->self ? target : from->nick);
}

/* REDACT <target> <msgid> [:<reason>] */
void on_redact(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = place_of(from, msg->params[0]);
    const char *reason = irc_msg_param(msg, 2);
    if (!conv || !*msg->params[1])
        return;
    char *text = xasprintf("deleted by %s%s%s", from->nick, *reason ? ": " : "", reason);
    chat_redact(from->chat, conv, msg->params[1], text);
    free(text);
}

bool ask_redact(struct chat *chat, const struct conv *conv, const char *msgid, const char *why)
{
    struct network *network = conv->network;
    if (!network_can(network, IRC_CAP_MESSAGE_REDACTION)) {
        chat_complain(chat, "%s cannot delete what was said", network->name);
        return false;
    }
    return ask(network, "REDACT", conv->name, msgid, why && *why ? why : NULL, NULL);
}
