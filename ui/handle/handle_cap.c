#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "mem.h"

static const uint64_t wanted =
    IRC_CAP_MESSAGE_TAGS | IRC_CAP_SERVER_TIME | IRC_CAP_ECHO_MESSAGE | IRC_CAP_LABELED_RESPONSE |
    IRC_CAP_BATCH | IRC_CAP_STANDARD_REPLIES | IRC_CAP_ACCOUNT_TAG | IRC_CAP_ACCOUNT_NOTIFY |
    IRC_CAP_EXTENDED_JOIN | IRC_CAP_AWAY_NOTIFY | IRC_CAP_MULTI_PREFIX | IRC_CAP_INVITE_NOTIFY |
    IRC_CAP_SETNAME | IRC_CAP_CAP_NOTIFY | IRC_CAP_CHATHISTORY | IRC_CAP_EVENT_PLAYBACK |
    IRC_CAP_READ_MARKER | IRC_CAP_MESSAGE_REDACTION | IRC_CAP_ACCOUNT_REGISTRATION |
    IRC_CAP_PARLOR_IDEMPOTENCY | IRC_CAP_PARLOR_EDIT | IRC_CAP_SEARCH | IRC_CAP_MULTILINE |
    IRC_CAP_EXTENDED_MONITOR | IRC_CAP_SASL;

/* One of "sasl=PLAIN,EXTERNAL -draft/x": cut out; minus is set if it goes. Returns the rest, NULL
 * at the end. */
static const char *next_cap(const char *list, char *name, size_t size, const char **value,
                            bool *minus)
{
    list += strspn(list, " ");
    if (!*list)
        return NULL;
    size_t len = strcspn(list, " ");
    snprintf(name, size, "%.*s", (int)len, list);
    *minus = name[0] == '-';
    if (*minus)
        memmove(name, name + 1, strlen(name));
    char *equals = strchr(name, '=');
    *value = equals ? equals + 1 : "";
    if (equals)
        *equals = '\0';
    return list + len;
}

bool list_has(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = strstr(list, word); p; p = strstr(p + 1, word))
        if ((p == list || p[-1] == ',') && (p[len] == ',' || !p[len]))
            return true;
    return false;
}

/* The number behind "max-lines=" in "max-bytes=4096,max-lines=24"; 0 if there is none. */
static size_t number_in(const char *list, const char *word)
{
    const char *at = strstr(list, word);
    return at ? strtoul(at + strlen(word), NULL, 10) : 0;
}

/* A server that tells no limit of the bytes does not know what it offers (draft/multiline). */
static void note_rows(struct network *network, const char *value)
{
    network->rows_bytes = number_in(value, "max-bytes=");
    network->rows_lines = number_in(value, "max-lines=");
    if (network->rows_lines == 0)
        network->rows_lines = SIZE_MAX;
    if (network->rows_bytes == 0)
        network->caps_seen &= ~(uint64_t)IRC_CAP_MULTILINE;
}

static void note_offered(struct from *from, const char *list)
{
    struct network *network = from->network;
    char name[512];
    const char *value;
    bool minus;
    while ((list = next_cap(list, name, sizeof(name), &value, &minus))) {
        uint64_t cap = irc_cap_find(name);
        network->caps_seen |= cap;
        if (strcmp(name, "sts") == 0)
            sts_offered(from, value);
        if (cap == IRC_CAP_SASL && *value)
            xreplace(&network->sasl_mechanisms, value);
        if (cap == IRC_CAP_MULTILINE)
            note_rows(network, value);
        if (cap == IRC_CAP_ACCOUNT_REGISTRATION)
            network->can_claim =
                list_has(value, "before-connect") && !list_has(value, "email-required");
    }
}

static void request(struct network *network)
{
    uint64_t caps = network->caps_seen & wanted & ~network->caps;
    /* Without labels an echo could not be told from what another device said. */
    uint64_t labels = IRC_CAP_LABELED_RESPONSE | IRC_CAP_BATCH;
    if ((network->caps_seen & labels) != labels)
        caps &= ~(uint64_t)(IRC_CAP_ECHO_MESSAGE | IRC_CAP_LABELED_RESPONSE);
    if ((!network->secret && !network->shows_cert) || network->caps_done)
        caps &= ~(uint64_t)IRC_CAP_SASL;

    struct buf list = {0};
    for (int i = 0; i < IRC_CAP_COUNT; i++)
        if (caps & (uint64_t)1 << i)
            buf_printf(&list, "%s%s", list.len ? " " : "", irc_cap_name(i));
    if (list.len && ask(network, "CAP", "REQ", buf_text(&list), NULL))
        network->caps_asked++;
    buf_clear(&list);
}

static void negotiated(struct from *from)
{
    struct network *network = from->network;
    if (network->caps_asked == 0 && !network->caps_done && network->stage == NETWORK_REGISTERING)
        account_begin(from);
}

static void acknowledged(struct network *network, const char *list)
{
    char name[512];
    const char *value;
    bool minus;
    while ((list = next_cap(list, name, sizeof(name), &value, &minus))) {
        if (minus)
            network->caps &= ~irc_cap_find(name);
        else
            network->caps |= irc_cap_find(name);
    }
}

/* A server refuses all of a list for one of its names: ask for each by itself. */
static void refused(struct network *network, const char *list)
{
    if (!strchr(list + strspn(list, " "), ' '))
        return;
    char name[512];
    const char *value;
    bool minus;
    while ((list = next_cap(list, name, sizeof(name), &value, &minus)))
        if (irc_cap_find(name) && ask(network, "CAP", "REQ", name, NULL))
            network->caps_asked++;
}

static void withdrawn(struct network *network, const char *list)
{
    char name[512];
    const char *value;
    bool minus;
    while ((list = next_cap(list, name, sizeof(name), &value, &minus))) {
        network->caps &= ~irc_cap_find(name);
        network->caps_seen &= ~irc_cap_find(name);
    }
}

/* CAP <me> <sub> [*] :<list> */
void on_cap(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    const char *sub = msg->params[1];
    const char *list = msg->params[msg->nparams - 1];
    bool more = msg->nparams > 3 && strcmp(msg->params[2], "*") == 0;

    if (strcasecmp(sub, "LS") == 0) {
        note_offered(from, list);
        if (!more && network->stage != NETWORK_CONNECTING)
            request(network);
    } else if (strcasecmp(sub, "NEW") == 0) {
        note_offered(from, list);
        request(network);
    } else if (strcasecmp(sub, "DEL") == 0) {
        withdrawn(network, list);
    } else if (strcasecmp(sub, "ACK") == 0) {
        acknowledged(network, list);
        network->caps_asked -= !more && network->caps_asked > 0;
    } else if (strcasecmp(sub, "NAK") == 0) {
        network->caps_asked -= network->caps_asked > 0;
        refused(network, list);
    }
    if (!more)
        negotiated(from);
}
