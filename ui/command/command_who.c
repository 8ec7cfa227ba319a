/* Who somebody is, and who is there: /who, /whois, /whowas. */
#include "ask.h"
#include "command.h"
#include "mem.h"

void command_who(struct chat *chat, char *args)
{
    const struct conv *here = chat->current;
    const char *mask = *args ? args : here->kind == CONV_CONSOLE ? "*" : here->name;
    const char *word = command_word(&args);
    if (ask(here->network, "WHO", word ? word : mask, NULL) && !chat->settings.linear)
        xreplace(&here->network->who_asked, word ? word : mask);
}

void command_whois(struct chat *chat, char *args)
{
    const struct conv *here = chat->current;
    const char *word = command_word(&args);
    const char *who = word ? word : here->kind == CONV_PERSON ? here->name : here->network->nick;
    /* "bob bob" asks the server that bob is at, which knows how long he has been silent. */
    if (ask(here->network, "WHOIS", who, command_word(&args), NULL))
        xreplace(&here->network->card_asked, who);
}

void command_whowas(struct chat *chat, char *args)
{
    struct network *network = chat->current->network;
    const char *who = command_word(&args);
    if (ask(network, "WHOWAS", who, NULL))
        xreplace(&network->card_asked, who);
}
