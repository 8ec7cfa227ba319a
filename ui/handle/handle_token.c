/* Leave to use the server's files: TOKEN (draft/authtoken). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "handlers.h"
#include "mem.h"
#include "secret.h"

/* Who does not answer in that time does not know the question. */
#define ANSWER_MS 10000

void ask_token(const struct chat *chat, struct network *network)
{
    bool asked = network->token_asked_ms > 0;
    if (asked && chat->mono_ms - network->token_asked_ms >= ANSWER_MS)
        network->token_denied = true;
    else if (!asked && ask(network, "TOKEN", "GENERATE", "FILEHOST", NULL))
        network->token_asked_ms = chat->mono_ms;
}

/* TOKEN GENERATE <service> [...] <token> */
void on_token(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (strcasecmp(msg->params[0], "GENERATE") != 0 || !network->token_asked_ms)
        return;
    secret_free(network->token);
    network->token = xstrdup(msg->params[msg->nparams - 1]);
    network->token_ms = from->chat->mono_ms;
    network->token_asked_ms = 0;
}

bool token_failed(struct from *from, const char *about)
{
    if (strcasecmp(about, "TOKEN") != 0 || !from->network->token_asked_ms)
        return false;
    from->network->token_asked_ms = 0;
    from->network->token_denied = true;
    return true;
}
