/* What was typed, as what it is to be: a message, an answer, other words for one. */
#include <stdlib.h>

#include "ask.h"
#include "irc_cap.h"
#include "mem.h"

/* Where nothing says what a message answers, its author is named. */
static bool answer(struct chat *chat, struct conv *conv, const char *msgid, const char *text)
{
    struct line line;
    size_t index;
    const struct network *network = conv->network;
    if (network->stage != NETWORK_READY || network_can(network, IRC_CAP_MESSAGE_TAGS) ||
        !lines_find_id(conv->lines, msgid, &index))
        return ask_reply(chat, conv, msgid, text);

    lines_get(conv->lines, index, &line);
    char *named = xasprintf("%s: %s", line.nick, text);
    bool said = ask_say(chat, conv, named, false);
    free(named);
    return said;
}

bool ask_composed(struct chat *chat, struct conv *conv, const char *text)
{
    bool said = false;
    switch (conv->compose) {
    case COMPOSE_TEXT: return ask_say(chat, conv, text, false);
    case COMPOSE_REPLY: said = answer(chat, conv, conv->compose_id, text); break;
    case COMPOSE_EDIT: said = ask_edit(chat, conv, conv->compose_id, text); break;
    }
    if (said)
        compose_set(chat, conv, COMPOSE_TEXT, NULL);
    return said;
}
