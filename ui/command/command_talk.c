#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "command.h"
#include "irc_name.h"
#include "mem.h"

void command_say(struct chat *chat, char *args)
{
    ask_say(chat, chat->current, args, false);
}

void command_me(struct chat *chat, char *args)
{
    ask_say(chat, chat->current, args, true);
}

/* The conversation with whoever is named; a room must be known. NULL with a complaint. */
static struct conv *named(struct chat *chat, const char *name)
{
    const struct network *network = chat->current->network;
    if (command_names_room(chat, name) && !chat_conv(chat, network, name)) {
        chat_complain(chat, "You are not in %s: /join %s first", name, name);
        return NULL;
    }
    return chat_conv_make(chat, chat->current->network, name);
}

static void tell_said(struct chat *chat, const struct conv *conv)
{
    if (conv->network->stage == NETWORK_READY && conv->offline)
        chat_notice(chat, "Kept for %s, who is offline", conv->name);
    else if (conv->network->stage == NETWORK_READY)
        chat_notice(chat, "Sent to %s", conv->name);
    else
        chat_notice(chat, "It goes to %s as soon as there is a link", conv->name);
}

/* Writes without moving: the conversation, if it is new, appears in the list. */
void command_msg(struct chat *chat, char *args)
{
    struct conv *conv = named(chat, command_word(&args));
    if (!conv)
        return;
    if (!*args)
        chat_open(chat, conv);
    else if (ask_say(chat, conv, args, false))
        tell_said(chat, conv);
}

void command_query(struct chat *chat, char *args)
{
    struct conv *conv = named(chat, command_word(&args));
    if (!conv)
        return;
    chat_open(chat, conv);
    if (*args)
        ask_say(chat, conv, args, false);
}

/* At all servers, also at those that have no link now; NULL: we are back. */
static void be_away(struct chat *chat, const char *why)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        ask(network, "AWAY", why, NULL);
        if (network->stage != NETWORK_READY)
            network->away = why != NULL;
    }
}

void command_away(struct chat *chat, char *args)
{
    if (*args == '-') {
        const char *word = command_word(&args);
        if (strcmp(word, "-all") != 0 && strcmp(word, "-one") != 0) {
            chat_complain(chat, "/away: not %s. Usage: /away [why]", word);
            return;
        }
    }
    if (*args || !chat->current->network->away)
        be_away(chat, *args ? args : "away");
    else
        be_away(chat, NULL);
}

void command_back(struct chat *chat, char *args)
{
    (void)args;
    be_away(chat, NULL);
}

void command_nick(struct chat *chat, char *args)
{
    struct network *network = chat->current->network;
    const char *name = command_word(&args);
    if (*args)
        chat_complain(chat, "A name has no blanks. Usage: /nick name");
    else if (ask(network, "NICK", name, NULL))
        xreplace(&network->asked_nick, name);
}
