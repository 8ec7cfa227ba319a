#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "url.h"

#define POLICY_MOST_S (10LL * 365 * 24 * 3600)

/* The value of "port" in "port=6697,duration=300"; -1 if it is not there, or no number. */
static long long number_of(const char *list, const char *key)
{
    size_t len = strlen(key);
    for (const char *part = list; part; part = strchr(part, ',')) {
        part += *part == ',';
        if (strncmp(part, key, len) != 0 || part[len] != '=')
            continue;
        char *end = NULL;
        long long value = strtoll(part + len + 1, &end, 10);
        return end != part + len + 1 && (!*end || *end == ',') && value >= 0 ? value : -1;
    }
    return -1;
}

/* Nothing goes over this link any more: who reads along must not learn who we are. */
static void go_secure(struct from *from, int port)
{
    struct network *network = from->network;
    network->tls = true;
    network->port = port;
    network->stage = NETWORK_CONNECTING;
    network->attempts = 0;
    buf_clear(&network->out);
    chat_info(from->chat, network->console, LINE_INFO,
              "%s wants an encrypted link: going on with TLS on port %d", network->host, port);
    from->chat->changed |= CHANGE_STATUS;
}

void sts_offered(struct from *from, const char *value)
{
    struct network *network = from->network;
    long long port = number_of(value, "port");
    long long duration_s = number_of(value, "duration");
    if (url_is_local(network->host))
        return;

    if (!network->tls && network->stage == NETWORK_REGISTERING && port >= 1 && port <= 65535)
        go_secure(from, (int)port);
    if (network->tls && network->stage != NETWORK_CONNECTING && duration_s >= 0) {
        network->sts_s = duration_s < POLICY_MOST_S ? duration_s : POLICY_MOST_S;
        network->sts_new = true;
    }
}
