#include "link_trust.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "known.h"
#include "mem.h"
#include "secrets.h"
#include "trust_form.h"
#include "url.h"

struct link_trust {
    struct known *pins; /* "host:port" -> fingerprint */
    struct known *sts;  /* "host" -> "port until", until in seconds of the wall clock */
};

struct link_trust *link_trust_new(const struct app_files *files)
{
    struct link_trust *trust = xnew(struct link_trust);
    trust->pins = known_new(files->known_servers);
    trust->sts = known_new(files->sts);
    return trust;
}

void link_trust_free(struct link_trust *trust)
{
    if (!trust)
        return;
    known_free(trust->pins);
    known_free(trust->sts);
    free(trust);
}

static void complain(struct chat *chat, char *cause)
{
    if (cause)
        chat_complain(chat, "%s", cause);
    free(cause);
}

static void keep_pin(struct link_trust *trust, struct chat *chat, struct network *network)
{
    char *cause = NULL;
    char *server = secrets_server(network);
    known_keep(trust->pins, server, network->trust.pinned, &cause);
    network->trust.pin_new = false;
    complain(chat, cause);
    free(server);
}

static void keep_policy(struct link_trust *trust, struct chat *chat, struct network *network)
{
    char *cause = NULL;
    char *policy = xasprintf("%d %" PRId64, network->port, chat->now_ms / 1000 + network->sts_s);
    known_keep(trust->sts, network->host, network->sts_s ? policy : NULL, &cause);
    network->sts_new = false;
    complain(chat, cause);
    free(policy);
}

/* Who cannot know whom to trust connects to nobody. */
static void stop(struct chat *chat, struct network *network, const char *cause)
{
    network->stage = NETWORK_OFFLINE;
    chat_info(chat, network->console, LINE_ERROR, "not connected: %s", cause);
    chat_complain(chat, "not connected: %s", cause);
}

/* The port to speak TLS to; -1 if its time is over. */
static int port_of_policy(char *policy, int64_t now_s)
{
    char *until = strchr(policy, ' ');
    if (!until || strtoll(until, NULL, 10) <= now_s)
        return -1;
    *until = '\0';
    return url_port(policy);
}

static int apply_policy(struct link_trust *trust, struct chat *chat, struct network *network,
                        char **cause)
{
    char *policy = NULL;
    if (network->tls || url_is_local(network->host))
        return 0;
    if (known_find(trust->sts, network->host, &policy, cause) != 0)
        return -1;
    int port = policy ? port_of_policy(policy, chat->now_ms / 1000) : -1;
    if (port > 0) {
        network->tls = true;
        network->port = port;
    }
    free(policy);
    return 0;
}

static int find_pin(struct link_trust *trust, struct network *network, char **cause)
{
    char *server = secrets_server(network);
    char *pin = NULL;
    int result = known_find(trust->pins, server, &pin, cause);
    free(network->trust.pinned);
    network->trust.pinned = pin;
    free(server);
    return result;
}

void link_trust_turn(struct link_trust *trust, struct chat *chat, struct network *network)
{
    char *cause = NULL;
    if (network->trust.pin_new)
        keep_pin(trust, chat, network);
    if (network->sts_new)
        keep_policy(trust, chat, network);
    if (network->stage != NETWORK_CONNECTING && network->stage != NETWORK_WAITING)
        return;
    if (apply_policy(trust, chat, network, &cause) != 0 ||
        (network->tls && find_pin(trust, network, &cause) != 0))
        stop(chat, network, cause);
    free(cause);
}

void link_trust_ask(struct chat *chat, struct network *network)
{
    const struct trust *trust = &network->trust;
    bool here = chat->current && chat->current->network == network;
    if (trust->refused && trust->verdict == TRUST_ASK && !trust->asked && here && !chat->dialog &&
        edit_is_empty(chat->edit))
        trust_form_open(chat, network);
}
