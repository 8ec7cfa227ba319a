#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "mem.h"
#include "trust.h"
#include "url.h"

char *handle_doubt(const struct network *network)
{
    const struct trust *trust = &network->trust;
    const char *host = network->host;
    if (!trust_expected(trust))
        return xasprintf("%s port %d shows a certificate that cannot be verified: %s.", host,
                         network->port, trust->doubt);
    return xasprintf("%s port %d shows another certificate than the one that %s.", host,
                     network->port,
                     trust->verdict == TRUST_CHANGED ? "you trust" : "the link names");
}

static void say_changed(struct chat *chat, const struct network *network, const char *doubt)
{
    struct conv *here = chat_here(chat, network);
    chat_info(chat, here, LINE_ERROR, "%s", doubt);
    chat_info(chat, here, LINE_ERROR,
              "Somebody in between may be listening, or the server was given a new certificate. "
              "Nothing was sent.");
    chat_info(chat, here, LINE_ERROR,
              "Ask whoever runs the server for its fingerprint; /trust shows both and can accept "
              "the new one.");
}

/* Says what is wrong, and gives the short of it for the status line. */
static const char *say_refused(struct chat *chat, const struct network *network)
{
    char *doubt = handle_doubt(network);
    const char *why = "its certificate is not known: /trust";
    if (network->trust.verdict == TRUST_ASK)
        chat_info(chat, network->console, LINE_ERROR, "%s Nothing was sent.", doubt);
    else
        say_changed(chat, network, doubt);
    if (network->trust.verdict == TRUST_CHANGED)
        why = "its certificate changed: /trust";
    if (network->trust.verdict == TRUST_MISMATCH)
        why = "it is not the server that the link names: /trust";
    free(doubt);
    return why;
}

/* It waits for the user's word: trying again would show the same. */
static void refuse(struct chat *chat, struct network *network, const struct trust_shown *shown,
                   enum trust_verdict verdict)
{
    struct trust *trust = &network->trust;
    xreplace(&trust->refused, shown->fingerprint);
    xreplace(&trust->doubt, shown->doubt ? shown->doubt : "");
    trust->verdict = verdict;
    trust->asked = false;
    network->stage = NETWORK_OFFLINE;
    const char *why = say_refused(chat, network);
    xreplace(&network->why, why);
    if (!chat->current || chat->current->network != network)
        chat_complain(chat, "%s: not connected: %s", network->name, why);
    chat->changed |= CHANGE_ALL;
}

static void unpin(struct chat *chat, struct network *network)
{
    trust_pin(&network->trust, NULL);
    chat_info(chat, network->console, LINE_INFO,
              "%s is vouched for by an authority of your system now: the certificate that was "
              "remembered is forgotten",
              network->host);
}

bool handle_secured(struct chat *chat, struct network *network, const struct trust_shown *shown)
{
    struct trust *trust = &network->trust;
    xreplace(&trust->refused, NULL);
    enum trust_verdict verdict = trust_judge(trust, shown, url_is_local(network->host));
    switch (verdict) {
    case TRUST_GO: return true;
    case TRUST_PIN: trust_pin(trust, shown->fingerprint); return true;
    case TRUST_UNPIN: unpin(chat, network); return true;
    case TRUST_NONE: handle_lost(chat, network, "the server shows no certificate"); return false;
    case TRUST_ASK:
    case TRUST_CHANGED:
    case TRUST_MISMATCH: break;
    }
    refuse(chat, network, shown, verdict);
    return false;
}
