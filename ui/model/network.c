#include "network.h"

#include <stdlib.h>
#include <string.h>

#include "around.h"
#include "mem.h"
#include "secret.h"

#define LINE_BYTES 512 /* RFC 1459, 2.3 */

struct network *network_new(const char *host, int port, bool tls, const char *nick)
{
    struct network *network = xnew(struct network);
    network->name = xstrdup(host);
    network->host = xstrdup(host);
    network->port = port;
    network->tls = tls;
    network->nick = xstrdup(nick);
    network->want_nick = xstrdup(nick);
    network->realname = xstrdup(nick);
    network->at_start = true;
    network_reset(network);
    return network;
}

static void free_values(struct map *map)
{
    MAP_FOREACH(entry, map)
        free(map_value(entry));
    map_clear(map);
}

void network_reset(struct network *network)
{
    network->caps = network->caps_seen = 0;
    network->caps_asked = 0;
    network->caps_done = false;
    network->can_claim = false;
    xreplace(&network->sasl_mechanisms, NULL);
    free_values(&network->isupport);
    free_values(&network->batches);
    free_values(&network->waiting);
    buf_clear(&network->out);
    buf_clear(&network->card);
    network->card_done = network->who_done = false;
    buf_clear(&network->who);
    xreplace(&network->who_asked, NULL);
    network->monitored = 0;
    network->directory.done = true;
    buf_clear(&network->sasl_in);
    scram_client_clear(&network->scram);
    network->scram = (struct scram_client){0};
    network->sasl = NETWORK_SASL_NONE;
    secret_free(network->spare_secret);
    network->spare_secret = NULL;
    network->sasl_tries = 0;
    network->nick_tries = 0;
    network->prefixes[0] = network->prefix_modes[0] = '\0';
    strncat(network->prefixes, "@+", sizeof(network->prefixes) - 1);
    strncat(network->prefix_modes, "ov", sizeof(network->prefix_modes) - 1);
    network->line_max = LINE_BYTES;
    network->history_max = 0;
    network->lag_ms = -1;
    network->found_ms = INT64_MAX;
    network->ping_sent_ms = 0;
    network->settled = network->caught_up = false;
    network->marks_due = false;
    network->recovery_asked = false;
    shared_lost(&network->shared);
    secret_free(network->token);
    network->token = NULL;
    network->token_asked_ms = 0;
    network->token_denied = false;
    network->scans = 0;
}

void network_free(struct network *network)
{
    if (!network)
        return;
    network_reset(network);
    queue_clear(&network->queue);
    shared_clear(&network->shared);
    directory_clear(&network->directory);
    secret_free(network->recovery_code);
    free(network->card_asked);
    around_free(network->around);
    map_clear(&network->convs);
    free(network->name);
    free(network->host);
    free(network->nick);
    free(network->want_nick);
    free(network->realname);
    free(network->account);
    secret_free(network->secret);
    secret_free(network->server_password);
    free(network->cert_file);
    trust_clear(&network->trust);
    free(network->autojoin);
    free(network->why);
    free(network->away_text);
    free(network->asked_nick);
    free(network->invited);
    free(network->sasl_mechanisms);
    free(network);
}

bool network_can(const struct network *network, uint64_t caps)
{
    return (network->caps & caps) == caps;
}

int64_t network_clock(const struct network *network, int64_t now_ms)
{
    return now_ms + network->skew_ms;
}
